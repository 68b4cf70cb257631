"""Whoever works for the site or looks after rooms comes in by two steps, or goes and sets up the second (R66)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dayroom.features.account.factors import needs_second_step
from dayroom.kernel.people.visit import View, Visit


class SecondStepMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Visit, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.person is None or request.strong or getattr(view, "before_second_step", False):
            return None
        if not needs_second_step(request.person, hats={hat.kind for hat in request.worn}):
            return None
        address = reverse("second_step_needed")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=403, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def before_second_step(view: View) -> View:
    """Open to people who have not taken the second step yet."""
    view.before_second_step = True  # type: ignore[attr-defined]
    return view
