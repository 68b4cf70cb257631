from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from dayroom.features.lobby.settings import SettingsForm
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.web.addresses import url
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page


@in_room("settle")
@require_http_methods(["GET", "POST"])
def settings(request: Visit, membership: Membership) -> HttpResponse:
    """Gates that put people out are named with the number first; the same form sent again with that number does it."""
    form = SettingsForm(request.POST or None, membership=membership)
    if request.method == "GET" or not form.is_valid():
        return settings_page(request, membership, form, status=422 if form.errors else 200)
    leaving = form.leaving()
    if len(leaving) > form.cleaned_data["agreed_to"]:
        return settings_page(request, membership, form, leaving=len(leaving), status=409)
    if form.changes:
        membership.room.change(by=membership.person, **form.changes)
    return redirect("room_door", membership.room_id)


@in_room("settle")
@require_POST
def archive(request: Visit, membership: Membership) -> HttpResponse:
    membership.room.archive(by=membership.person)
    return redirect("room_settings", membership.room_id)


@in_room("settle")
@require_POST
def reopen(request: Visit, membership: Membership) -> HttpResponse:
    membership.room.reopen(by=membership.person)
    return redirect("room_settings", membership.room_id)


def settings_page(
    request: Visit, membership: Membership, form: SettingsForm, *, leaving: int = 0, status: int = 200
) -> HttpResponse:
    context = {
        "lintel": room_lintel(membership, back=url("room_door", membership.room_id)),
        "room": membership.room,
        "is_archived": membership.room.state == Room.State.ARCHIVED,
        "form": form,
        "leaving": leaving,
    }
    return page(request, "lobby/settings.html", context, status=status)
