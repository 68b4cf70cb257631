"""Who I am in a room: the name shown, what others see with it, who can find out more and when I would be told."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dayroom.kernel.rooms.models import Byline, Membership, Room
from dayroom.web.lintel import Words


@dataclass(frozen=True)
class Identity:
    name: str
    sentence: Words
    shown: list[Words]
    found_out: list[Words]


def identity_in(membership: Membership) -> Identity:
    if membership.person_id is None:
        return Identity("", _("You have no account. Nobody here knows that you read."), [], [])
    if membership.is_visitor:
        return Identity("", _("You read from outside. People here do not see you."), [], [])
    naming = Room.Naming(Byline.namings_for(membership)[0])
    return Identity(
        name={Room.Naming.REAL: membership.person.name, Room.Naming.PEN: membership.pen_name}.get(naming, ""),
        sentence={
            Room.Naming.REAL: _("That is your real name. People here see it with what you write."),
            Room.Naming.PEN: _("That is your pen name here. It stays the same in this room."),
            Room.Naming.SEALED: _("You get a new name in each thread. Nobody can link one to another."),
        }[naming],
        shown=shown_with(membership, naming),
        found_out=found_out(membership, naming),
    )


def shown_with(membership: Membership, naming: Room.Naming) -> list[Words]:
    hat = membership.hat
    if hat is None:
        return [_("Nothing else about you is shown.")]
    shown: list[Words] = [hat.get_kind_display()]
    if naming == Room.Naming.SEALED:
        shown.append(_("Your profession, if it was checked. Not your country, and no date."))
        return shown
    if naming == Room.Naming.PEN:
        return [*shown, membership.pen_line] if membership.pen_line else shown
    if hat.line:
        shown.append(hat.line)
    if hat.organisation:
        shown.append(_("Works for %(company)s") % {"company": hat.organisation.name})
    return shown


def found_out(membership: Membership, naming: Room.Naming) -> list[Words]:
    if naming == Room.Naming.REAL:
        return [_("People who know your name know that it is you.")]
    return [
        _("People here cannot look up who you are."),
        _("Two people who run this site can open the name together, with a reason that is written down."),
        _("You are told at once. If the law asks them to wait, you are told within 30 days."),
    ]
