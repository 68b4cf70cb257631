from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayroom.features.lobby.kinds import KINDS_EXPLAINED
from dayroom.kernel.people.visit import Visit, signed_in
from dayroom.kernel.rooms.feed import RoomNews, my_rooms
from dayroom.kernel.rooms.models import Ask, Room
from dayroom.kernel.rooms.models.room import RoomQuerySet
from dayroom.web.kinds import LOOKS
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel
from dayroom.web.pages import page, part, wants_part

MOST = 30
ANSWERS_SHOWN = timedelta(days=30)


@signed_in
@require_safe
@limited("rooms", times=300, seconds=600)
def rooms(request: Visit) -> HttpResponse:
    """Without words: my rooms, where I asked, doors I could knock at, the kinds. With words: what has them."""
    assert request.person is not None
    words = request.GET.get("q", "")[:120].strip()
    context: dict[str, object] = {"words": words, "looks": LOOKS, "most": MOST, "mine": mine()}
    context |= with_words(words) if words else without_words(request)
    if wants_part(request):
        return part(request, "lobby/rooms.html", "found", context)
    return page(request, "lobby/rooms.html", {"lintel": rooms_lintel(request.person.name), **context})


def mine() -> list[RoomNews]:
    return [room for room in my_rooms(most=200) if room.kind != Room.Kind.CONVERSATION and room.parent_id is None]


def with_words(words: str) -> dict[str, object]:
    return {"doors": ordered(Room.objects.doors().about(words))}


def without_words(request: Visit) -> dict[str, object]:
    return {
        "doors": ordered(Room.objects.listed().not_mine()),
        "archived": Room.objects.mine().filter(state=Room.State.ARCHIVED).order_by("title"),
        "asks": recent_asks(request),
        "kinds": KINDS_EXPLAINED,
    }


def ordered(rooms: RoomQuerySet) -> RoomQuerySet:
    return rooms.filter(parent=None).select_related("organisation").order_by("-people_count", "id")[:MOST]


def recent_asks(request: Visit) -> list[Ask]:
    asks = Ask.objects.filter(person=request.person).select_related("room").order_by("-id")
    since = timezone.now() - ANSWERS_SHOWN
    return [*asks.waiting(), *asks.filter(state=Ask.State.TURNED_DOWN, answered_at__gt=since)[:5]]


def rooms_lintel(name: str, *, back: str | None = None, title: str = "") -> Lintel:
    return Lintel.mine(
        name, title=title or _("Rooms"), kind_line=_("Find a room, or start one"), place="rooms", back=back
    )
