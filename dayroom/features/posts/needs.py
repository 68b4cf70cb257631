from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.feed import RoomNews
from dayroom.web.addresses import url
from dayroom.web.kinds import look_of
from dayroom.web.seams import NeedLine


def words_that_wait(visit: Visit, rooms: Sequence[RoomNews]) -> list[NeedLine]:
    """On Home, for those who look after the room."""
    return [
        NeedLine(
            sentence=ngettext("%(count)s post waits for you", "%(count)s posts wait for you", room.held)
            % {"count": room.held},
            detail=room.title,
            href=url("held", room.room_id),
            data_room=look_of(room.kind).data_room,
            icon="hourglass",
            button=_("Look"),
        )
        for room in rooms
        if room.held
    ]
