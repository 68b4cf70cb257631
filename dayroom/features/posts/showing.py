"""What the posts of a page need besides themselves, found once: addresses, names, and what hangs on the posts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from dayroom.features.posts.attachments import load_files
from dayroom.features.posts.citing import Cited, load_citations
from dayroom.features.posts.drawing import Button, Drawing
from dayroom.features.posts.reading import Post, reactions_in
from dayroom.kernel.files.models import File
from dayroom.kernel.rooms.access import may
from dayroom.kernel.rooms.models import Membership, Reaction, Room
from dayroom.web.addresses import url
from dayroom.web.jinja import environment
from dayroom.web.seams import EntryKind, seams
from dayroom.web.surroundings import PageRequest

ICONS = {
    Reaction.Kind.THANKS: "hand-heart",
    Reaction.Kind.SAME: "users-round",
    Reaction.Kind.SEEN: "eye",
    Reaction.Kind.WILL_DO: "clock",
    Reaction.Kind.DONE: "check",
}


@dataclass(frozen=True)
class Showing:
    room: str
    language: str
    may_write: bool
    may_react: bool
    may_moderate: bool
    is_sealed: bool
    buttons: list[Button]
    draw: Drawing
    kinds: Mapping[str, EntryKind]
    details: Mapping[UUID, object]
    citations: Mapping[UUID, Cited]
    files: Mapping[UUID, list[File]]

    def replies(self, posts: Sequence[Post], first_new: UUID | None = None) -> Markup:
        """The rows of a thread. Plain replies do without the template: as a macro each, fifty of them took 4 ms."""
        inside = environment().get_template("posts/parts.html").module.reply_inside  # type: ignore[attr-defined]
        new = str(first_new)
        heads = ("" if post.head_id == post.id else str(post.head_id) for post in posts)
        return Markup("".join(self._row(*row, inside, new) for row in zip(posts, heads, strict=True)))  # noqa: S704

    def _row(self, post: Post, head: str, inside: Callable[[Post, "Showing"], str], new: str) -> str:
        draw = self.draw
        drawn = draw.plain(post) if post.is_plain else inside(post, self)
        below = ""
        if not head:
            # Also when it is empty: the place where an open page puts what comes.
            nested = "".join(self._row(answer, post.key, inside, new) for answer in post.replies)
            below = f'<ol class="replies" aria-label="{draw.replies_to(post)}" data-replies="{post.key}">{nested}</ol>'
        marked = draw.new_mark if post.key == new else ""
        ids = f'id="e-{post.key}" data-entry="{post.key}" data-parent="{head or post.key}"'
        return f'{marked}<li class="post" {ids}>{drawn}{below}</li>'


def showing(request: PageRequest, membership: Membership, posts: Sequence[Post]) -> Showing:
    room, language = membership.room, request.look.language
    address = url("room", room.id).rstrip("/")
    readable = [post for post in posts if post.is_shown]
    is_open = room.state == Room.State.OPEN
    may_write, may_react = is_open and may(membership, "write"), is_open and may(membership, "react")
    buttons = [Button(kind, str(Reaction.Kind(kind).label), ICONS[Reaction.Kind(kind)]) for kind in reactions_in(room)]
    return Showing(
        room=address,
        language=language,
        may_write=may_write,
        may_react=may_react,
        may_moderate=may(membership, "moderate"),
        is_sealed=room.naming == Room.Naming.SEALED,
        buttons=buttons,
        draw=Drawing(language=language, room=address, buttons=buttons, may_react=may_react, may_write=may_write),
        kinds=seams.kinds,
        details=seams.details_of(readable, request),
        citations=load_citations(readable),
        files=load_files(readable),
    )
