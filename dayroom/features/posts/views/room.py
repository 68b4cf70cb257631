from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dayroom.features.posts.drawing import Drawing
from dayroom.features.posts.lintels import lintel_of
from dayroom.features.posts.talk import read_talk, read_topic, see_all
from dayroom.kernel.rooms.access import in_room, may
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.models.entry import refuse_to_write
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.cursors import cursor_from
from dayroom.web.pages import page, part
from dayroom.web.seams import EntryKind, seams
from dayroom.web.surroundings import PageRequest
from dayroom.web.tabs import room_tabs

NOTIFY = {
    Membership.Notify.ALL.value: _("Everything new in this room."),
    Membership.Notify.REPLIES.value: _("Replies to you. Nothing else from this room."),
    Membership.Notify.NOTHING.value: _("Nothing from this room."),
}


@in_room("read")
@require_safe
def room(request: PageRequest, membership: Membership) -> HttpResponse:
    here = membership.room
    if here.kind == Room.Kind.CONVERSATION:
        return redirect("conversation", here.id)
    if here.is_side_room:
        return redirect("room", here.parent_id)
    before = cursor_from(request)
    talk = read_talk(membership, before=before)
    context = {
        "room": here,
        "around": around(request),
        "lintel": lintel_of(membership, is_heading=True),
        "tabs": room_tabs(membership, current="talk"),
        "talk": talk,
        "before": before,
        "hosts": here.hosts(),
        "notify": NOTIFY.get(membership.notify),
        "held": count_held(membership),
        "may_start": may_start(membership),
    }
    response = page(request, "posts/room.html", context)
    note_seen(membership, before=before, newest=talk.topics[0].newest_id if talk.topics else None)
    return response


@in_room("read")
@require_safe
def topic_part(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    """One line of the Talk list, for a page that is already open."""
    topic = read_topic(membership, thread_id=entry_id)
    if topic is None:
        raise Http404
    return part(request, "posts/part.html", "topic", {"topic": topic, "around": around(request)})


@dataclass(frozen=True)
class Around:
    """What every line of the list needs besides itself."""

    rooms: str
    language: str
    draw: Drawing
    kinds: Mapping[str, EntryKind]


def around(request: PageRequest) -> Around:
    language = request.look.language
    return Around(url("rooms").rstrip("/"), language, Drawing(language=language), seams.kinds)


def may_start(membership: Membership) -> bool:
    try:
        refuse_to_write(membership, None)
    except NotAllowed:
        return False
    return True


def count_held(membership: Membership) -> int:
    return membership.entries().held().count() if may(membership, "moderate") else 0


def note_seen(membership: Membership, *, before: UUID | None, newest: UUID | None) -> None:
    """Who has looked at the list has seen that there is something new; each thread keeps its own mark (`Reading`)."""
    if membership.is_visitor or before or newest is None:
        return
    if membership.seen_up_to is None or membership.seen_up_to < newest:
        see_all(membership, newest)
