"""How each kind of room looks and what it is called: the one place that maps the code's word to the page's."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Look:
    data_room: str
    icon: str
    name: str | Promise


LOOKS = {
    "circle": Look(data_room="care", icon="heart-handshake", name=_("Care circle")),
    "community": Look(data_room="community", icon="users-round", name=_("Community")),
    "professional": Look(data_room="pro", icon="stethoscope", name=_("Professional room")),
    "channel": Look(data_room="company", icon="building-2", name=_("Company channel")),
    "commons": Look(data_room="commons", icon="flask-conical", name=_("Open science")),
    "column": Look(data_room="commons", icon="pen-line", name=_("Column")),
    "conversation": Look(data_room="private", icon="lock-keyhole", name=_("Private conversation")),
}
DESK = Look(data_room="desk", icon="key-round", name=_("Desk"))


def look_of(kind: str) -> Look:
    return LOOKS[kind]
