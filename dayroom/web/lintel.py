"""Over every door: where am I, who can see this, who am I here."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


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
    who_label: Words = _("Only you see this page")
    who_url: str | None = None
    who_text: Words = _("Only you. Nobody else sees this page.")
    me_label: Words = _("You have no account")
    me_icon: str = "user-round"
    me_url: str | None = None
    me_text: Words = _("Nobody knows who you are here. This page does not ask.")
    place: str = ""
    room_id: UUID | None = None

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
