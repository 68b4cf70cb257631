"""How a view answers: a whole page, or one named block of it for htmx."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup

from dayroom.web.jinja import environment

SENT_COOKIE = "sent"


def page(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    whole = environment().get_template(template)
    return HttpResponse(whole.render(values(request, context)), status=status)


def part(
    request: HttpRequest, template: str, block: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """A block knows the context and `ui`; what its page sets or imports outside of it, it does not."""
    whole = environment().get_template(template)
    pieces = whole.blocks[block](whole.new_context(values(request, context)))
    return HttpResponse("".join(pieces), status=status)


def wants_part(request: HttpRequest) -> bool:
    """htmx asks for the whole page when it goes back in history; then it must get one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def forget_draft(response: HttpResponse, key: str) -> HttpResponse:
    """Tells the browser that these words arrived, so that it stops keeping its own copy."""
    response.set_cookie(SENT_COOKIE, key, max_age=600, samesite="Lax")
    return response


def values(request: HttpRequest, context: Mapping[str, object] | None) -> dict[str, object]:
    token = SimpleLazyObject(lambda: get_token(request))
    field = SimpleLazyObject(lambda: Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'))  # noqa: S704
    return {"request": request, "csrf_token": token, "csrf_input": field, **(context or {})}
