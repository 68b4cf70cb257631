"""The first words of a text, for a line in a list. Rough and cheap: it only drops the marks of Markdown."""

import re

LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+|[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}", re.MULTILINE)
SPACES = re.compile(r"\s+")


def gist(text: str, *, longest: int = 140) -> str:
    words = SPACES.sub(" ", MARKS.sub("", LINK.sub(r"\1", text[: longest * 3]))).strip()
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
