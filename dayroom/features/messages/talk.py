"""One conversation as its page shows it: the newest words at the bottom, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.features.messages.conversations import names
from dayroom.kernel.people.models import Person
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.models import Entry, Membership, Reaction, Room
from dayroom.web.addresses import url
from dayroom.web.lintel import Lintel, room_lintel
from dayroom.web.seams import EntryKind, seams
from dayroom.web.times import clock, day_in_words

A_PAGE = 40
CHIP = 24  # characters: both chips of the lintel share one line on a phone


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `day` is set on the first of a day; `seen_by` only on one's own."""

    entry: Entry
    kind: EntryKind
    detail: object
    day: str
    is_mine: bool
    is_seen: bool
    seen_by: str

    @property
    def clock(self) -> Markup:
        return clock(self.entry.created_at)


@dataclass(frozen=True, slots=True)
class Talk:
    said: list[Said]
    older: UUID | None
    others: list[str]
    left: list[str]

    @property
    def is_alone(self) -> bool:
        return not self.others

    @property
    def names(self) -> str:
        return names(self.others)


def talk(membership: Membership, *, visit: Visit, before: UUID | None = None) -> Talk:
    entries = list(membership.entries().shown().with_author().before(before).order_by("-id")[: A_PAGE + 1])
    shown = list(reversed(entries[:A_PAGE]))
    others = [one.name for one in membership.room.people() if not one.is_me]
    return Talk(
        said=said(shown, membership=membership, visit=visit),
        older=shown[0].id if len(entries) > A_PAGE else None,
        others=others,
        left=who_left(membership.room, others=others),
    )


def just_after(membership: Membership, entry_id: UUID) -> UUID | None:
    """Where a page must end to show this message in its middle; None where that is the newest page."""
    return membership.entries().shown().after(entry_id).order_by("id").values_list("id", flat=True)[A_PAGE // 2 : A_PAGE // 2 + 1].first()


def said(entries: Sequence[Entry], *, membership: Membership, visit: Visit) -> list[Said]:
    details, seen = seams.details_of(entries, visit), seen_by(entries)
    lines, day = [], None
    for entry in entries:
        on = timezone.localtime(entry.created_at).date()
        readers = seen.get(entry.id, [])
        lines.append(
            Said(
                entry=entry, kind=seams.kinds[entry.kind], detail=details.get(entry.id),
                day="" if on == day else day_of(on), is_mine=entry.is_mine,  # type: ignore[attr-defined]
                is_seen=any(one.id == membership.person_id for one in readers),
                seen_by=names([one.name for one in readers if one.id != membership.person_id]) if readers else "",
            )
        )
        day = on
    return lines


def seen_by(entries: Sequence[Entry]) -> dict[UUID, list[Person]]:
    """Who said "seen". The database shows these rows only among real names; under pen names one sees one's own."""
    found: dict[UUID, list[Person]] = {}
    rows = Reaction.objects.filter(entry__in=[entry.id for entry in entries], kind=Reaction.Kind.SEEN)
    for row in rows.select_related("person").order_by("at"):
        found.setdefault(row.entry_id, []).append(row.person)
    return found


def who_left(room: Room, *, others: Sequence[str]) -> list[str]:
    """Among real names the room knows who went; a pen name just falls silent."""
    gone = Membership.objects.filter(room=room, ended_at__isnull=False).select_related("person").order_by("ended_at")
    return [one for one in dict.fromkeys(row.person.name for row in gone) if one not in others]


def day_of(day: date) -> str:
    today = timezone.localdate()
    return {0: _("Today"), 1: _("Yesterday")}.get((today - day).days) or day_in_words(day, today=today)


def conversation_lintel(membership: Membership, *, others: list[str]) -> Lintel:
    people = _("You and %(names)s") % {"names": names(others)} if others else _("Only you")
    lintel = room_lintel(membership, back=url("messages"), is_heading=True)
    return replace(
        lintel,
        title=membership.room.title or names(others),
        href=url("conversation", membership.room_id),
        who_label=people if len(people) <= CHIP else lintel.who_label,
    )
