from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from dayroom.features.lobby.forms import TurnDownForm
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Ask, Membership
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.errors import sorry
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page


@in_room("admit")
@require_safe
def asks(request: Visit, membership: Membership) -> HttpResponse:
    return asks_page(request, membership)


@in_room("admit")
@require_POST
def let_in(request: Visit, membership: Membership, ask_id: UUID) -> HttpResponse:
    try:
        find_ask(membership, ask_id).let_in(by=membership.person)
    except NotAllowed as refused:
        return sorry(request, refused.sentence, status=422)
    return redirect("room_asks", membership.room_id)


@in_room("admit")
@require_POST
def turn_down(request: Visit, membership: Membership, ask_id: UUID) -> HttpResponse:
    ask, form = find_ask(membership, ask_id), TurnDownForm(request.POST, prefix=str(ask_id))
    if not form.is_valid():
        return asks_page(request, membership, refused=form, status=422)
    ask.turn_down(by=membership.person, answer=form.cleaned_data["reason"])
    return redirect("room_asks", membership.room_id)


def find_ask(membership: Membership, ask_id: UUID) -> Ask:
    ask = get_object_or_404(Ask.objects.waiting().select_related("person", "hat"), id=ask_id, room=membership.room)
    ask.room = membership.room
    return ask


def asks_page(
    request: Visit, membership: Membership, *, refused: TurnDownForm | None = None, status: int = 200
) -> HttpResponse:
    waiting = list(Ask.objects.waiting().filter(room=membership.room).order_by("id")[:100])
    forms = {ask.id: TurnDownForm(prefix=str(ask.id)) for ask in waiting}
    if refused:
        forms[UUID(str(refused.prefix))] = refused
    context = {
        "lintel": room_lintel(membership, back=url("room_people", membership.room_id)),
        "room": membership.room,
        "asks": waiting,
        "forms": forms,
        "refused": refused,
    }
    return page(request, "lobby/asks.html", context, status=status)
