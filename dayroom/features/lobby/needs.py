"""What a room needs from those who look after it, as lines on Home."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.feed import RoomNews
from dayroom.web.addresses import url
from dayroom.web.kinds import look_of
from dayroom.web.seams import NeedLine


def people_who_ask(visit: Visit, rooms: Sequence[RoomNews]) -> list[NeedLine]:
    return [
        NeedLine(
            sentence=ngettext("%(count)s person asks to come in", "%(count)s people ask to come in", room.asks)
            % {"count": room.asks},
            detail=room.title,
            href=url("room_asks", room.room_id),
            data_room=look_of(room.kind).data_room,
            icon="user-plus",
            button=_("Look"),
        )
        for room in rooms
        if room.asks
    ]
