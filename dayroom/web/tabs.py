from dayroom.kernel.rooms.access import may
from dayroom.kernel.rooms.models import Membership
from dayroom.web.addresses import url
from dayroom.web.lintel import Words
from dayroom.web.seams import seams


def room_tabs(membership: Membership, *, current: str) -> list[tuple[Words, str, bool]]:
    """For `ui.tabs`: title, address, whether this is the page one is on. Only what this reader may open."""
    return [
        (tab.title, url(tab.route, membership.room_id), tab.key == current)
        for tab in seams.tabs_of(membership.room)
        if may(membership, tab.verb)
    ]
