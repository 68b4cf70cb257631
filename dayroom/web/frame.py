"""What stands round every page: the places of the rail and the bar, with the counts beside them, from one statement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from uuid import UUID

from markupsafe import Markup

from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.feed import RoomNews
from dayroom.web.addresses import url
from dayroom.web.kinds import LOOKS
from dayroom.web.seams import DeskPage, NeedLine, seams

ROOMS_IN_RAIL = 12
HERE = ' aria-current="true"'


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameRoom:
    id: UUID
    name: str
    href: str
    data_room: str
    icon: str
    new_count: int = 0

    def drawn(self, *, is_here: bool, icon: Markup, new: str) -> Markup:
        """A row of the rail, in Python because every page has a dozen."""
        return Markup(  # noqa: S704, the room's name is escaped
            f'<li><a href="{self.href}" data-room="{self.data_room}"{HERE if is_here else ""}>'
            f'<span class="arch sm">{icon}</span><span dir="auto">{escape(self.name)}</span>'
            f' <span class="dot" data-count="room-{self.id}"{"" if self.new_count else " hidden"}>'
            f'<span class="n">{self.new_count}</span><span class="vh"> {new}</span></span></a></li>'
        )


class Frame:
    """Built from the page's one statement about rooms; a stranger's is empty."""

    def __init__(self, visit: Visit, rooms: Sequence[RoomNews]) -> None:
        self.visit = visit
        self.rooms = rooms

    @cached_property
    def needs(self) -> list[NeedLine]:
        return [line for need in seams.needs for line in need(self.visit, self.rooms)] if self.visit.person else []

    @property
    def needs_count(self) -> int:
        return len(self.needs)

    @property
    def messages_count(self) -> int:
        return sum(1 for room in self.rooms if room.kind == "conversation" and room.unread)

    @cached_property
    def new_counts(self) -> Counter[UUID]:
        """Unread by room as it is listed: what is new in a part of a circle counts with the circle."""
        counts: Counter[UUID] = Counter()
        for room in self.rooms:
            if room.unread:
                counts[listed_id(room)] += room.unread
        return counts

    @cached_property
    def my_rooms(self) -> list[FrameRoom]:
        listed = [room for room in self.rooms if room.kind != "conversation" and not is_part(room)]
        return [
            FrameRoom(
                id=room.room_id,
                name=room.title,
                href=url("room", room.room_id),
                data_room=LOOKS[room.kind].data_room,
                icon=LOOKS[room.kind].icon,
                new_count=self.new_counts[room.room_id],
            )
            for room in listed[:ROOMS_IN_RAIL]
        ]

    @cached_property
    def desk(self) -> list[DeskPage]:
        return sorted((desk for desk in seams.desks if desk.shown(self.visit)), key=lambda desk: desk.order)


def is_part(room: RoomNews) -> bool:
    """A part of a circle is listed with the circle."""
    return room.kind == "circle" and room.parent_id is not None


def listed_id(room: RoomNews) -> UUID:
    return room.parent_id if room.kind == "circle" and room.parent_id else room.room_id


def frame_for(visit: Visit, rooms: Sequence[RoomNews]) -> Frame:
    return Frame(visit, rooms)
