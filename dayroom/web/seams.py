"""Where a feature joins the product: each list is filled by the apps' `joins.py` and read by the pages of the frame.

`joins.py` is imported once all records are known, so it may name its app's own. A new capability is one folder that
registers here; no page elsewhere names it (docs/adding-a-feature.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from dayroom.web.kinds import LOOKS

# Apps register while they are being loaded, before there are records.
if TYPE_CHECKING:
    from dayroom.kernel.people.visit import Visit
    from dayroom.kernel.rooms.feed import RoomNews
    from dayroom.kernel.rooms.models import Entry, Membership, Room

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page of a room. `route` takes `room_id`; `verb` is what the reader must be allowed to do there."""

    key: str
    title: Words
    route: str
    order: int
    kinds: frozenset[str] = frozenset(LOOKS)
    verb: str = "read"


class Listed(Protocol):
    """What a list knows of each entry in it: a record and a lighter row alike."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class EntryKind:
    """How entries of one kind look inside a post.

    `template` gets `entry` and `detail`; `load` fetches all details in one query.
    """

    key: str
    name: Words
    template: str = ""
    load: Callable[[Sequence[Listed], Visit], Mapping[UUID, object]] = lambda entries, visit: {}


class PartForm(Protocol):
    """What came in for one part of the composer.

    `is_empty` parts are not saved; `kind` names the entry's kind if the part decides it.
    `problems` are ids of fields with the sentence at each, for the summary over the page.
    """

    kind: str

    def is_empty(self) -> bool: ...
    def is_valid(self) -> bool: ...
    def problems(self) -> list[tuple[str, str]]: ...
    def save(self, entry: Entry, membership: Membership) -> None: ...


@dataclass(frozen=True, kw_only=True)
class ComposerPart:
    """Something one can add to words: pictures and files, a poll, a citation.

    The template gets `part` (the form) and `membership`.
    """

    key: str
    template: str
    form: Callable[[QueryDict | None, MultiValueDict[str, Any] | None, Membership], PartForm]
    order: int
    kinds: frozenset[str] = frozenset(LOOKS)
    replies: bool = True


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    """One line of "what needs me" on Home.

    Every page counts them: make them of the page's own RoomNews where that is enough.
    """

    sentence: Words
    detail: Words
    href: str
    data_room: str
    icon: str
    button: Words = ""


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """A page for people with a job on the site. `counts` says how many things wait there."""

    name: Words
    route: str
    icon: str
    order: int
    shown: Callable[[Visit], bool]


@dataclass
class Seams:
    tabs: list[Tab] = field(default_factory=list)
    kinds: dict[str, EntryKind] = field(default_factory=dict)
    parts: list[ComposerPart] = field(default_factory=list)
    needs: list[Callable[[Visit, Sequence[RoomNews]], list[NeedLine]]] = field(default_factory=list)
    desks: list[DeskPage] = field(default_factory=list)

    def tabs_of(self, room: Room) -> list[Tab]:
        return sorted((tab for tab in self.tabs if room.kind in tab.kinds), key=lambda tab: tab.order)

    def parts_of(self, room: Room, *, reply: bool) -> list[ComposerPart]:
        fitting = (part for part in self.parts if room.kind in part.kinds and (part.replies or not reply))
        return sorted(fitting, key=lambda part: part.order)

    def details_of(self, entries: Sequence[Listed], visit: Visit) -> dict[UUID, object]:
        """The detail rows of a list of entries: one query for each kind that occurs in it."""
        found: dict[UUID, object] = {}
        for key in {entry.kind for entry in entries}:
            mine = [entry for entry in entries if entry.kind == key]
            found |= self.kinds[key].load(mine, visit)
        return found


seams = Seams()
