"""Pages for what went wrong. They carry no token, no address and no name, so that one refusal is the same bytes as another."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dayroom.web.jinja import environment
from dayroom.web.look import Look


def sorry(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """One sentence that says what happened and what to do; the reader's words stay where they were."""
    return error(request, {400: _("That did not work"), 403: _("That is not open to you")}.get(status, ""), sentence, status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("We could not read what your browser sent. Go back and try again.")
    return error(request, _("That did not work"), sentence, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, _("That is not open to you"), _("You are in this room, but this needs another role."), 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This page was open too long, or it came from another site. Go back, load it again, and send again.")
    return error(request, _("That was not sent"), sentence, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _(
        "The link may be old, or the room may be closed to you. We do not say which, to protect the people inside."
    )
    return error(request, _("There is nothing here for you"), sentence, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, _("Please wait a little"), _("That was tried too often. Wait some minutes, then try again."), 429)


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _("It is our fault, not yours. What you wrote is kept on this device. Try again in a minute.")
    return error(request, _("That did not work"), sentence, 500)


def error(request: HttpRequest, heading: str, sentence: str, status: int) -> HttpResponse:
    # A fault in an early middleware arrives here before anybody has looked at the request.
    if not hasattr(request, "look"):
        request.look = Look()  # type: ignore[attr-defined]
    template = environment().get_template("web/error.html")
    values = {"request": request, "heading": heading, "sentence": sentence}
    return HttpResponse(template.render(values), status=status)
