"""A request is one transaction with one name on it: the outermost thing around every page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.people.sessions import WornHat, load
from dayroom.kernel.wall import acting

View = Callable[..., HttpResponse]


class Visit(HttpRequest):
    """What every view receives: `person` is None for a stranger."""

    person: Person | None
    worn: list[WornHat]
    strong: bool
    denied: Act | None


class VisitMiddleware:
    """Opens the transaction, names the person in it, and undoes everything if the view raised or failed.

    A refusal is written down afterwards in a transaction of its own, for the one it happened in is rolled back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponse:
        request.denied = None
        with transaction.atomic():
            request.person, request.worn, request.strong = load(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if request.denied:
            with acting(request.person.id if request.person else None):
                Event.objects.record(request.denied)
        return response

    def process_view(self, request: Visit, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Signed in by default: only a door that says `public` opens for a stranger."""
        door = getattr(view, "door", "signed-in")
        if request.person is not None or door in ("public", "token", "at-door") or door.startswith("in-room"):
            return None
        return to_sign_in(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        transaction.set_rollback(True)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("sign_in")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if request.method != "GET":
        return redirect(address)
    return redirect(f"{address}?next={request.path}")


def public(view: View) -> View:
    """A door for everybody, also without an account."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    view.door = "signed-in"  # type: ignore[attr-defined]
    return view
