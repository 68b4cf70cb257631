"""Pages for what went wrong. They carry no token, address or name, so one refusal is the same bytes as another."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.jinja import environment
from dayroom.web.look import Look

Words = str | Promise


def sorry(request: HttpRequest, sentence: Words, *, status: int) -> HttpResponse:
    """One sentence that says what happened and what to do; the reader's words stay where they were."""
    heading = _("That is not open to you") if status == 403 else _("That did not work")
    return error(request, heading, sentence, status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("We could not read what your browser sent. Go back and try again.")
    return error(request, _("That did not work"), sentence, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Only somebody who is in the room gets this far; everybody else was told that there is nothing."""
    sentence = exception.sentence if isinstance(exception, NotAllowed) else _("This needs another role than yours.")
    return error(request, _("That is not open to you"), sentence, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This page was open too long, or it came from another site. Go back, load it again, and send again.")
    return error(request, _("That was not sent"), sentence, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _(
        "The link may be old, or the room may be closed to you. We do not say which, to protect the people inside."
    )
    return error(request, _("There is nothing here for you"), sentence, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(
        request, _("Please wait a little"), _("That was tried too often. Wait some minutes, then try again."), 429
    )


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _("It is our fault, not yours. What you wrote is kept on this device. Try again in a minute.")
    return error(request, _("That did not work"), sentence, 500)


def error(request: HttpRequest, heading: Words, sentence: Words, status: int) -> HttpResponse:
    # A fault in an early middleware arrives here before anybody has looked at the request.
    if not hasattr(request, "look"):
        request.look = Look()  # type: ignore[attr-defined]
    template = environment().get_template("web/error.html")
    values = {"request": request, "heading": heading, "sentence": sentence}
    return HttpResponse(template.render(values), status=status)
