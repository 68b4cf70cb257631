"""What a reader sees of polls: the question, and the counts once they may know them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from dayroom.kernel.people.visit import Visit
from dayroom.web.seams import Listed

FEW = 10  # votes: below this a share says more than it knows, and people may guess who

# One statement for all polls of a page. The database shows each reader their own vote and no other.
POLLS = """
SELECT p.entry_id, p.question, p.closes_at, o.id, o.words, o.votes, v.option_id IS NOT NULL
FROM polls_poll p JOIN polls_polloption o ON o.poll_id = p.entry_id
LEFT JOIN polls_pollvote v ON v.option_id = o.id AND v.person_id = wall_me()
WHERE p.entry_id = ANY(%s) ORDER BY p.entry_id, o.place
"""


@dataclass(slots=True)
class Option:
    id: UUID
    words: str
    votes: int
    is_mine: bool


@dataclass(slots=True)
class ShownPoll:
    entry_id: UUID
    question: str
    closes_at: datetime | None
    options: list[Option] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(option.votes for option in self.options)

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def has_voted(self) -> bool:
        return any(option.is_mine for option in self.options)

    @property
    def shows_counts(self) -> bool:
        return self.has_voted or self.is_closed

    @property
    def is_small(self) -> bool:
        return self.total < FEW

    def share_of(self, option: Option) -> int:
        return round(100 * option.votes / self.total) if self.total else 0


def load_polls(entries: Sequence[Listed], _visit: Visit) -> dict[UUID, ShownPoll]:
    found: dict[UUID, ShownPoll] = {}
    with connection.cursor() as cursor:
        cursor.execute(POLLS, [[entry.id for entry in entries]])
        for entry_id, question, closes_at, *option in cursor.fetchall():
            found.setdefault(entry_id, ShownPoll(entry_id, question, closes_at)).options.append(Option(*option))
    return found
