"""Home: what needs me, then what is new by room, then the end. Nothing is ranked and nothing is written from here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dayroom.kernel.notices.models import Notice
from dayroom.kernel.people.visit import signed_in
from dayroom.kernel.rooms.feed import RoomNews, new_lines
from dayroom.web.doorways import Doorway, piece
from dayroom.web.frame import is_part, listed_id
from dayroom.web.lintel import Lintel
from dayroom.web.pages import page
from dayroom.web.surroundings import PageRequest
from dayroom.web.telling import Telling
from dayroom.web.times import in_words

MOST_LINES, MOST_ROOMS = 20, 20
NOON, EVENING = 12, 18


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
        "doorways": [door for door in doorways[:MOST_ROOMS] if door.pieces],
        "also": [door for door in doorways[:MOST_ROOMS] if not door.pieces],
        "more": len(doorways[MOST_ROOMS:]),
        "first_visit": not request.news,
        "unseen": Notice.unseen_count(),
    }
    return page(request, "web/home.html", context)


def new_by_room(news: Iterable[RoomNews]) -> list[Doorway]:
    """Every room with something unread, best first; the best of them with their lines."""
    open_rooms = {room.room_id: room for room in news if room.kind != "conversation"}
    unread = [room for room in open_rooms.values() if room.unread]
    telling = Telling()
    doorways: dict[UUID, Doorway] = {}
    for room in unread:
        shown = open_rooms.get(listed_id(room), room) if is_part(room) else room
        door = doorways.get(shown.room_id)
        if door is None:
            door = doorways[shown.room_id] = Doorway(shown, telling)
        door.unread += room.unread
        if shown is not room:
            doorways[room.room_id] = door
    for line in new_lines(unread[:MOST_ROOMS], most=MOST_LINES) if unread else ():
        room = open_rooms[line.room_id]
        doorways[line.room_id].pieces.append(piece(line, room=room, telling=telling))
    return [door for room_id, door in doorways.items() if door.room.room_id is room_id]


def today_in_words(now: datetime) -> str:
    part = _("evening") if now.hour >= EVENING else _("afternoon") if now.hour >= NOON else _("morning")
    day = capfirst(in_words(now.date(), pgettext("weekday, day and month", "EEEE d MMMM")))
    return pgettext("day, part of the day", "%(day)s, %(part)s") % {"day": day, "part": part}
