"""What every post of a page needs besides itself, found once: addresses, names of things, and what hangs on the posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from dayroom.features.posts.citing import Cited, load_citations
from dayroom.features.posts.reading import Post, reactions_in
from dayroom.kernel.people.models import Hat
from dayroom.kernel.rooms.access import may
from dayroom.kernel.rooms.models import Entry, Membership, Reaction, Room
from dayroom.web.addresses import url
from dayroom.web.seams import EntryKind, seams
from dayroom.web.surroundings import PageRequest

ICONS = {
    Reaction.Kind.THANKS: "hand-heart", Reaction.Kind.SAME: "users-round", Reaction.Kind.SEEN: "eye", Reaction.Kind.WILL_DO: "clock",
    Reaction.Kind.DONE: "check",
}


@dataclass(frozen=True)
class Button:
    kind: str
    words: str
    icon: str


@dataclass(frozen=True)
class Showing:
    room: str
    language: str
    may_write: bool
    may_react: bool
    may_moderate: bool
    is_sealed: bool
    buttons: list[Button]
    hats: dict[str, str]
    kinds: Mapping[str, EntryKind]
    details: Mapping[UUID, object]
    citations: Mapping[UUID, Cited]


def showing(request: PageRequest, membership: Membership, posts: Sequence[Post]) -> Showing:
    room = membership.room
    readable = [post for post in posts if post.is_shown]
    is_open = room.state == Room.State.OPEN
    return Showing(
        room=url("room", room.id).rstrip("/"),
        language=request.look.language,
        may_write=is_open and may(membership, "write"),
        may_react=is_open and may(membership, "react"),
        may_moderate=may(membership, "moderate"),
        is_sealed=room.naming == Room.Naming.SEALED,
        buttons=[Button(kind, str(Reaction.Kind(kind).label), ICONS[Reaction.Kind(kind)]) for kind in reactions_in(room)],
        hats={kind: str(words) for kind, words in Hat.Kind.choices},
        kinds=seams.kinds,
        details=seams.details_of(readable, request),
        citations=load_citations(readable),
    )


def count_of(entry: Post | Entry, kind: str) -> int | None:
    """Only what is counted aloud; the silent answers say who, not how many."""
    return {Reaction.Kind.THANKS: entry.thanks_count, Reaction.Kind.SAME: entry.same_count}.get(Reaction.Kind(kind))
