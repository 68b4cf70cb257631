from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayroom.kernel.people.visit import public, signed_in
from dayroom.web.errors import sorry
from dayroom.web.look import LookForm, remember
from dayroom.web.pages import wants_part
from dayroom.web.surroundings import PageRequest


@public
@require_POST
def look(request: PageRequest) -> HttpResponse:
    form = LookForm(request.POST)
    if not form.is_valid():
        return sorry(request, _("There is no such choice. Go back and choose again."), status=400)
    chosen = form.chosen()
    person = request.person
    if person is not None and chosen:
        columns = {"theme": "theme", "text": "text_size", "language": "language"}
        person.change(**{columns[name]: value for name, value in chosen.items()})
    response = HttpResponse(status=204) if wants_part(request) else HttpResponseRedirect(came_from(request))
    remember(response, chosen)
    return response


def came_from(request: HttpRequest) -> str:
    """Only a page of this site: an address from elsewhere would make us a relay for lures."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and address else "/"


@signed_in
@require_safe
def counts(request: PageRequest) -> HttpResponse:
    """The numbers of the frame, for a page that is already open."""
    frame = request.frame
    rooms = {str(room.id): room.new_count for room in frame.my_rooms}
    return JsonResponse({"needs": frame.needs_count, "messages": frame.messages_count, "rooms": rooms})
