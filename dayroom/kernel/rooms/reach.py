"""Whom one may find and write to: people who let themselves be found, and people one shares a room with under
real names.
"""

from django.db.models import Exists, OuterRef, Q

from dayroom.kernel.people.models import Person
from dayroom.kernel.people.models.person import PersonQuerySet
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.models.room import RoomQuerySet


def reachable(person: Person) -> PersonQuerySet:
    met = Membership.objects.live().filter(person=OuterRef("id"), room__in=rooms_of_real_names())
    people: PersonQuerySet = Person.objects.active()
    return people.exclude(id=person.id).filter(Q(findable=True) | Exists(met))


def nearest(person: Person, *, up_to: int) -> PersonQuerySet:
    """People of rooms so small that everybody in them knows the others."""
    small = rooms_of_real_names().filter(people_count__lte=up_to)
    return reachable(person).filter(id__in=Membership.objects.live().filter(room__in=small).values("person_id"))


def rooms_of_real_names() -> RoomQuerySet:
    return Room.objects.mine().filter(naming=Room.Naming.REAL)
