"""What a room's rules mean for the people in it, one plain sentence for each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as said
from django.utils.translation import ngettext

from dayroom.kernel.rooms.models import Room
from dayroom.web.lintel import Words


@dataclass(frozen=True)
class Policy:
    name: Words
    sentence: Words


def policies_of(room: Room) -> list[Policy]:
    policies = [
        Policy(_("Who can read"), SIGHTS[Room.Sight(room.sight)]),
        Policy(_("Who can come in"), DOORS[Room.Door(room.door)]),
        Policy(_("Who can find it"), LISTINGS[Room.Listing(room.listing)]),
        Policy(_("Who can start"), POSTINGS[Room.Posting(room.posting)]),
        Policy(_("Names"), NAMINGS[Room.Naming(room.naming)]),
        Policy(_("What happens to words"), retention(room)),
    ]
    if room.review != Room.Review.NONE:
        policies.append(Policy(_("Looked at first"), REVIEWS[Room.Review(room.review)]))
    if room.watch == Room.Watch.COMPANY:
        policies.append(Policy(_("Side effects"), _("Words here are read for side effects, for the company.")))
    if room.reads_logged:
        policies.append(Policy(_("Looks"), _("Each look is written down: who, what, when.")))
    return policies


def retention(room: Room) -> Words:
    kept = _("Old versions are kept when words are changed.") if room.versions_kept else _("Old versions are not kept.")
    if room.retention_days is None:
        return _("Words stay until their writer takes them away.") + " " + kept
    days = ngettext("Words go after %(count)s day.", "Words go after %(count)s days.", room.retention_days)
    return days % {"count": room.retention_days} + " " + kept


SIGHTS = {
    Room.Sight.MEMBERS: said("Only people in this room."),
    Room.Sight.PUBLIC: said("Anyone, also without an account."),
}
DOORS = {
    Room.Door.CLOSED: said("Nobody new."),
    Room.Door.INVITED: said("People whom a host invites."),
    Room.Door.ASK: said("People who ask, and whom a host lets in."),
    Room.Door.OPEN: said("Anyone who meets the conditions."),
}
LISTINGS = {
    Room.Listing.NOBODY: said("Only the people in it know that it exists."),
    Room.Listing.ELIGIBLE: said("People who meet the conditions can find its door."),
    Room.Listing.EVERYONE: said("Everyone with an account can find its door."),
}
POSTINGS = {
    Room.Posting.MEMBERS: said("Everyone in the room."),
    Room.Posting.HOSTS: said("The hosts. Everyone can reply."),
    Room.Posting.REVIEWED: said("Everyone. A host looks at it before it shows."),
}
NAMINGS = {
    Room.Naming.REAL: said("Real names."),
    Room.Naming.PEN: said("One lasting pen name for each person, or the real name."),
    Room.Naming.SEALED: said("A new name in each thread, or the real name."),
}
REVIEWS = {
    Room.Review.HELD: said("A host looks at the first words of a new person."),
    Room.Review.SIGNED: said("Each piece is signed off before it shows."),
}
