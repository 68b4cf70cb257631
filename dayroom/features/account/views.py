from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayroom.features.account import windows
from dayroom.features.account.adapter import TOLD
from dayroom.features.account.demonstration import cast
from dayroom.features.account.entrance import telling
from dayroom.features.account.factors import STEPS
from dayroom.features.account.invited import invitation_of, is_open
from dayroom.features.account.lintels import over
from dayroom.features.account.second_step import before_second_step
from dayroom.kernel.people.visit import Visit, public, signed_in
from dayroom.web.pages import page


@before_second_step
@public
@telling
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = account.login(request)
    if isinstance(response, TemplateResponse):
        invented = cast() if settings.DEMONSTRATION else []
        response.context_data = (response.context_data or {}) | {"cast": invented, "is_open": is_open(request)}
    return response


@before_second_step
@public
@telling
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """An invitation carries its address over; the code still has to be typed."""
    response: HttpResponse = account.signup(request)
    if isinstance(response, TemplateResponse) and response.context_data and request.method != "POST":
        invitation = invitation_of(request)
        response.context_data["form"].initial["email"] = invitation.email if invitation else ""
    return response


@before_second_step
@public
@require_safe
def closed(request: Visit) -> HttpResponse:
    return page(request, "account/closed.html", status=403)


@before_second_step
@public
@require_POST
def start_again(request: Visit) -> HttpResponse:
    """Out of a sign-in that waits for a code or a second step."""
    clear_login(request)
    return HttpResponseRedirect(reverse("sign_in"))


@before_second_step
@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: Visit) -> HttpResponse:
    """The browser is asked to forget what it kept (R123)."""
    if request.method != "POST":
        return page(request, "account/sign_out.html")
    auth.logout(request)
    response = HttpResponseRedirect(reverse("sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@before_second_step
@signed_in
@require_safe
def security(request: Visit) -> HttpResponse:
    steps = list(Authenticator.objects.filter(user_id=request.person.id).order_by("id"))  # type: ignore[union-attr]
    context = {
        "lintel": over(request, _("Signing in"), back=reverse("you")),
        "passkeys": [step.wrap() for step in steps if step.type == Authenticator.Type.WEBAUTHN],
        "app": next((step for step in steps if step.type == Authenticator.Type.TOTP), None),
        "recovery": next((step.wrap() for step in steps if step.type == Authenticator.Type.RECOVERY_CODES), None),
        "windows": windows.windows_of(request),
        "told": request.session.pop(TOLD, ""),
    }
    return page(request, "account/security.html", context)


@before_second_step
@signed_in
@require_safe
def second_step_needed(request: Visit) -> HttpResponse:
    has_one = Authenticator.objects.filter(user_id=request.person.id, type__in=STEPS).exists()  # type: ignore[union-attr]
    context = {"lintel": over(request, _("A second step")), "has_one": has_one}
    return page(request, "account/second_step_needed.html", context)


@before_second_step
@signed_in
@require_POST
def end_window(request: Visit, window: str) -> HttpResponse:
    windows.end(request, window)
    return HttpResponseRedirect(reverse("you_security"))


@before_second_step
@signed_in
@require_POST
def end_others(request: Visit) -> HttpResponse:
    windows.end_others(request)
    return HttpResponseRedirect(reverse("you_security"))
