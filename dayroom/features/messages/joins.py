from collections.abc import Sequence

from django.utils.translation import gettext as _

from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.feed import RoomNews
from dayroom.web.addresses import url
from dayroom.web.kinds import LOOKS
from dayroom.web.seams import NeedLine, seams

MOST = 5


def unread_conversations(visit: Visit, rooms: Sequence[RoomNews]) -> list[NeedLine]:
    """Who wrote to me; the page's own statement has it all."""
    waiting = [room for room in rooms if room.kind == "conversation" and room.unread and room.wrote]
    return [
        NeedLine(
            sentence=_("%(name)s wrote to you about %(what)s") % {"name": room.wrote, "what": room.title}
            if room.title
            else _("%(name)s wrote to you") % {"name": room.wrote},
            detail=_("Private conversation"),
            href=f"{url('conversation', room.room_id)}#newest",
            data_room=LOOKS["conversation"].data_room,
            icon=LOOKS["conversation"].icon,
        )
        for room in waiting[:MOST]
    ]


seams.needs.append(unread_conversations)
