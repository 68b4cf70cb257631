from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from dayroom.features.lobby.audience import audience_of
from dayroom.features.lobby.forms import NotifyForm
from dayroom.features.lobby.identity import identity_in
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership
from dayroom.web.addresses import url
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page, part, wants_part


@in_room("read")
@require_safe
def who(request: Visit, membership: Membership) -> HttpResponse:
    return panel(request, membership, "lobby/who.html", {"audience": audience_of(membership.room)})


@in_room("read")
@require_safe
def me(request: Visit, membership: Membership) -> HttpResponse:
    context = {"identity": identity_in(membership), "form": NotifyForm(initial={"level": membership.notify})}
    return panel(request, membership, "lobby/me.html", context)


@in_room("leave")
@require_POST
def notify(request: Visit, membership: Membership) -> HttpResponse:
    form = NotifyForm(request.POST)
    if not form.is_valid():
        context = {"identity": identity_in(membership), "form": form}
        return panel(request, membership, "lobby/me.html", context, status=422)
    membership.change_notify(form.cleaned_data["level"])
    return redirect("room_me", membership.room_id)


def panel(
    request: Visit, membership: Membership, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Inside the panel of another page when htmx asks for it, else a page of its own."""
    values = {"membership": membership, "room": membership.room, **context}
    if wants_part(request):
        return part(request, template, "panel", {"heading": "h3", **values}, status=status)
    lintel = room_lintel(membership, back=url("room", membership.room_id))
    return page(request, template, {"lintel": lintel, "heading": "h2", **values}, status=status)
