"""Starting a room: who may start which kind, and the one transaction in which it gets its first host."""

from dataclasses import dataclass, field

from django.db import transaction

from dayroom.kernel.people.models import Credential, Hat, Organisation, Person
from dayroom.kernel.people.sessions import WornHat
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.models import Membership, Room

FOR_ANYBODY = (Room.Kind.CIRCLE, Room.Kind.COMMUNITY, Room.Kind.COMMONS, Room.Kind.COLUMN)
CHECKED = 2  # R61: a register match or better
# What the founder decides; the rest of the kind is as its defaults say.
NAMINGS = {
    Room.Kind.COMMUNITY: (Room.Naming.PEN, Room.Naming.REAL, Room.Naming.SEALED),
    Room.Kind.PROFESSIONAL: (Room.Naming.SEALED, Room.Naming.PEN, Room.Naming.REAL),
}
DOORS = {Room.Kind.CIRCLE: (Room.Door.INVITED,)}
LISTINGS = {Room.Kind.CIRCLE: (Room.Listing.NOBODY,)}


@dataclass(frozen=True)
class Plan:
    kind: str
    title: str
    policy: dict[str, object] = field(default_factory=dict)


def kinds_for(visit: Visit) -> list[Room.Kind]:
    assert visit.person is not None
    kinds = list(FOR_ANYBODY)
    if wears(visit.worn, Hat.Kind.CLINICIAN) and has_checked_licence(visit.person):
        kinds.append(Room.Kind.PROFESSIONAL)
    if visit.person.officer or wears(visit.worn, Hat.Kind.COMPANY):
        kinds.append(Room.Kind.CHANNEL)
    return kinds


def organisations_for(visit: Visit) -> list[Organisation]:
    """An officer opens a channel for any company; a company's own people for theirs."""
    assert visit.person is not None
    companies = Organisation.objects.filter(kind=Organisation.Kind.COMPANY).order_by("name")
    if visit.person.officer:
        return list(companies)
    return list(
        companies.filter(hats__person=visit.person, hats__put_down_at=None, hats__kind=Hat.Kind.COMPANY).distinct()
    )


def wears(worn: list[WornHat], kind: str) -> bool:
    return any(hat.kind == kind for hat in worn)


def has_checked_licence(person: Person) -> bool:
    licences = person.credentials.live().filter(kind=Credential.Kind.PROFESSION, level__gte=CHECKED)
    return any(licence.is_live for licence in licences)


@transaction.atomic
def found(plan: Plan, *, by: Person, hat: Hat | None, pen_name: str, pen_line: str) -> Membership:
    room = Room.found(kind=plan.kind, title=plan.title, founder=by, **plan.policy)
    room.save(force_insert=True)
    room.record("room.found", by=by, kind=plan.kind)
    host = Membership.Role.HOST
    return Membership.enter(by, room, role=host, hat=hat, pen_name=pen_name, pen_line=pen_line, reason="founder")
