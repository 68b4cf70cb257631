from uuid import UUID

from django.shortcuts import get_object_or_404

from dayroom.kernel.rooms.access import may
from dayroom.kernel.rooms.models import Entry, Membership


def find_entry(membership: Membership, entry_id: UUID) -> Entry:
    """An entry of this room; what is held exists only for its writer and the people who look after the room."""
    entry: Entry = get_object_or_404(membership.entries().with_author(), id=entry_id)
    if entry.state == Entry.State.HELD and not (entry.is_mine or may(membership, "moderate")):
        return get_object_or_404(membership.entries().none())
    return entry


def find_parent(membership: Membership, entry_id: UUID) -> Entry:
    """What is answered: anything still there."""
    return get_object_or_404(membership.entries().published().select_related("byline", "thread"), id=entry_id)
