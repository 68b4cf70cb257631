"""What people write is Markdown, made into HTML once, when it is written; the text itself is stored as typed.

Two walls (R114): the parser makes no HTML of its writer's, and an allow-list goes over what it made.
"""

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_TEXT = 20_000  # characters: a long case report has 12,000; the parser's worst inputs stay under a second
MOST_SWELLING = 20  # times: a wide header over thousands of short lines makes 1.4 MB of empty cells out of 20 kB
SCHEMES = frozenset(("http", "https", "mailto"))
TAGS = frozenset("a blockquote br code em h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul".split())
ATTRIBUTES = {"a": frozenset(("href", "title")), "ol": frozenset(("start",))}
WRITTEN_IN_ANY_DIRECTION = "blockquote h3 h4 h5 h6 li p td th".split()
ALLOWED_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
SPACES = re.compile(r"\s+")


def render(text: str) -> str:
    html = _PARSER.render(text)
    if len(html) > MOST_SWELLING * len(text) + 1_000:
        html = _WITHOUT_TABLES.render(text)
    return _CLEANER.clean(html)


def plain(text: str, *, longest: int = 160) -> str:
    """The words alone on one line, for lists and notices, cut between words at `longest` characters."""
    words = SPACES.sub(" ", " ".join(_words(_PARSER.parse(text[: longest * 10])))).strip()
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_pieces(token.children or []))
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _pieces(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        yield " " if token.type in {"softbreak", "hardbreak"} else token.content


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    # Only full addresses: "home.In" after a missing space is no link to India.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_ip": False, "fuzzy_email": True})
    parser.validateLink = _is_allowed  # type: ignore[method-assign]
    parser.core.ruler.push("house", _in_house_style)
    return parser


def _is_allowed(url: str) -> bool:
    """Whatever else looks like a link stays as typed, so nothing that was written is lost."""
    return ALLOWED_LINK.match(url.strip()) is not None


def _in_house_style(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            # The page has the first heading and the entry's title the second.
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type == "inline":
            token.children = list(_without_pictures(token.children or []))


def _without_pictures(tokens: list[Token]) -> Iterator[Token]:
    """A picture from elsewhere would tell its server who reads (R98): it becomes a link to it."""
    inside_link = False
    for token in tokens:
        inside_link = token.type == "link_open" or (inside_link and token.type != "link_close")
        if token.type != "image":
            yield token
            continue
        address = str(token.attrGet("src") or "")
        label = Token("text", "", 0, content="".join(_pieces(token.children or [])) or address)
        if inside_link:
            yield label
        else:
            yield from (Token("link_open", "a", 1, attrs={"href": address}), label, Token("link_close", "a", -1))


_PARSER = _parser()
_WITHOUT_TABLES = _parser().disable("table")
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel="nofollow noreferrer noopener",
    set_tag_attribute_values={tag: {"dir": "auto"} for tag in WRITTEN_IN_ANY_DIRECTION} | {"pre": {"dir": "ltr"}},
)
