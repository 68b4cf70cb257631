from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dayroom.web.kinds import LOOKS
from dayroom.web.seams import Tab, seams

KINDS = frozenset(LOOKS) - {"conversation"}


class Lobby(AppConfig):
    name = "dayroom.features.lobby"
    label = "lobby"

    def ready(self) -> None:
        seams.tabs += [
            Tab(key="about", title=_("About"), route="room_door", order=80, kinds=KINDS),
            Tab(key="people", title=_("People"), route="room_people", order=90, kinds=KINDS, verb="meet"),
        ]
