from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayroom.features.polls.forms import VoteForm
from dayroom.features.polls.models import Poll
from dayroom.features.polls.showing import load_polls
from dayroom.features.posts.showing import showing
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership
from dayroom.web.addresses import url
from dayroom.web.errors import sorry
from dayroom.web.pages import page, wants_part
from dayroom.web.surroundings import PageRequest


@in_room("react")
@require_POST
def vote(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(membership.entries().published(), id=entry_id)
    poll = get_object_or_404(Poll.objects.select_related("entry"), entry=entry)
    form = VoteForm(request.POST, poll=poll)
    if not form.is_valid():
        return sorry(request, _("Choose one of the answers first, then vote."), status=422)
    poll.vote(form.cleaned_data["option"], by=membership)
    if not wants_part(request):
        return redirect(f"{url('thread', entry.room_id, entry.root_id)}#poll-{entry.id}")
    context = {"detail": load_polls([entry], request)[entry.id], "s": showing(request, membership, [])}
    return page(request, "polls/poll.html", context)
