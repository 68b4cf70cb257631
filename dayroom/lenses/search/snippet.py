"""The words around a hit, with what was asked for marked. It works on plain text and escapes it."""

import re
import unicodedata

from markupsafe import Markup, escape

from dayroom.lib.gist import gist

LONGEST = 220
BEFORE = 60
# Letters people leave the accents off.
ACCENTED = {
    "a": "aàáâãäåā",
    "c": "cçč",
    "e": "eèéêëē",
    "i": "iìíîïī",
    "n": "nñ",
    "o": "oòóôõöøō",
    "s": "sšß",
    "u": "uùúûüū",
    "y": "yýÿ",
    "z": "zž",
}
WORD = re.compile(r"[^\W_]+")
SHORTEST_STEM, ENDING = 4, 2


def pattern_of(asked: str) -> re.Pattern[str] | None:
    """Finds the asked words with any ending and with or without accents: near enough to what the stems found."""
    words = WORD.findall(re.sub(r"(?:^|\s)-\S+", " ", asked))
    stems = sorted({stem(plain(word)) for word in words}, key=len, reverse=True)
    if not stems:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(spelled, stems))})\w*", re.IGNORECASE)


def stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - ENDING)]


def spelled(letters: str) -> str:
    return "".join(f"[{ACCENTED[letter]}]" if letter in ACCENTED else re.escape(letter) for letter in letters)


def plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def marked(text: str, pattern: re.Pattern[str] | None) -> Markup:
    if pattern is None:
        return escape(text)
    out, at = [], 0
    for match in pattern.finditer(text):
        out += [escape(text[at : match.start()]), Markup("<mark>"), escape(match.group()), Markup("</mark>")]
        at = match.end()
    return Markup("").join([*out, escape(text[at:])])


def snippet(text: str, pattern: re.Pattern[str] | None) -> Markup:
    found = pattern.search(text) if pattern else None
    start = text.rfind(" ", 0, max(0, found.start() - BEFORE)) + 1 if found and found.start() > BEFORE else 0
    words = gist(text[start:], longest=LONGEST)
    return marked(("… " if start else "") + words, pattern)
