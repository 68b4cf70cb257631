"""Every address of the product that answers with a page, with ids of the invented network: from the resolver, so that
no page is forgotten.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from dayroom.kernel.files.models import File
from dayroom.kernel.people.models import Credential
from dayroom.kernel.rooms.models import Invitation, Membership
from dayroom.kernel.wall import acting, as_owner
from dayroom.project.demonstration.network import Network
from tests.test_routes import ROUTES

# Addresses that show nobody a page of their own, each with the reason.
NO_PAGE = {
    "counts": "numbers for a script",
    "notices/<uuid:notice_id>": "leads on to what the notice is about",
    "invitations/<str:token>/qr.svg": "a picture, looked at on the page of invitations",
    "sign-in/code/confirm": "only after a code was asked for; a state below",
    "sign-in/second-step": "only after a password; dayroom/features/account/tests/test_browser.py is there",
    "sign-in/passkey": "JSON for the passkey",
    "sign-in/again": "leads on",
    "sign-in/password/code": "only after a code was asked for; a state below",
    "sign-in/password/new": "only after a code; dayroom/features/account/tests",
    "sign-up/confirm": "only after signing up; a state below",
    "you/again": "leads on where there is no password to ask for",
    "you/again/code": "only with an app for codes",
    "you/again/passkey": "only with a passkey",
    "you/app/remove": "only with an app for codes",
    "you/recovery": "only with a second step",
    "you/recovery/new": "only with a second step",
    "you/passkeys/<int:pk>/remove": "only with a passkey",
    "you/app": "only with a confirmed address; dayroom/features/account/tests/test_browser.py is there",
    "you/passkeys/new": "only with a confirmed address; dayroom/features/account/tests/test_browser.py is there",
    "you/password": "leads on to the first password; the invented people have none",
    "rooms/<uuid:room_id>/threads/<uuid:entry_id>/part": "a part of the room's page",
    "rooms/<uuid:room_id>/entries/<uuid:entry_id>": "a part of the thread's page",
    "rooms/<uuid:room_id>/files/<uuid:file_id>/original": "a file",
    "rooms/<uuid:room_id>/files/<uuid:file_id>/view": "a file",
    "rooms/<uuid:room_id>/files/<uuid:file_id>/thumbnail": "a picture",
    "rooms/<uuid:room_id>/files/<uuid:file_id>/picture": "a picture",
    "messages/<uuid:room_id>/said/<uuid:entry_id>": "a part of the conversation's page",
}
STRANGERS = re.compile("sign-|invitations/<str:token>$")
# A page that says what is not possible, with a status that says so too.
REFUSALS = {"sign-in/closed": 403}
ROOM = "rooms/<uuid:room_id>/"
OWNERS = {f"you/claims/<uuid:credential_id>/{act}": "nuala" for act in ("move", "take-back")}


@dataclass(frozen=True)
class Place:
    """`who` looks at an address; `pattern` is the line of the resolver it stands for."""

    pattern: str
    who: str | None
    address: str

    @property
    def name(self) -> str:
        return f"{self.who or 'a stranger'} at {self.pattern or 'home'}"


@dataclass(frozen=True)
class Scene:
    """Somebody in a room, with something there to look at."""

    who: str | None
    room: str
    entry: str


SCENES = {
    "community": Scene("astrid", "living_with_msa", "m0"),
    "member": Scene("ruth", "living_with_msa", "m1"),
    "circle": Scene("sam", "sams_circle", "c4"),
    "changed": Scene("anna", "sams_circle", "c4"),
    "paper": Scene("joy", "sams_circle", "c2"),
    "side": Scene("sam", "sams_evenings", "s1"),
    "sealed": Scene("chiara", "hard_cases", "h1"),
    "channel": Scene("berta", "insulin_plainly", ""),
    "commons": Scene(None, "msa_open_data", ""),
    "column": Scene("sofie", "movement_notes", ""),
    "german": Scene("berta", "diabetes", "t1"),
    "italian": Scene("giulia", "vivere", ""),
    "group": Scene("ruth", "thicker_drinks", "w4"),
    "pair": Scene("beata", "ruth_beata", "w5"),
}
# Where one scene does not show all there is.
MORE = {
    ROOM: ["community", "member", "circle", "sealed", "channel", "commons", "column", "german", "italian"],
    f"{ROOM}threads/<uuid:entry_id>": ["community", "member", "circle", "paper", "side", "sealed", "german"],
    f"{ROOM}write": ["community", "circle", "sealed", "member"],
    f"{ROOM}entries/<uuid:entry_id>/reply": ["circle", "sealed", "member"],
    f"{ROOM}people": ["community", "circle", "sealed", "member"],
    f"{ROOM}who": ["community", "circle", "sealed"],
    f"{ROOM}me": ["member", "circle", "sealed"],
    f"{ROOM}files/<uuid:file_id>": ["paper", "sealed", "circle"],
    f"{ROOM}entries/<uuid:entry_id>/withdraw": ["member", "community"],
    f"{ROOM}entries/<uuid:entry_id>/history": ["changed"],
    f"{ROOM}leave": ["member"],
    "messages/<uuid:room_id>/": ["group", "pair"],
}
# Who stands before a door that is not theirs yet: asked and waiting, shut, open.
DOORS = [
    ("lena", "living_with_msa"),
    ("henrik", "caring"),
    ("nuala", "hard_cases"),
    ("kemi", "msa_open_data"),
    ("astrid", "living_with_msa"),
]


def places(network: Network) -> list[Place]:
    pages = [route for route in ROUTES if route.pattern not in NO_PAGE]
    found = [place for route in pages for place in places_of(route.pattern, route.door, network)]
    found += [Place(f"{ROOM}door", who, f"/rooms/{network.rooms[room].id}/door") for who, room in DOORS]
    found += [Place("", who, "/") for who in ("giulia", "berta", "jonas", "elin", "astrid")]
    found += [Place("messages/", "giulia", "/messages/"), Place("components", "ruth", "/components")]
    return list(dict.fromkeys(found))


def places_of(pattern: str, door: str, network: Network) -> list[Place]:
    if "room_id" in pattern:
        usual = "group" if pattern.startswith("messages/") else "community"
        return [in_scene(pattern, SCENES[key], network) for key in MORE.get(pattern, [usual])]
    who = None if STRANGERS.match(pattern) else "jonas" if door == "staff" else OWNERS.get(pattern, "ruth")
    return [Place(pattern, who, fill(pattern, ids_of(network)))]


def in_scene(pattern: str, scene: Scene, network: Network) -> Place:
    room = network.rooms[scene.room]
    entry = network.entries[scene.entry or first_in(scene.room, network)]
    given: dict[str, object] = {"room_id": room.id, "entry_id": entry.id}
    with acting(network.people[scene.who].id if scene.who else None):
        if "file_id" in pattern:
            given["file_id"] = (
                File.objects.filter(room=room, entry__isnull=False).order_by("id").values_list("id", flat=True)[0]
            )
        if "membership_id" in pattern:
            others = Membership.objects.live().filter(room=room, role="member").order_by("id")
            given["membership_id"] = others.values_list("id", flat=True)[0]
    return Place(pattern, scene.who, fill(pattern, given))


def first_in(room: str, network: Network) -> str:
    return next(
        key
        for key, entry in network.entries.items()
        if entry.room_id == network.rooms[room].id and entry.parent_id is None
    )


def ids_of(network: Network) -> dict[str, object]:
    with as_owner("demonstrate"):
        claim = Credential.objects.get(person=network.people["nuala"], kind="profession")
        hat = network.people["ruth"].hats.get()
    return {"person_id": claim.person_id, "credential_id": claim.id, "hat_id": hat.id, "token": token(network)}


TOKENS: dict[UUID, str] = {}


def token(network: Network) -> str:
    """Of an invitation that is open; it can be read only when it is made."""
    room, host = network.rooms["sams_circle"], network.people["sam"]
    if room.id not in TOKENS:
        with acting(host.id):
            TOKENS[room.id] = Invitation.make(room, by=host)[1]
    return TOKENS[room.id]


def fill(pattern: str, given: dict[str, object]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given.get(found[1], UUID(int=7))), pattern)
