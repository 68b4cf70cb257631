"""What a link opens: where it leads, for strangers too, and coming in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayroom.features.lobby.conditions import ADVICE
from dayroom.features.lobby.forms import EnterForm
from dayroom.kernel.people.visit import Visit, public, signed_in
from dayroom.kernel.rooms.models import Invitation, Room
from dayroom.kernel.rooms.models.admission import OpenInvitation, accept
from dayroom.kernel.rooms.refusals import DoorStaysShut, NotAllowed
from dayroom.web.kinds import look_of
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel
from dayroom.web.pages import page


@public
@require_safe
@limited("invitation", times=60, seconds=600)
def invitation(request: Visit, token: str) -> HttpResponse:
    opened = find(token)
    if request.person and Room.objects.mine().filter(id=opened.room_id).exists():
        return redirect("room", opened.room_id)
    form = EnterForm(visit=request, naming=opened.naming) if request.person else None
    return invitation_page(request, opened, token=token, form=form)


@signed_in
@require_POST
@limited("invitation", times=60, seconds=600)
def come_in(request: Visit, token: str) -> HttpResponse:
    opened = find(token)
    form = EnterForm(request.POST, visit=request, naming=opened.naming)
    if not form.is_valid():
        return invitation_page(request, opened, token=token, form=form, status=422)
    try:
        accept(opened, person=form.person, **form.entrance)
    except NotAllowed as refused:
        form.add_error(None, str(refused.sentence))
        missing = refused.missing if isinstance(refused, DoorStaysShut) else []
        return invitation_page(request, opened, token=token, form=form, missing=missing, status=422)
    return redirect("room", opened.room_id)


def find(token: str) -> OpenInvitation:
    opened = Invitation.find(token)
    if opened is None:
        raise Http404
    return opened


def invitation_page(
    request: Visit,
    opened: OpenInvitation,
    *,
    token: str,
    form: EnterForm | None,
    missing: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "lintel": before_the_room(request, opened),
        "opened": opened,
        "token": token,
        "form": form,
        "for_another": bool(opened.email and request.person and opened.email != request.person.email),
        "advice": [ADVICE[key] for key in missing or []],
    }
    return page(request, "lobby/invitation.html", context, status=status)


def before_the_room(request: Visit, opened: OpenInvitation) -> Lintel:
    look = look_of(opened.kind)
    return Lintel(
        title=opened.title,
        kind_line=look.name,
        data_room=look.data_room,
        icon=look.icon,
        me_label=request.person.name if request.person else _("You have no account"),
        me_text=_("Nobody sees that you opened this link."),
    )
