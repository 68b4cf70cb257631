"""One click to be one of the invented people. The address of this page exists in the demonstration only."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import auth
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from dayroom.features.account.second_step import before_second_step
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.people.visit import Visit, public

INVENTED = "@demo.invalid"


@before_second_step
@public
@require_POST
def sign_in_as(request: Visit, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.active(), id=person_id)
    if not (person.email or "").endswith(INVENTED):
        raise Http404
    if request.person is not None:
        auth.logout(request)
    record_authentication(request, person, "demonstration")
    auth.login(request, person)
    return HttpResponseRedirect(reverse("home"))


def cast() -> list[tuple[Person, list[Hat]]]:
    """The invented people with their hats, in the order they were made."""
    people = Person.objects.active().filter(email__endswith=INVENTED).order_by("id")
    hats: dict[UUID, list[Hat]] = {}
    for hat in Hat.objects.worn().filter(person__in=people).select_related("organisation").order_by("id"):
        hats.setdefault(hat.person_id, []).append(hat)
    return [(person, hats.get(person.id, [])) for person in people]
