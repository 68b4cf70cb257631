"""The list of my private conversations, newest word first, and what each is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayroom.lib.gist import gist

# One look at the newest word of each, as the feed does (design §5). Who is in it comes from the one function that knows
# what a pen name hides; the names of people who left stand on their words.
LIST = """
SELECT r.id, r.title, r.naming, m.pen_name, newest.id, left(newest.text, 300), newest.created_at, b.name,
       newest.state = 'published', newest.id > coalesce(m.seen_up_to, m.id) AND NOT mine.wrote, mine.wrote,
       (SELECT array_agg(p.name ORDER BY p.since, p.name) FROM room_people(r.id) p WHERE NOT p.is_me),
       (SELECT array_agg(DISTINCT l.name) FROM rooms_byline l WHERE l.room_id = r.id
        AND NOT EXISTS (SELECT 1 FROM rooms_authorship a WHERE a.byline_id = l.id))
FROM my_rooms seen
JOIN rooms_room r ON r.id = seen.room_id AND r.kind = 'conversation'
JOIN rooms_membership m ON m.room_id = r.id AND m.person_id = wall_me() AND m.ended_at IS NULL
JOIN LATERAL (SELECT e.id, e.text, e.created_at, e.byline_id, e.state FROM rooms_entry e WHERE e.room_id = r.id
              ORDER BY e.room_id, e.id DESC LIMIT 1) newest ON true
JOIN rooms_byline b ON b.id = newest.byline_id
CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM rooms_authorship a WHERE a.byline_id = b.id) AS wrote) mine
WHERE %s::uuid IS NULL OR newest.id < %s::uuid
ORDER BY newest.id DESC
LIMIT %s
"""

SAME_PEOPLE = """
SELECT r.id FROM my_rooms mine JOIN rooms_room r ON r.id = mine.room_id
WHERE r.kind = 'conversation' AND r.naming = 'real' AND r.title = '' AND r.state = 'open' AND r.people_count = %s
  AND (SELECT array_agg(m.person_id ORDER BY m.person_id) FROM rooms_membership m
       WHERE m.room_id = r.id AND m.ended_at IS NULL)
      = (SELECT array_agg(p ORDER BY p) FROM unnest(%s::uuid[]) p)
ORDER BY r.id LIMIT 1
"""
NAMED = 3


@dataclass(frozen=True, slots=True)
class Conversation:
    """`others` are the people in it now; `spoke` everybody else who ever wrote in it."""

    room_id: UUID
    title: str
    naming: str
    pen_name: str
    newest_id: UUID
    text: str
    at: datetime
    wrote: str
    is_there: bool
    is_new: bool
    is_mine: bool
    others: list[str] | None
    spoke: list[str] | None

    @property
    def name(self) -> str:
        return self.title or names(self.others or self.spoke or [])

    @property
    def gist(self) -> str:
        return gist(self.text, longest=80)


def my_conversations(*, most: int, before: UUID | None = None) -> list[Conversation]:
    with connection.cursor() as cursor:
        cursor.execute(LIST, [before, before, most])
        return [Conversation(*row) for row in cursor.fetchall()]


def same_people(people: Sequence[UUID]) -> UUID | None:
    """The untitled conversation these people, and nobody else, already have."""
    with connection.cursor() as cursor:
        cursor.execute(SAME_PEOPLE, [len(people), list(people)])
        row = cursor.fetchone()
    return row[0] if row else None


def names(people: Sequence[str]) -> str:
    if not people:
        return _("A conversation")
    if len(people) > NAMED:
        more = len(people) - NAMED + 1
        rest = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
        return rest % {"names": ", ".join(people[: NAMED - 1]), "count": more}
    if len(people) == 1:
        return people[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(people[:-1]), "last": people[-1]}
