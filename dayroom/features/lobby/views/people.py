"""Who is in a room, and what hosts may change about it; leaving."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dayroom.features.lobby.forms import RemoveForm, RoleForm, UntilForm
from dayroom.features.lobby.people import people_of
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import in_room, may
from dayroom.kernel.rooms.models import Membership
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.errors import sorry
from dayroom.web.limits import limited
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page
from dayroom.web.tabs import room_tabs


@in_room("meet")
@require_safe
@limited("directory", times=120, seconds=600)
def people(request: Visit, membership: Membership) -> HttpResponse:
    room = membership.room
    context = {
        "lintel": room_lintel(membership, back=url("rooms"), is_heading=True),
        "room": room,
        "tabs": room_tabs(membership, current="people"),
        "people": people_of(room),
        "admits": may(membership, "admit"),
        "settles": may(membership, "settle"),
    }
    return page(request, "lobby/people.html", context)


@in_room("admit")
@require_GET
def person(request: Visit, membership: Membership, membership_id: UUID) -> HttpResponse:
    return person_page(request, membership, find_other(membership, membership_id))


@in_room("settle")
@require_POST
def role(request: Visit, membership: Membership, membership_id: UUID) -> HttpResponse:
    other = find_other(membership, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return person_page(request, membership, other, role_form=form, status=422)
    other.change_role(form.cleaned_data["role"], by=membership.person)
    return redirect("room_people", membership.room_id)


@in_room("settle")
@require_POST
def until(request: Visit, membership: Membership, membership_id: UUID) -> HttpResponse:
    other = find_other(membership, membership_id)
    form = UntilForm(request.POST, other=other)
    if not form.is_valid():
        return person_page(request, membership, other, until_form=form, status=422)
    other.shorten(form.cleaned_data["until"], by=membership.person)
    return redirect("room_people", membership.room_id)


@in_room("admit")
@require_POST
def remove(request: Visit, membership: Membership, membership_id: UUID) -> HttpResponse:
    other = find_other(membership, membership_id)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return person_page(request, membership, other, remove_form=form, status=422)
    other.end(reason=form.cleaned_data["reason"], by=membership.person)
    return redirect("room_people", membership.room_id)


def find_other(membership: Membership, membership_id: UUID) -> Membership:
    """Of the same room. Nobody changes their own membership here, and a moderator changes no host's."""
    others = Membership.objects.live().filter(room=membership.room).select_related("person", "hat")
    other = get_object_or_404(others.exclude(id=membership.id), id=membership_id)
    is_above = other.role in (Membership.Role.HOST, Membership.Role.MODERATOR)
    if is_above and not may(membership, "settle"):
        raise NotAllowed(_("Only a host can change what hosts and moderators may do."))
    other.room = membership.room
    return other


def person_page(
    request: Visit, membership: Membership, other: Membership, *, status: int = 200, **forms: object
) -> HttpResponse:
    context = {
        "lintel": room_lintel(membership, back=url("room_people", membership.room_id)),
        "room": membership.room,
        "other": other,
        "name": other.pen_name or other.person.name,
        "settles": may(membership, "settle"),
        "role_form": RoleForm(initial={"role": other.role}),
        "until_form": UntilForm(other=other),
        "remove_form": RemoveForm(),
        **forms,
    }
    return page(request, "lobby/person.html", context, status=status)


@in_room("leave")
@require_http_methods(["GET", "POST"])
def leave(request: Visit, membership: Membership) -> HttpResponse:
    if is_last_host(membership):
        return sorry(request, _("You are the only host here. Make somebody else a host first, then leave."), status=403)
    if request.method == "POST":
        membership.leave()
        return redirect("rooms")
    lintel = room_lintel(membership, back=url("room", membership.room_id))
    return page(request, "lobby/leave.html", {"lintel": lintel, "room": membership.room})


def is_last_host(membership: Membership) -> bool:
    """Somebody has to look after a room that others are still in."""
    if membership.role != Membership.Role.HOST or membership.room.people_count == 1:
        return False
    hosts = Membership.objects.live().filter(room=membership.room, role=Membership.Role.HOST)
    return not hosts.exclude(id=membership.id).exists()
