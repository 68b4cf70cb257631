"""What is new, room by room: the statements behind home, the rail and the JSON door. Forms and figures: design §5."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

UNREAD_CAP = 99
LINES_OF_A_ROOM = 3

# The newest id of each of the caller's rooms by one index look each, the best rooms first; only of these the unread
# are counted,
# up to a cap. Plain joins take tens to thousands of milliseconds for members of quiet rooms. Who has not read here
# yet has read up to the moment of coming in, which is the time in the membership's own id.
ROOMS = """
WITH mine_are AS (SELECT byline_id FROM rooms_authorship WHERE person_id = wall_me()),
best AS MATERIALIZED (
    SELECT m.room_id, m.role, coalesce(m.seen_up_to, m.id) AS seen_up_to, r.kind, r.title, r.parent_id, r.people_count,
           r.naming, r.organisation_id, newest.id AS newest_id
    FROM my_rooms mine
    JOIN rooms_membership m ON m.room_id = mine.room_id AND m.person_id = wall_me() AND m.ended_at IS NULL
    JOIN rooms_room r ON r.id = mine.room_id AND r.state = 'open'
    LEFT JOIN LATERAL (SELECT e.id FROM rooms_entry e WHERE e.room_id = mine.room_id AND e.state =
    'published' ORDER BY e.room_id, e.id DESC LIMIT 1) newest ON true
    ORDER BY newest.id DESC NULLS LAST, m.room_id
    LIMIT %s)
SELECT b.room_id, b.kind, b.title, b.parent_id, b.people_count, b.naming, o.name, b.role, b.seen_up_to, b.newest_id,
       CASE WHEN b.kind = 'conversation'
            THEN (SELECT l.name FROM rooms_entry e JOIN rooms_byline l ON l.id = e.byline_id
                  WHERE e.room_id = b.room_id AND e.state = 'published'
                    AND e.byline_id NOT IN (SELECT byline_id FROM mine_are)
                  ORDER BY e.room_id, e.id DESC LIMIT 1) END,
       CASE WHEN b.role IN ('host', 'moderator')
            THEN (SELECT count(*) FROM rooms_ask a WHERE a.room_id = b.room_id AND a.state = 'waiting') ELSE 0 END,
       CASE WHEN b.role IN ('host', 'moderator')
            THEN (SELECT count(*) FROM rooms_entry h WHERE h.room_id = b.room_id AND h.state = 'held') ELSE 0 END,
       (SELECT count(*) FROM (
            SELECT 1 FROM rooms_entry e WHERE e.room_id = b.room_id AND e.id > b.seen_up_to AND e.state = 'published'
              AND e.byline_id NOT IN (SELECT byline_id FROM mine_are)
            LIMIT %s) few)
FROM best b LEFT JOIN people_organisation o ON o.id = b.organisation_id
ORDER BY b.newest_id DESC NULLS LAST, b.room_id
"""

# The newest threads of each room with something unread by others, best room first. The rooms come from the statement
# above; the wall asks again.
LINES = """
WITH mine_are AS (SELECT byline_id FROM rooms_authorship WHERE person_id = wall_me())
SELECT s.room_id, t.id, t.title, t.text, t.about, t.id > s.seen, news.n, t.created_at,
       l.name, l.line, l.organisation, l.hat, t.is_mine
FROM unnest(%s::uuid[], %s::uuid[]) WITH ORDINALITY AS s(room_id, seen, place)
CROSS JOIN LATERAL (
    SELECT e.id, e.title, left(e.text, 400) AS text, e.about, e.newest_id, e.created_at, e.byline_id,
           e.byline_id IN (SELECT byline_id FROM mine_are) AS is_mine
    FROM rooms_entry e
    WHERE e.room_id = s.room_id AND e.parent_id IS NULL AND e.newest_id > s.seen AND e.state = 'published'
    ORDER BY e.newest_id DESC LIMIT %s) t
CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
        SELECT 1 FROM rooms_entry r WHERE r.thread_id = t.id AND r.id > s.seen AND r.state = 'published'
          AND r.byline_id NOT IN (SELECT byline_id FROM mine_are) LIMIT %s) few) news
JOIN rooms_byline l ON l.id = t.byline_id
WHERE news.n > 0 OR t.id > s.seen AND NOT t.is_mine
ORDER BY s.place, t.newest_id DESC
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class RoomNews:
    """One of my rooms. `wrote` is who of the others wrote last, in conversations; `asks` and `held` wait for a host."""

    room_id: UUID
    kind: str
    title: str
    parent_id: UUID | None
    people_count: int
    naming: str
    organisation: str | None
    role: str
    seen_up_to: UUID
    newest_id: UUID | None
    wrote: str | None
    asks: int
    held: int
    unread: int


@dataclass(frozen=True, slots=True)
class Line:
    """A thread with something unread in it. `is_new`: its first post is; `new_replies` is capped like `unread`."""

    room_id: UUID
    id: UUID
    title: str
    text: str
    about: str
    is_new: bool
    new_replies: int
    created_at: datetime
    name: str
    line: str
    organisation: str
    hat: str
    is_mine: bool


def my_rooms(*, most: int) -> list[RoomNews]:
    """The named person's rooms, newest word first."""
    with connection.cursor() as cursor:
        cursor.execute(ROOMS, [most, UNREAD_CAP])
        return [RoomNews(*row) for row in cursor.fetchall()]


def new_lines(rooms: Sequence[RoomNews], *, most: int) -> list[Line]:
    """What is unread in these rooms, as lines of their threads."""
    with connection.cursor() as cursor:
        seen = [room.seen_up_to for room in rooms]
        cursor.execute(LINES, [[room.room_id for room in rooms], seen, LINES_OF_A_ROOM, UNREAD_CAP, most])
        return [Line(*row) for row in cursor.fetchall()]
