"""Loads the invented network: everybody speaks for themselves, through the same verbs as the pages and with the wall
up.

The owner's role makes the people and their checked claims, and at the end sets the clocks back; nothing else.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from dayroom.features.polls.models import Poll
from dayroom.features.posts.models import Citation
from dayroom.kernel.files.models import File
from dayroom.kernel.notices.models import Notice
from dayroom.kernel.people.models import Credential, Hat, Organisation, Person
from dayroom.kernel.rooms.models import Ask, Entry, Membership, Reaction, Room
from dayroom.kernel.wall import acting, as_owner
from dayroom.project.demonstration.papers import PAPERS

FOLDER = Path(__file__).parent
DOMAIN = "demo.invalid"
# Everybody was here then, and has read what there was.
LAST_VISIT = timedelta(hours=26)
SPANS = {"d": "days", "h": "hours", "m": "minutes"}
Told = dict[str, Any]


@dataclass
class Network:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    ages: dict[str, timedelta] = field(default_factory=dict)

    def membership(self, who: str, room: Room) -> Membership:
        found = Membership.objects.live().select_related("room", "hat__organisation")
        return found.get(person=self.people[who], room=room)

    def hat(self, who: str) -> Hat | None:
        return self.people[who].hats.first()


def load() -> Network:
    """The whole network in one transaction: all of it or nothing."""
    network = Network()
    with transaction.atomic():
        with as_owner("demonstrate"):
            make_people(network, read(FOLDER / "people.toml"))
        sayings = [
            saying for path in sorted((FOLDER / "rooms").glob("*.toml")) for saying in make_rooms(network, read(path))
        ]
        for saying in sorted(sayings, key=lambda told: span(told["ago"]), reverse=True):
            say(network, saying)
        for saying in sayings:
            react(network, saying)
        with as_owner("demonstrate"):
            set_clocks_back(network)
    return network


def read(path: Path) -> Told:
    return tomllib.loads(path.read_text())


def span(ago: str) -> timedelta:
    return timedelta(**{SPANS[part[-1]]: int(part[:-1]) for part in ago.split()})


def make_people(network: Network, told: Told) -> None:
    for line in told["organisation"]:
        key = line.pop("key")
        network.organisations[key] = Organisation.objects.create(**line)
    for line in told["person"]:
        network.people[line["key"]] = make_person(network, line)
    checker = network.people["sofie"]
    for line in told["person"]:
        for check in line.get("checks", []):
            make_claim(network.people[line["key"]], check, checker=checker)


def make_person(network: Network, line: Told) -> Person:
    taken = ("key", "hats", "checks", "residence", "shows")
    person = Person.objects.create_user(
        f"{line['key']}@{DOMAIN}", findable=True, **{name: value for name, value in line.items() if name not in taken}
    )
    for hat in line["hats"]:
        organisation = network.organisations.get(hat.get("organisation", ""))
        Hat.put_on(person, kind=hat["kind"], line=hat["line"], organisation=organisation)
    if "residence" in line:
        Credential.declare(person, kind=Credential.Kind.RESIDENCE, country=line["residence"])
    return person


def make_claim(person: Person, check: Told, *, checker: Person) -> None:
    claim = Credential.declare(
        person,
        kind=Credential.Kind.PROFESSION,
        profession=check["profession"],
        specialty=check["specialty"],
        country=check["country"],
        registry="Invented register",
        number=f"INV-{1000 + Credential.objects.count()}",
    )
    if check["level"]:
        until = timezone.localdate() + timedelta(days=365 * check["years"])
        claim.check_off(by=checker, level=check["level"], evidence="Invented for the demonstration", valid_until=until)


def make_rooms(network: Network, told: Told) -> Iterator[Told]:
    """Makes the rooms of one file and hands on what is said in them."""
    usual = ""
    if "room" in told:
        usual = told["room"]["key"]
        make_room(network, told["room"])
    for line in told.get("side", []):
        make_side_room(network, line, circle=network.rooms[usual])
    for line in told.get("conversation", []):
        make_conversation(network, line)
    for saying in told["say"]:
        yield {"room": usual, **saying}


def make_room(network: Network, line: Told) -> None:
    taken = ("key", "kind", "title", "host", "members", "asks", "organisation")
    policy = {name: value for name, value in line.items() if name not in taken}
    if "organisation" in line:
        policy["organisation"] = network.organisations[line["organisation"]]
    host = network.people[line["host"]]
    with acting(host.id):
        room = Room.found(kind=line["kind"], title=line["title"], founder=host, **policy)
        room.save(force_insert=True)
        Membership.enter(host, room, role=Membership.Role.HOST, hat=network.hat(line["host"]))
        for who, terms in line["members"].items():
            role, pen, beside = [*terms.split(":"), "", ""][:3]
            names = {"hat": network.hat(who), "pen_name": pen, "pen_line": beside}
            Membership.enter(network.people[who], room, by=host, role=role, reason="asked and let in", **names)
    network.rooms[line["key"]] = room
    for ask in line.get("asks", []):
        with acting(network.people[ask["who"]].id):
            Ask.make(
                room,
                person=network.people[ask["who"]],
                hat=network.hat(ask["who"]),
                pen_name=ask["pen"],
                message=ask["message"],
            )


def make_side_room(network: Network, line: Told, *, circle: Room) -> None:
    host = network.people[line["host"]]
    with acting(host.id):
        room = Room.found(kind=Room.Kind.CIRCLE, title=line["title"], parent=circle, founder=host)
        room.save(force_insert=True)
        Membership.enter(host, room, role=Membership.Role.HOST, hat=network.hat(line["host"]))
        for who in line["members"]:
            Membership.enter(network.people[who], room, by=host, hat=network.hat(who))
    network.rooms[line["key"]] = room


def make_conversation(network: Network, line: Told) -> None:
    first, *others = line["who"]
    starter = network.people[first]
    with acting(starter.id):
        room = Room.found(kind=Room.Kind.CONVERSATION, title=line["title"], founder=starter)
        room.save(force_insert=True)
        Membership.enter(starter, room, role=Membership.Role.HOST, hat=network.hat(first))
        for who in others:
            Membership.enter(network.people[who], room, by=starter, hat=network.hat(who))
    network.rooms[line["key"]] = room


def say(network: Network, told: Told) -> None:
    room, who = network.rooms[told["room"]], told["who"]
    kind = "poll" if "poll" in told else "post"
    with acting(network.people[who].id):
        membership = network.membership(who, room)
        entry = Entry.say(
            membership,
            kind=kind,
            text=told["text"],
            title=told.get("title", ""),
            about=told.get("about", ""),
            language=told.get("language", ""),
            parent=network.entries.get(told.get("to", "")),
            naming=told.get("naming", ""),
        )
        add_papers(membership, entry, told)
        if "cites" in told:
            Citation.objects.create(entry=entry, room=room, cited=network.entries[told["cites"]])
        if "cites_doi" in told:
            Citation.objects.create(entry=entry, room=room, register=Citation.Register.DOI, number=told["cites_doi"])
        if "poll" in told:
            poll = told["poll"]
            closes_at = timezone.now() + timedelta(days=4)
            Poll.ask(entry, question=poll["question"], options=poll["options"], closes_at=closes_at, by=membership)
    network.entries[told["id"]] = entry
    network.ages[told["id"]] = span(told["ago"])


def add_papers(membership: Membership, entry: Entry, told: Told) -> None:
    for line in (told[key] for key in ("picture", "document") if key in told):
        taken = File.take_in(membership, name=line["name"], sent=BytesIO(PAPERS[line["file"]]()))
        taken.describe(alt=line.get("alt", ""), veiled=False)
        taken.attach(entry, by=membership)


def react(network: Network, told: Told) -> None:
    entry, room = network.entries[told["id"]], network.rooms[told["room"]]
    for who, kind in told.get("reactions", {}).items():
        with acting(network.people[who].id):
            Reaction.toggle(entry, by=network.membership(who, room), kind=kind)
    for who, place in told.get("poll", {}).get("votes", {}).items():
        with acting(network.people[who].id):
            poll = Poll.objects.get(entry=entry)
            poll.vote(poll.options.get(place=place - 1), by=network.membership(who, room))
    if "withdrawn" in told:
        by = told["withdrawn"]["by"]
        with acting(network.people[by].id):
            Entry.objects.get(id=entry.id).withdraw(network.membership(by, room), reason=told["withdrawn"]["reason"])


def set_clocks_back(network: Network) -> None:
    """Only what a page shows as a time; ids and the audit keep the true moment of loading."""
    now = timezone.now()
    old = Entry.objects.filter(room_id=OuterRef("room_id"), created_at__lt=now - LAST_VISIT)
    read_to = old.order_by("-id").values("id")[:1]
    told_at = Entry.objects.filter(id=OuterRef("entry_id")).values("created_at")[:1]
    for key, entry in network.entries.items():
        Entry.objects.filter(id=entry.id).update(created_at=now - network.ages[key])
    Notice.objects.filter(entry__isnull=False).update(created_at=Subquery(told_at))
    Room.objects.filter(id__in=[room.id for room in network.rooms.values()]).update(created_at=now - timedelta(days=60))
    Membership.objects.update(since=now - timedelta(days=45), seen_up_to=Subquery(read_to))
    Notice.objects.filter(kind=Notice.Kind.BROUGHT_IN).update(created_at=now - timedelta(days=45), seen_at=now)
    Notice.objects.filter(created_at__lt=now - LAST_VISIT).update(seen_at=now)
