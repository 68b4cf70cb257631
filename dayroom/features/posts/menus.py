from dataclasses import dataclass

from django.utils.translation import gettext as _

from dayroom.kernel.rooms.access import may
from dayroom.kernel.rooms.models import Entry, Membership, Room
from dayroom.web.addresses import url


@dataclass(frozen=True)
class MenuItem:
    icon: str
    words: str
    href: str
    is_copied: bool = False


def menu_of(entry: Entry, membership: Membership) -> list[MenuItem]:
    """What this reader can do with this post now."""
    room, place = membership.room, (entry.room_id, entry.id)
    there = f"{url('thread', entry.room_id, entry.root_id)}#e-{entry.id}"
    items: list[MenuItem] = []
    if entry.is_published:
        if may(membership, "write") and room.state == Room.State.OPEN:
            items.append(
                MenuItem("quote", _("Cite it in a post"), f"{url('write', room.id)}?cite={url('thread', *place)}")
            )
        items.append(MenuItem("link", _("Copy a link that only works for people in this room"), there, is_copied=True))
    if room.versions_kept and entry.edited_at and entry.is_published:
        items.append(MenuItem("history", _("See what was changed"), url("entry_history", *place)))
    return items + own_items(entry, place) + host_items(entry, membership, place)


def own_items(entry: Entry, place: tuple[object, object]) -> list[MenuItem]:
    if not entry.is_mine or entry.state == Entry.State.ERASED:
        return []
    erase = MenuItem("trash-2", _("Erase it for good"), url("entry_erase", *place))
    if entry.state == Entry.State.WITHDRAWN:
        return [erase]
    edit = MenuItem("pencil", _("Change it"), url("entry_edit", *place))
    return [edit, MenuItem("eye-off", _("Take it back"), url("entry_withdraw", *place)), erase]


def host_items(entry: Entry, membership: Membership, place: tuple[object, object]) -> list[MenuItem]:
    if entry.is_mine or not may(membership, "moderate") or not entry.is_published:
        return []
    return [MenuItem("eye-off", _("Hide it, and say why"), url("entry_withdraw", *place))]
