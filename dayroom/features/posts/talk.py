"""The Talk tab: the threads of a room, newest reply first, as one statement (reason and measure: `reading.py`)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from dayroom.features.posts.reading import MAX_ID
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.lib.gist import gist

THREADS_A_PAGE = 20
UNREAD_CAP = 99
EXCERPT = 300  # characters: three lines on a phone
HEADING = 60  # characters of the text where there is no title

# Threads of the room, and for a circle those of its side rooms the reader is in, merged by their newest word. Somebody
# who is not in a side room gets the same statement, rows and cursors as if it had never been (R75). What was taken back
# and answered by nobody is left out. The unread of each thread are counted from where this reader stopped, up to a cap.
TALK = """
SELECT e.id, e.room_id, e.kind, e.title, left(e.text, 900), e.about, e.language, e.state, e.state_reason,
       e.taken_by_host, e.created_at, e.edited_at, e.reply_count, e.newest_id,
       b.name, b.naming, b.line, b.hat, b.organisation, b.level, own.is_mine,
       e.id > coalesce(r.up_to, %(since)s) AND NOT own.is_mine,
       (SELECT count(*) FROM (
            SELECT 1 FROM rooms_entry n WHERE n.thread_id = e.id AND n.id > coalesce(r.up_to, %(since)s)
            AND n.state = 'published' LIMIT %(cap)s) capped),
       CASE WHEN e.room_id <> %(room)s THEN ARRAY(
           SELECT p.name::text FROM rooms_membership m JOIN people_person p ON p.id = m.person_id
           WHERE m.room_id = e.room_id AND m.ended_at IS NULL AND m.person_id <> wall_me() ORDER BY m.since, m.id) END
FROM rooms_entry e JOIN rooms_byline b ON b.id = e.byline_id
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM rooms_authorship a WHERE a.byline_id = e.byline_id AND a.person_id = wall_me()) AS is_mine) own
LEFT JOIN posts_reading r ON r.thread_id = e.id AND r.person_id = wall_me()
WHERE {rooms} AND e.parent_id IS NULL AND {which}
  AND (e.state = 'published' OR e.state = 'held' AND own.is_mine
       OR e.state IN ('withdrawn', 'erased') AND e.reply_count > 0)
ORDER BY e.newest_id DESC LIMIT %(most)s
"""
ONE_ROOM = "e.room_id = %(room)s"
WITH_SIDE_ROOMS = """e.room_id IN (SELECT s.id FROM rooms_room s JOIN my_rooms m ON m.room_id = s.id
    WHERE s.id = %(room)s OR s.parent_id = %(room)s AND s.kind = 'circle' AND s.state = 'open')"""


@dataclass(slots=True)
class Topic:
    """A thread as one line of the list."""

    id: UUID
    room_id: UUID
    kind: str
    title: str
    excerpt: str
    about: str
    language: str
    state: str
    state_reason: str
    taken_by_host: bool
    created_at: datetime
    edited_at: datetime | None
    reply_count: int
    newest_id: UUID
    name: str
    naming: str
    line: str
    hat: str
    organisation: str
    level: int
    is_mine: bool
    is_new: bool
    new_replies: int
    only: list[str] | None

    @property
    def heading(self) -> str:
        return self.title or gist(self.excerpt, longest=HEADING)

    def __post_init__(self) -> None:
        self.excerpt = gist(self.excerpt, longest=EXCERPT)


@dataclass(slots=True)
class Talk:
    topics: list[Topic]
    older: UUID | None


def read_talk(membership: Membership, *, before: UUID | None = None) -> Talk:
    topics = rows(membership, "e.newest_id < %(at)s", before or MAX_ID)
    more = len(topics) > THREADS_A_PAGE
    topics = topics[:THREADS_A_PAGE]
    return Talk(topics, topics[-1].newest_id if more else None)


def read_topic(membership: Membership, *, thread_id: UUID) -> Topic | None:
    found = rows(membership, "e.id = %(at)s", thread_id)
    return found[0] if found else None


def rows(membership: Membership, which: str, at: UUID) -> list[Topic]:
    rooms = WITH_SIDE_ROOMS if membership.room.kind == Room.Kind.CIRCLE else ONE_ROOM
    values: dict[str, UUID | int] = {
        "room": membership.room_id,
        "since": MAX_ID if membership.is_visitor else membership.id,
        "cap": UNREAD_CAP,
        "at": at,
        "most": THREADS_A_PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(TALK.format(rooms=rooms, which=which), values)
        return [Topic(*row) for row in cursor.fetchall()]


SEEN = """
UPDATE rooms_membership m SET seen_up_to = %(newest)s
WHERE m.person_id = wall_me() AND m.ended_at IS NULL AND (m.seen_up_to IS NULL OR m.seen_up_to < %(newest)s)
  AND (m.room_id = %(room)s
       OR m.room_id IN (SELECT s.id FROM rooms_room s WHERE s.parent_id = %(room)s AND s.kind = 'circle'))
"""


def see_all(membership: Membership, newest: UUID) -> None:
    """The list shows the room together with its parts, so looking at it moves the reader's mark in all of them."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"newest": newest, "room": membership.room_id})
