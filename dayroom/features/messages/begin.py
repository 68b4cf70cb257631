"""A private conversation begins with its first words, and with everybody who will ever be in it."""

from collections.abc import Sequence

from django.db import transaction

from dayroom.features.messages.conversations import same_people
from dayroom.features.messages.reach import hat_of
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.access import find_membership
from dayroom.kernel.rooms.models import Membership, Room

MOST_PEOPLE = 12


@transaction.atomic
def begin(person: Person, *, others: Sequence[Person], hat: Hat | None, title: str = "") -> Membership:
    """The starter's membership: in the conversation these people already have, or in a new one.

    The starter is host for this transaction only, for somebody has to let the others in. After it nobody can.
    """
    assert 0 < len(others) < MOST_PEOPLE
    there = None if title else same_people([person.id, *(other.id for other in others)])
    if there:
        return find_membership(there, person)
    room = Room.found(kind=Room.Kind.CONVERSATION, title=title, founder=person)
    room.save(force_insert=True)
    mine = Membership.enter(person, room, role=Membership.Role.HOST, hat=hat)
    for other in others:
        Membership.enter(other, room, by=person, hat=hat_of(other))
    mine.change_role(Membership.Role.MEMBER, by=person)
    return mine
