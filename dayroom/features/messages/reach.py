from collections.abc import Iterable
from uuid import UUID

from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.reach import nearest, reachable

# In rooms up to this size people know each other; only their people are offered without asking for a name.
SMALL_ROOM = 30
OFFERED = 20


def offered(person: Person, *, words: str, chosen: Iterable[UUID]) -> list[Person]:
    """The people of the form's list: the chosen ones, then those the words find; without words, the nearest."""
    picked = list(reachable(person).filter(id__in=chosen).order_by("name"))
    found = reachable(person).named_like(words) if words else nearest(person, up_to=SMALL_ROOM)
    return picked + list(found.exclude(id__in=[one.id for one in picked]).order_by("name")[:OFFERED])


def people_with(person: Person, room_id: UUID | None) -> list[UUID]:
    """The others of one of my conversations, to go on with in a new one."""
    if room_id is None:
        return []
    mine = Room.objects.mine().filter(id=room_id, kind=Room.Kind.CONVERSATION, naming=Room.Naming.REAL)
    return list(
        Membership.objects.live().filter(room__in=mine).exclude(person=person).values_list("person_id", flat=True)
    )


def hat_of(person: Person) -> Hat | None:
    """The hat somebody wears who was written to. Who works for a company wears that one (R8)."""
    worn = list(person.hats.worn().select_related("organisation").order_by("id"))
    company = [hat for hat in worn if hat.kind == Hat.Kind.COMPANY]
    return next(iter(company or worn), None)
