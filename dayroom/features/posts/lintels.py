from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from dayroom.kernel.rooms.models import Membership
from dayroom.web.addresses import url
from dayroom.web.lintel import Lintel, room_lintel


def lintel_of(membership: Membership, *, is_heading: bool = False) -> Lintel:
    """Over the pages of a room's words; a part of a circle bears the circle's name and says that it is a part."""
    room = membership.room
    lintel = room_lintel(membership, back=url("rooms") if is_heading else url("room", room.id), is_heading=is_heading)
    if not room.is_side_room:
        return lintel
    return replace(
        lintel,
        kind_line=_("For some people of this circle"),
        href=url("room", room.parent_id),
        back=url("room", room.parent_id),
    )
