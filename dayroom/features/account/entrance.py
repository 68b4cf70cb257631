"""allauth's views behind our doors: only what urls.py mounts exists, and what a form refuses the status tells."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from dayroom.features.account.adapter import TOLD
from dayroom.features.account.lintels import over
from dayroom.features.account.second_step import before_second_step
from dayroom.kernel.people.visit import View, Visit, public, signed_in
from dayroom.web.pages import page

PATIENCE = 300
TRIED_TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}
FRESH = timedelta(minutes=15)


def for_everybody(view: Callable[..., HttpResponse]) -> View:
    return before_second_step(public(telling(view)))


def for_people(view: Callable[..., HttpResponse], title: str | Promise) -> View:
    """Its page stands in the frame, under a lintel of this title."""

    @wraps(view)
    def framed(request: Visit, **rest: Any) -> HttpResponse:
        lintel = over(request, title, back=reverse("you_security"))
        if came_by_code_long_ago(request):
            return page(request, "account/come_again.html", {"lintel": lintel}, status=403)
        response = view(request, **rest)
        if isinstance(response, TemplateResponse):
            response.context_data = (response.context_data or {}) | {"lintel": lintel}
        return response

    return before_second_step(signed_in(telling(framed)))


def came_by_code_long_ago(request: Visit) -> bool:
    """Who has neither password nor passkey can show who they are only by a new sign-in (R68)."""
    assert request.person
    if get_reauthentication_flows(request.user):
        return False
    here = request.person.sessions.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return not here.filter(created_at__gt=timezone.now() - FRESH).exists()


def telling(view: Callable[..., HttpResponse]) -> View:
    @wraps(view)
    def told(request: HttpRequest, **rest: Any) -> HttpResponse:
        response = view(request, **rest)
        if isinstance(response, TemplateResponse):
            context = response.context_data = response.context_data or {}
            context["told"] = request.session.pop(TOLD, "") if TOLD in request.session else ""
            if response.status_code == 200:
                response.status_code = max(status_of(context.get(name)) for name in ("form", "webauthn_form"))
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", str(PATIENCE))
        return response

    return told


def status_of(form: Any) -> int:
    if form is None or not form.errors:
        return 200
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 429 if codes & TRIED_TOO_OFTEN else 422
