"""Home: what needs me, then what is new by room, then the end. Nothing is ranked and nothing is written from here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from dayroom.kernel.notices.models import Notice
from dayroom.kernel.people.visit import signed_in
from dayroom.kernel.rooms.feed import Line, RoomNews, new_lines
from dayroom.lib.gist import gist
from dayroom.web.addresses import url
from dayroom.web.frame import listed_id
from dayroom.web.kinds import LOOKS, Look
from dayroom.web.lintel import Lintel
from dayroom.web.numbers import number
from dayroom.web.pages import page
from dayroom.web.surroundings import PageRequest
from dayroom.web.times import when

MOST_LINES = 20
NOON, EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a doorway: what is new, and below it from whom and when."""

    href: str
    words: str
    is_title: bool
    detail: str
    at: Markup | str


@dataclass(slots=True)
class Doorway:
    room: RoomNews
    look: Look
    href: str
    people: str
    unread: int
    pieces: list[Piece] = field(default_factory=list)


@signed_in
@require_safe
def home(request: PageRequest) -> HttpResponse:
    person = request.person
    assert person is not None
    doorways = new_by_room(request.news)
    context = {
        "lintel": Lintel.mine(
            person.name, title=_("Home"), kind_line=today_in_words(timezone.localtime()), place="home"
        ),
        "needs": request.frame.needs,
        "doorways": doorways,
        "first_visit": not request.news,
        "unseen": Notice.objects.of(person).unseen_count(),
    }
    return page(request, "web/home.html", context)


def new_by_room(news: Iterable[RoomNews]) -> list[Doorway]:
    """Every room with something unread; the newest of them with their lines, the parts of a circle under the circle."""
    open_rooms = {room.room_id: room for room in news if room.kind != "conversation"}
    unread = [room for room in open_rooms.values() if room.unread]
    doorways: dict[object, Doorway] = {}
    for room in unread:
        door = open_rooms.get(listed_id(room), room)
        doorways.setdefault(door.room_id, doorway(door)).unread += room.unread
    for line in new_lines(unread, most=MOST_LINES) if unread else ():
        room = open_rooms[line.room_id]
        doorways[open_rooms.get(listed_id(room), room).room_id].pieces.append(piece(line, room=room))
    return list(doorways.values())


def doorway(room: RoomNews) -> Doorway:
    return Doorway(room=room, look=LOOKS[room.kind], href=url("room", room.room_id), people=people_of(room), unread=0)


def people_of(room: RoomNews) -> str:
    if room.kind == "channel" and room.organisation:
        return _("%(company)s runs this channel") % {"company": room.organisation}
    count = {"count": number(room.people_count)}
    if room.naming == "pen":
        return (
            ngettext("%(count)s person, with a pen name", "%(count)s people, with pen names", room.people_count) % count
        )
    if room.naming == "sealed":
        return (
            ngettext("%(count)s person, with a sealed name", "%(count)s people, with sealed names", room.people_count)
            % count
        )
    return ngettext("%(count)s person, named", "%(count)s people, all named", room.people_count) % count


def piece(line: Line, *, room: RoomNews) -> Piece:
    is_new = line.is_new and not line.is_mine
    titled = bool(line.title or line.about)
    shown = line.title or (_("About %(what)s") % {"what": line.about} if line.about else gist(line.text))
    words = shown if titled or not is_new else f"{line.name}: {shown}"
    return Piece(
        href=url("thread", line.room_id, line.id),
        words=words,
        is_title=bool(line.title),
        detail=" · ".join(filter(None, (news_of(line, titled=titled), seen_by_some(room)))),
        at=when(line.created_at) if is_new else "",
    )


def news_of(line: Line, *, titled: bool) -> str:
    if not line.is_new or line.is_mine:
        return replies_to(line)
    if line.organisation and line.hat == "company":
        return _("New, by %(name)s, who works for %(company)s") % {"name": line.name, "company": line.organisation}
    return _("New, by %(name)s") % {"name": line.name} if titled else line.line


def replies_to(line: Line) -> str:
    count = {"count": line.new_replies}
    if line.is_mine:
        return ngettext("%(count)s new reply to you", "%(count)s new replies to you", line.new_replies) % count
    return ngettext("%(count)s new reply", "%(count)s new replies", line.new_replies) % count


def seen_by_some(room: RoomNews) -> str:
    """Said of a part of a circle, to those who are in it."""
    if listed_id(room) == room.room_id:
        return ""
    return ngettext("only %(count)s person sees this", "only %(count)s people see this", room.people_count) % {
        "count": room.people_count
    }


def today_in_words(now: datetime) -> str:
    part = _("evening") if now.hour >= EVENING else _("afternoon") if now.hour >= NOON else _("morning")
    day = formatted(now, pgettext("weekday, day and month", "l j F"))
    return pgettext("day, part of the day", "%(day)s, %(part)s") % {"day": day, "part": part}
