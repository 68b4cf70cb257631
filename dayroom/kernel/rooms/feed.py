"""What is new, room by room: the statements behind home, the rail and the JSON door. Forms and figures: design §5."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

UNREAD_CAP = 99

# The newest id of each of the caller's rooms by one index look each, the best rooms first, the unread counted up to a cap. Plain
# joins take tens to thousands of milliseconds for members of quiet rooms.
ROOMS = """
SELECT r.id, r.kind, r.title, r.parent_id, r.people_count, r.naming, r.organisation_id, m.role, m.seen_up_to, newest.id AS newest_id, unread.n
FROM my_rooms mine
JOIN rooms_membership m ON m.room_id = mine.room_id AND m.person_id = wall_me() AND m.ended_at IS NULL
JOIN rooms_room r ON r.id = mine.room_id AND r.state = 'open'
LEFT JOIN LATERAL (SELECT e.id FROM rooms_entry e WHERE e.room_id = mine.room_id ORDER BY e.room_id, e.id DESC LIMIT 1) newest ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM (
        SELECT 1 FROM rooms_entry e WHERE e.room_id = mine.room_id AND e.id > coalesce(m.seen_up_to, '00000000-0000-0000-0000-000000000000')
          AND e.state = 'published' LIMIT %s) some) unread ON true
ORDER BY newest.id DESC NULLS LAST, r.id
LIMIT %s
"""


@dataclass(frozen=True)
class RoomNews:
    room_id: UUID
    kind: str
    title: str
    parent_id: UUID | None
    people_count: int
    naming: str
    organisation_id: UUID | None
    role: str
    seen_up_to: UUID | None
    newest_id: UUID | None
    unread: int


def my_rooms(*, most: int) -> list[RoomNews]:
    """The named person's rooms, newest word first."""
    with connection.cursor() as cursor:
        cursor.execute(ROOMS, [UNREAD_CAP, most])
        return [RoomNews(*row) for row in cursor.fetchall()]
