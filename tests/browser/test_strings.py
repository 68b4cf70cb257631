"""What people, and those who mean harm, may type: it comes back as it was typed, and nothing in it acts."""

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from brs_kb import get_all_payloads
from playwright.sync_api import Dialog, Page, expect

from dayroom.lib.markup import LONGEST_TEXT
from tests.browser.conftest import Windows

pytestmark = pytest.mark.browser
STRINGS = "(() => {" + Path(__file__).with_name("strings.js").read_text() + "})()"
CORPORA = Path(__file__).parent / "corpora"
EXAMPLES = json.loads((CORPORA / "commonmark.json").read_text())
NAUGHTY = json.loads((CORPORA / "naughty.json").read_text())
with warnings.catch_warnings(action="ignore"):  # the collection reads the clock in an old way
    # A character of no width or meaning that no form takes; refused with a sentence.
    ATTACKS = [entry["payload"].replace("\0", "") for entry in get_all_payloads().values()]
# Where we differ on purpose: HTML of the writer's is shown as typed, pictures are not fetched, only full addresses are
# links, and those are links without brackets too.
OURS = set("a blockquote br code em h1 h2 h3 h4 h5 h6 hr li ol p pre strong ul".split())
FULL = re.compile(r"https?://|mailto:")
HTML = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?]")
SHORT = re.compile(r"\]:\s*/")
PLAIN = {"<https://foo.bar/baz bim>", "< https://foo.bar >", "https://example.com", "foo@bar.example.com"}


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


def test_the_examples_of_commonmark_look_as_their_authors_say(writer: Page, windows: Windows) -> None:
    texts = [example["markdown"] for example in EXAMPLES]
    answers = writer.evaluate("([to, texts]) => strings.answerWith(to, texts)", [reply(windows), texts])
    assert [answer["acting"] for answer in answers if answer["acting"]] == []
    rows = [row for row in zip(EXAMPLES, answers, strict=True) if is_ours(row[0]) and row[1]["id"]]
    assert len(rows) > 350, "need examples for this to mean anything"
    shown = writer.evaluate("htmls => strings.seen(htmls)", [answer["html"] for _example, answer in rows])
    meant = writer.evaluate("htmls => strings.seen(htmls)", [example["html"] for example, _answer in rows])
    typed = [example["markdown"] for example, _answer in rows]
    different = [f"{a!r}: {b!r}, not {c!r}" for a, b, c in zip(typed, shown, meant, strict=True) if b != c]
    assert not different, "\n".join(different)


def is_ours(example: dict[str, str]) -> bool:
    tags = set(re.findall(r"</?([a-z0-9]+)", example["html"]))
    links = re.findall(r'href="([^"]*)"', example["html"])
    typed = example["markdown"]
    differs = HTML.search(typed) or SHORT.search(typed) or typed.strip() in PLAIN
    return tags <= OURS and all(FULL.match(link) for link in links) and not differs


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
