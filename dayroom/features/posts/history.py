"""What an entry said before, word by word against what came after."""

import difflib
import re
from dataclasses import dataclass
from datetime import datetime

from dayroom.kernel.rooms.models import Entry, EntryVersion

PIECES = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES = 8_000  # the comparison takes the square of it at worst; longer texts are compared line by line


@dataclass(frozen=True)
class Piece:
    """`way` is "same", "gone" or "new"."""

    way: str
    words: str


@dataclass(frozen=True)
class Change:
    at: datetime
    title_before: str
    title_after: str
    pieces: list[Piece]


def changes(entry: Entry) -> list[Change]:
    """Newest change first."""
    versions = list(entry.versions.order_by("id"))
    after: list[EntryVersion | Entry] = [*versions[1:], entry]
    return [
        Change(before.replaced_at, before.title, now.title, compared(before.text, now.text))
        for before, now in zip(versions, after, strict=False)  # an entry nobody changed has no version before it
    ][::-1]


def compared(before: str, after: str) -> list[Piece]:
    old, new = split(before), split(after)
    if len(old) + len(new) > MOST_PIECES:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Piece] = []
    for way, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if way == "equal":
            found.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        found += [Piece("gone", "".join(old[old_from:old_to]))] * (old_to > old_from)
        found += [Piece("new", "".join(new[new_from:new_to]))] * (new_to > new_from)
    return found


def split(text: str) -> list[str]:
    return PIECES.findall(text)
