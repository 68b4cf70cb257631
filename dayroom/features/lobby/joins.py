from django.utils.translation import gettext_lazy as _

from dayroom.features.lobby.needs import people_who_ask
from dayroom.kernel.rooms.models import Room
from dayroom.web.seams import Tab, seams

KINDS = frozenset(Room.Kind.values) - {Room.Kind.CONVERSATION}

seams.tabs += [
    Tab(key="about", title=_("About"), route="room_door", order=80, kinds=KINDS),
    Tab(key="people", title=_("People"), route="room_people", order=90, kinds=KINDS, verb="meet"),
]
seams.needs.append(people_who_ask)
