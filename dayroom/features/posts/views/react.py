from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from dayroom.features.posts.reading import reactions_in, read_post
from dayroom.features.posts.showing import showing
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership, Reaction
from dayroom.web.addresses import url
from dayroom.web.pages import part, wants_part
from dayroom.web.surroundings import PageRequest


@in_room("react")
@require_POST
def react(request: PageRequest, membership: Membership, entry_id: UUID, kind: str) -> HttpResponse:
    entry = get_object_or_404(membership.entries().published(), id=entry_id)
    if kind not in reactions_in(membership.room):
        raise Http404
    Reaction.toggle(entry, by=membership, kind=kind)
    if not wants_part(request):
        return redirect(f"{url('thread', entry.room_id, entry.root_id)}#e-{entry.id}")
    post = read_post(membership, entry_id=entry.id)
    return part(request, "posts/part.html", "acts", {"post": post, "s": showing(request, membership, [])})
