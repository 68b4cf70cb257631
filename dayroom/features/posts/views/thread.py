import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dayroom.features.posts.composer import Composer
from dayroom.features.posts.drafts import Kept
from dayroom.features.posts.finding import find_entry
from dayroom.features.posts.lintels import lintel_of
from dayroom.features.posts.models import Reading
from dayroom.features.posts.reading import Thread, read_post, read_thread
from dayroom.features.posts.showing import Showing, showing
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.web.addresses import url
from dayroom.web.cursors import cursor_from
from dayroom.web.pages import page, part
from dayroom.web.surroundings import PageRequest


@in_room("read")
@require_safe
def thread(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    if membership.room.kind == Room.Kind.CONVERSATION:
        return redirect("conversation", membership.room_id)
    shown = read_thread(membership, thread_id=entry_id, before=cursor_from(request))
    if shown is None:
        return to_its_thread(membership, entry_id)
    around = showing(request, membership, shown.posts)
    context = {
        "lintel": lintel_of(membership),
        "thread": shown,
        "root": shown.root,
        "s": around,
        "membership": membership,
        "composer": composer_under(membership, shown, around),
        "posted": request.GET.get("posted", ""),
    }
    response = page(request, "posts/thread.html", context)
    note_read(membership, shown)
    return response


def to_its_thread(membership: Membership, entry_id: UUID) -> HttpResponse:
    """A link to one answer leads to its place in the thread."""
    entry = find_entry(membership, entry_id)
    if entry.thread_id is None:
        raise Http404
    return redirect(f"{url('thread', membership.room_id, entry.thread_id)}#e-{entry.id}")


def composer_under(membership: Membership, shown: Thread, around: Showing) -> Composer | None:
    if not around.may_write or not shown.root.is_shown or shown.root.state == "held":
        return None
    kept = Kept(*json.loads(shown.root.draft)) if shown.root.draft else None
    return Composer(membership, parent=shown.root, kept=kept, known_as=sealed_name(shown))


def sealed_name(shown: Thread) -> str:
    return next((post.name for post in shown.posts if post.is_mine and post.naming == Room.Naming.SEALED), "")


def note_read(membership: Membership, shown: Thread) -> None:
    read_up_to = shown.root.read_up_to
    if not membership.is_visitor and (read_up_to is None or read_up_to < shown.newest_id):
        Reading.move(membership, thread_id=shown.root.id, up_to=shown.newest_id)


@in_room("read")
@require_safe
def entry_part(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    """One entry as its thread shows it, for a page that is already open."""
    post = read_post(membership, entry_id=entry_id)
    if post is None:
        raise Http404
    block = "first" if post.thread_id is None else "reply"
    return part(request, "posts/part.html", block, {"post": post, "s": showing(request, membership, [post])})
