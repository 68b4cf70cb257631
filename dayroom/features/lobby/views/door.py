"""The door of a room: what it is, who looks after it, what it asks for; coming in, asking, taking the question back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from dayroom.features.lobby.conditions import conditions_of
from dayroom.features.lobby.forms import AskForm, EnterForm
from dayroom.features.lobby.policies import policies_of
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import at_door, find_membership, may
from dayroom.kernel.rooms.models import Ask, Membership, Room
from dayroom.kernel.rooms.models.admission import walk_in
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.kinds import look_of
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel, room_lintel, sponsor_of
from dayroom.web.pages import page
from dayroom.web.tabs import room_tabs


@at_door
@require_safe
def door(request: Visit, room: Room) -> HttpResponse:
    return door_page(request, room, form=form_for(request, room))


@at_door
@require_POST
@limited("ask", times=20, seconds=3600)
def ask(request: Visit, room: Room) -> HttpResponse:
    form = AskForm(request.POST, visit=request, naming=room.naming)
    if not form.is_valid():
        return door_page(request, room, form=form, status=422)
    try:
        Ask.make(room, person=form.person, message=form.cleaned_data["message"], **form.entrance)
    except NotAllowed as refused:
        form.add_error(None, str(refused.sentence))
        return door_page(request, room, form=form, status=422)
    return redirect("room_door", room.id)


@at_door
@require_POST
@limited("enter", times=60, seconds=3600)
def enter(request: Visit, room: Room) -> HttpResponse:
    form = EnterForm(request.POST, visit=request, naming=room.naming)
    if not form.is_valid():
        return door_page(request, room, form=form, status=422)
    try:
        walk_in(room, person=form.person, **form.entrance)
    except NotAllowed as refused:
        form.add_error(None, str(refused.sentence))
        return door_page(request, room, form=form, status=422)
    return redirect("room", room.id)


@at_door
@require_POST
def take_back(request: Visit, room: Room) -> HttpResponse:
    get_object_or_404(Ask.objects.waiting().filter(person=request.person), room=room).take_back()
    return redirect("room_door", room.id)


def door_page(request: Visit, room: Room, *, form: EnterForm | None, status: int = 200) -> HttpResponse:
    membership = membership_in(room, request)
    is_in = membership is not None and not membership.is_visitor
    missing = room.missing_for_me() if request.person and not is_in else []
    context = {
        "lintel": room_lintel(membership, back=url("rooms"), is_heading=True)
        if membership
        else at_the_door(request, room),
        "room": room,
        "is_in": is_in,
        "settles": membership is not None and may(membership, "settle"),
        "admits": membership is not None and may(membership, "admit"),
        "tabs": room_tabs(membership, current="about") if membership else [],
        "hosts": room.hosts(),
        "policies": policies_of(room),
        "conditions": conditions_of(room, missing=missing),
        "missing": missing,
        "ask": newest_ask(room, request),
        "form": form,
    }
    return page(request, "lobby/door.html", context, status=status)


def form_for(request: Visit, room: Room) -> EnterForm | None:
    kinds = {Room.Door.ASK: AskForm, Room.Door.OPEN: EnterForm}
    if request.person is None or room.state == Room.State.ARCHIVED or room.door not in kinds:
        return None
    return kinds[Room.Door(room.door)](visit=request, naming=room.naming)


def membership_in(room: Room, request: Visit) -> Membership | None:
    """Also a visitor's, in a public room; at a closed door there is none."""
    mine = Membership.objects.live().of(request.person).filter(room=room).exists() if request.person else False
    return find_membership(room.id, request.person) if mine or room.sight == Room.Sight.PUBLIC else None


def newest_ask(room: Room, request: Visit) -> Ask | None:
    return Ask.objects.filter(room=room, person=request.person).order_by("-id").first() if request.person else None


def at_the_door(request: Visit, room: Room) -> Lintel:
    assert request.person is not None
    look = look_of(room.kind)
    return Lintel(
        title=str(room),
        kind_line=look.name,
        data_room=look.data_room,
        icon=look.icon,
        back=url("rooms"),
        me_label=request.person.name,
        place="rooms",
        sponsor=sponsor_of(room),
    )
