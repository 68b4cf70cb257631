from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayroom.features.lobby.founding import found
from dayroom.features.lobby.steps import STEPS, RulesForm, Step, Steps
from dayroom.features.lobby.views.finding import rooms_lintel
from dayroom.kernel.people.visit import Visit, signed_in
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.limits import limited
from dayroom.web.pages import page


@signed_in
@require_http_methods(["GET", "POST"])
@limited("found", times=60, seconds=3600, methods=("POST",))
def found_room(request: Visit) -> HttpResponse:
    steps = Steps(request)
    form = steps.walk()
    if form is not None:
        return step_page(request, steps, form)
    last = steps.answered[-1]
    assert isinstance(last, RulesForm)
    try:
        membership = found(steps.plan(), by=last.person, **last.entrance)
    except NotAllowed as refused:
        last.add_error(None, str(refused.sentence))
        steps.answered.pop()
        return step_page(request, steps, last)
    return redirect("room_door", membership.room_id)


def step_page(request: Visit, steps: Steps, form: Step) -> HttpResponse:
    assert request.person is not None
    context = {
        "lintel": rooms_lintel(request.person.name, back=url("rooms"), title=_("Start a room")),
        "form": form,
        "step": len(steps.answered) + 1,
        "steps": len(STEPS),
        "carried": steps.carried(),
    }
    return page(request, "lobby/found.html", context, status=422 if form.errors else 200)
