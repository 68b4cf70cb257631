"""Who can see what is written in a room: how many, who, how they got in, who cannot, what could still go wrong."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayroom.features.lobby.people import Listed, people_of
from dayroom.kernel.rooms.models import Room
from dayroom.web.lintel import Words
from dayroom.web.numbers import number

NAMED_UP_TO = 12


@dataclass(frozen=True)
class Audience:
    how_many: str
    people: list[Listed]
    got_in: str
    cannot: list[Words]
    could_go_wrong: list[Words]


def audience_of(room: Room) -> Audience:
    return Audience(
        how_many=how_many(room),
        people=people_of(room) if room.people_count <= NAMED_UP_TO else [],
        got_in=got_in(room),
        cannot=[companies(room), search_engines(room), site_staff(room)],
        could_go_wrong=could_go_wrong(room),
    )


def how_many(room: Room) -> str:
    if room.sight == Room.Sight.PUBLIC:
        return _("Anyone can read this, also without an account. %(count)s people can write here.") % {
            "count": number(room.people_count)
        }
    words = ngettext("%(count)s person is in this room.", "%(count)s people are in this room.", room.people_count)
    return words % {"count": number(room.people_count)}


def got_in(room: Room) -> str:
    if room.is_side_room:
        return _("The person who made this part of the circle chose them. Nobody else can tell that it exists.")
    if room.kind == Room.Kind.CONVERSATION:
        return _("They were chosen when the conversation began. Nobody can be added later.")
    return {
        Room.Door.CLOSED: _("Nobody new can come in now."),
        Room.Door.INVITED: _("Each of them was invited by a host of this room."),
        Room.Door.ASK: _("Each of them asked, and a host let them in."),
        Room.Door.OPEN: _("Anyone who meets the conditions of the door can come in."),
    }[Room.Door(room.door)]


def companies(room: Room) -> str:
    if room.organisation and room.kind == Room.Kind.CHANNEL:
        return _(
            "%(company)s reads everything here. It sees none of your other rooms. Other companies cannot see in."
        ) % {"company": room.organisation.name}
    if room.sight == Room.Sight.PUBLIC:
        return _("Companies can read this, as anyone can. Their people wear a label when they write.")
    return _("Companies cannot see in. Somebody who works for one wears a label, always.")


def search_engines(room: Room) -> str:
    if room.sight == Room.Sight.PUBLIC:
        return _("Search engines are asked not to list this. We cannot make them.")
    return _("Search engines cannot see in.")


def site_staff(room: Room) -> str:
    if room.sight == Room.Sight.PUBLIC:
        return _("The people who run this site see what anyone sees, and no more.")
    return _("The people who run this site cannot see in. Running the site opens no room.")


def could_go_wrong(room: Room) -> list[Words]:
    risks: list[Words] = [_("Somebody here could tell others, or take a picture of the screen.")]
    if room.sight == Room.Sight.PUBLIC:
        risks = [_("Anyone can copy what is public, and keep the copy when you take it back.")]
    if room.naming != Room.Naming.REAL:
        risks.append(_("Places, dates and rare details can give away who you are behind a pen name."))
    if room.reads_logged:
        risks.append(_("Each look is written down: who, what, when."))
    return risks
