"""The people of a room in words, as its naming lets the reader know them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dayroom.kernel.people.models import Hat
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.models.room import RoomPerson
from dayroom.web.lintel import Words

CHECKED = 2  # R61: a register match or better


@dataclass(frozen=True)
class Listed:
    membership_id: UUID
    name: str
    role: Words
    about: Words
    is_pen: bool
    is_me: bool
    is_checked: bool
    works_for_company: bool
    since: datetime


def people_of(room: Room) -> list[Listed]:
    return [listed(person) for person in room.people()]


def listed(person: RoomPerson) -> Listed:
    is_member = person.role == Membership.Role.MEMBER
    return Listed(
        membership_id=person.membership_id,
        name=person.name,
        role="" if is_member else Membership.Role(person.role).label,
        about=person.line or (Hat.Kind(person.hat).label if person.hat else ""),
        is_pen=person.person_id is None,
        is_me=person.is_me,
        is_checked=person.hat == Hat.Kind.CLINICIAN and person.level >= CHECKED,
        works_for_company=person.hat == Hat.Kind.COMPANY,
        since=person.since,
    )
