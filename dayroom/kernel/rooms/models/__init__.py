from dayroom.kernel.rooms.models.admission import Ask, Invitation, Vouch
from dayroom.kernel.rooms.models.byline import Authorship, Byline, SealOpening
from dayroom.kernel.rooms.models.entry import Entry, EntryVersion
from dayroom.kernel.rooms.models.membership import Membership
from dayroom.kernel.rooms.models.reaction import Reaction
from dayroom.kernel.rooms.models.room import MyRoom, PublicRoom, Room

__all__ = [
    "Ask",
    "Authorship",
    "Byline",
    "Entry",
    "EntryVersion",
    "Invitation",
    "Membership",
    "MyRoom",
    "PublicRoom",
    "Reaction",
    "Room",
    "SealOpening",
    "Vouch",
]
