"""Words for some people of a circle: a room of their own inside it, made when first needed, never changed later."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from dayroom.kernel.rooms.models import Membership, Room

# Exactly these people and nobody else, among the side rooms the writer is in.
SAME_PEOPLE = """
SELECT r.id FROM rooms_room r JOIN my_rooms mine ON mine.room_id = r.id
WHERE r.parent_id = %s AND r.kind = 'circle' AND r.state = 'open' AND (
    SELECT array_agg(m.person_id ORDER BY m.person_id) FROM rooms_membership m
    WHERE m.room_id = r.id AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())) = %s::uuid[]
ORDER BY r.id LIMIT 1
"""


@transaction.atomic
def side_room_for(membership: Membership, *, people: Collection[UUID]) -> Membership:
    """The writer's membership of the part of this circle that holds the writer and exactly these people."""
    me = membership.person
    together = sorted({me.id, *people})
    with connection.cursor() as cursor:
        cursor.execute(SAME_PEOPLE, [membership.room_id, together])
        found = cursor.fetchone()
    if found:
        mine = Membership.objects.live().of(me).select_related("room", "hat__organisation").get(room_id=found[0])
        mine.person = me
        return mine
    others = Membership.objects.live().filter(room=membership.room_id, person_id__in=set(together) - {me.id})
    return open_side_room(membership, others=list(others.select_related("person", "hat")))


def open_side_room(membership: Membership, *, others: list[Membership]) -> Membership:
    """Everybody as they are in the circle. The database lets only people of the circle in, and nobody later."""
    circle = membership.room
    room = Room.found(
        kind=Room.Kind.CIRCLE, title=circle.title, parent=circle, founder=membership.person, door=Room.Door.CLOSED
    )
    room.save(force_insert=True)
    room.record("side_room.open", by=membership.person, people=len(others) + 1)
    mine = Membership.enter(
        membership.person, room, role=Membership.Role.HOST, hat=membership.hat, on_behalf_of=membership.on_behalf_of
    )
    for other in others:
        role = Membership.Role.OBSERVER if other.role == Membership.Role.OBSERVER else Membership.Role.MEMBER
        Membership.enter(
            other.person,
            room,
            by=membership.person,
            role=role,
            hat=other.hat,
            until=other.until,
            on_behalf_of_id=other.on_behalf_of_id,
        )
    return mine
