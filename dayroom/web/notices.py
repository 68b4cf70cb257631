"""What reached me, newest first, each in one plain sentence with its way into the room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dayroom.kernel.notices.models import Notice
from dayroom.kernel.people.visit import signed_in
from dayroom.web.addresses import url
from dayroom.web.cursors import cursor_from
from dayroom.web.kinds import DESK, Look, look_of
from dayroom.web.lintel import Lintel
from dayroom.web.pages import page
from dayroom.web.surroundings import PageRequest

Kind = Notice.Kind
A_PAGE = 30


@dataclass(frozen=True)
class Told:
    id: UUID
    sentence: str
    reason: str | Promise
    at: datetime
    seen: bool
    look: Look


@signed_in
@require_safe
def notices(request: PageRequest) -> HttpResponse:
    person = request.person
    assert person is not None
    rows = list(Notice.objects.of(person).newest().before(cursor_from(request)).with_rooms()[: A_PAGE + 1])
    context = {
        "lintel": Lintel.mine(
            person.name, title=_("Notices"), kind_line=_("What reached you, newest first"), back=url("home")
        ),
        "told": [told(row) for row in rows[:A_PAGE]],
        "older": rows[A_PAGE - 1].id if len(rows) > A_PAGE else None,
        "any_unseen": any(row.seen_at is None for row in rows),
    }
    return page(request, "web/notices.html", context)


@signed_in
@require_safe
def notice(request: PageRequest, notice_id: UUID) -> HttpResponse:
    """The way from a notice into its room: opening it is seeing it."""
    assert request.person is not None
    mine = Notice.objects.of(request.person)
    row = get_object_or_404(mine.with_rooms(), id=notice_id)
    mine.filter(id=row.id).see()
    return HttpResponseRedirect(way_of(row))


@signed_in
@require_POST
def notices_seen(request: PageRequest) -> HttpResponse:
    assert request.person is not None
    Notice.objects.of(request.person).see()
    return HttpResponseRedirect(url("notices"))


def told(row: Notice) -> Told:
    return Told(
        id=row.id,
        sentence=str(SENTENCES[Kind(row.kind)](row)),
        reason=reason_of(row),
        at=row.created_at,
        seen=row.seen_at is not None,
        look=look_of(row.room.kind) if row.room else DESK,
    )


def way_of(row: Notice) -> str:
    """Where it happened, if that is still open to the reader; else back to the list."""
    if row.kind == Kind.CREDENTIAL:
        return url("you")
    if row.room is None:
        return url("notices")
    if row.kind == Kind.MESSAGE:
        return url("conversation", row.room.id)
    if row.entry is not None and row.kind != Kind.HELD:
        return f"{url('thread', row.room.id, row.entry.root_id)}#e-{row.entry.id}"
    return url("room_people" if row.kind == Kind.ASK else "room", row.room.id)


def in_room(sentence: str | Promise) -> Callable[[Notice], str]:
    """A sentence with the room's name, for a reader who is in it; without one, nothing that tells."""
    return lambda row: str(sentence) % {"room": str(row.room)} if row.room else gone()


def by_somebody(sentence: str | Promise) -> Callable[[Notice], str]:
    def say(row: Notice) -> str:
        if row.room is None or row.entry is None:
            return gone()
        return str(sentence) % {"name": row.entry.byline.name, "room": str(row.room)}

    return say


def about_room(sentence: str | Promise) -> Callable[[Notice], str]:
    """The room's name was written down when it happened: the reader may not be in it."""
    return lambda row: str(sentence) % {"room": row.room_title or _("a room")}


def gone() -> str:
    return _("Something that is no longer open to you.")


CLAIMS: dict[str, str | Promise] = {
    "declared": gettext_lazy("Your details have to be checked again"),
    "checked": gettext_lazy("Your details were checked"),
    "lapsed": gettext_lazy("The check of your details ran out"),
    "suspended": gettext_lazy("The check of your details was suspended"),
    "withdrawn": gettext_lazy("The check of your details was taken back"),
}
SENTENCES: dict[str, Callable[[Notice], str]] = {
    Kind.REPLY: by_somebody(gettext_lazy("%(name)s answered you in %(room)s")),
    Kind.MESSAGE: by_somebody(gettext_lazy("%(name)s wrote to you")),
    Kind.NEW: by_somebody(gettext_lazy("%(name)s wrote in %(room)s")),
    Kind.HELD: in_room(gettext_lazy("A post waits for you in %(room)s")),
    Kind.ASK: in_room(gettext_lazy("Somebody asks to come into %(room)s")),
    Kind.LET_IN: about_room(gettext_lazy("You were let into %(room)s")),
    Kind.TURNED_DOWN: about_room(gettext_lazy("You were not let into %(room)s")),
    Kind.BROUGHT_IN: in_room(gettext_lazy("You were brought into %(room)s")),
    Kind.ENDED: about_room(gettext_lazy("You are no longer in %(room)s")),
    Kind.CREDENTIAL: lambda row: str(CLAIMS.get(row.reason, CLAIMS["declared"])),
    Kind.SEAL_OPENED: in_room(gettext_lazy("Two officers opened your name in %(room)s")),
}
GATES = {
    "hat": gettext_lazy("It is for people in another role."),
    "profession": gettext_lazy("It is for people of another profession."),
    "specialty": gettext_lazy("It is for people of another specialty."),
    "country": gettext_lazy("It is for people in other countries."),
    "level": gettext_lazy("It asks for a licence that was checked."),
    "together": gettext_lazy("It asks for one licence that meets all its conditions."),
    "organisation": gettext_lazy("It is for people of one organisation."),
    "vouches": gettext_lazy("It asks for people who vouch for you."),
}
ENDS = {
    "until": gettext_lazy("Your time in it was over."),
    "account suspended": gettext_lazy("Your account was suspended."),
    "account left": gettext_lazy("You left this site."),
}


def reason_of(row: Notice) -> str | Promise:
    if row.kind == Kind.CREDENTIAL:
        return ""
    if row.kind == Kind.ENDED and row.reason.startswith("gate: "):
        return " ".join(str(GATES[word]) for word in row.reason.removeprefix("gate: ").split(", ") if word in GATES)
    return ENDS.get(row.reason, row.reason)
