"""Over every door: where am I, who can see this, who am I here."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dayroom.kernel.rooms.models import Byline, Membership, Room
from dayroom.web.addresses import url
from dayroom.web.kinds import look_of
from dayroom.web.numbers import number

Words = str | Promise

ONLY_ME = _("Only you see this page")
ONLY_ME_LONG = _("Only you. Nobody else sees this page.")
STRANGER = _("You have no account")
STRANGER_LONG = _("Nobody knows who you are here. This page does not ask.")


@dataclass(frozen=True, kw_only=True)
class Lintel:
    """`who_label` and `me_label` fit 24 characters, so that both chips share a line on a phone.

    A panel is loaded from its address when it opens; without an address it says `who_text` or `me_text`.
    """

    title: Words
    kind_line: Words = ""
    data_room: str = "desk"
    icon: str = "key-round"
    href: str | None = None
    back: str | None = None
    is_heading: bool = True
    who_label: Words = ONLY_ME
    who_url: str | None = None
    who_text: Words = ONLY_ME_LONG
    me_label: Words = STRANGER
    me_icon: str = "user-round"
    me_url: str | None = None
    me_text: Words = STRANGER_LONG
    place: str = ""
    room_id: UUID | None = None
    sponsor: Words = ""

    @classmethod
    def mine(cls, name: str, *, title: Words, kind_line: Words = "", place: str = "", back: str | None = None) -> Self:
        """A page that only its owner sees: Home, Messages, You."""
        return cls(
            title=title,
            kind_line=kind_line,
            place=place,
            back=back,
            me_label=name,
            me_text=_("You are signed in with your real name. Nobody else sees this page."),
        )


def room_lintel(membership: Membership, *, back: str | None = None, is_heading: bool = False) -> Lintel:
    """Over every page of a room. A company channel says on each of them who runs it and pays for it."""
    room, look = membership.room, look_of(membership.room.kind)
    return Lintel(
        title=str(room),
        kind_line=room.purpose if is_heading and room.purpose else look.name,
        data_room=look.data_room,
        icon=look.icon,
        href=url("room", room.id),
        back=back,
        is_heading=is_heading,
        who_label=who_sees(room),
        who_url=url("room_who", room.id),
        me_label=me_in(membership),
        me_icon="user-round" if naming_in(membership) == Room.Naming.REAL else "venetian-mask",
        me_url=url("room_me", room.id),
        place="messages" if room.kind == Room.Kind.CONVERSATION else "rooms",
        room_id=room.id,
        sponsor=sponsor_of(room),
    )


def who_sees(room: Room) -> str:
    if room.sight == Room.Sight.PUBLIC:
        return said("Anyone can read this")
    people = ngettext("%(count)s person sees this", "%(count)s people see this", room.people_count)
    return people % {"count": number(room.people_count)}


def me_in(membership: Membership) -> str:
    if membership.person_id is None:
        return said("You have no account")
    if membership.is_visitor:
        return said("You read from outside")
    naming = naming_in(membership)
    if naming == Room.Naming.PEN:
        return said("%(name)s (pen name)") % {"name": membership.pen_name}
    return said("A sealed name") if naming == Room.Naming.SEALED else membership.person.name


def naming_in(membership: Membership) -> str:
    """What the byline would say first; who only reads signs nothing."""
    return Room.Naming.REAL if membership.is_visitor else Byline.namings_for(membership)[0]


def sponsor_of(room: Room) -> str:
    if room.kind != Room.Kind.CHANNEL or room.organisation is None:
        return ""
    return said("%(company)s runs this channel and pays for it.") % {"company": room.organisation.name}
