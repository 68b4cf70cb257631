"""What stands round every page: the places of the rail and the bar, with the counts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class FrameRoom:
    id: UUID
    name: str
    href: str
    data_room: str
    icon: str
    new_count: int = 0


@dataclass(frozen=True, kw_only=True)
class DeskPlace:
    name: str
    href: str
    icon: str = "key-round"


@dataclass(frozen=True, kw_only=True)
class Frame:
    needs_count: int = 0
    messages_count: int = 0
    my_rooms: Sequence[FrameRoom] = ()
    desk: Sequence[DeskPlace] = ()
