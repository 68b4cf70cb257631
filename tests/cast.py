"""The fixed cast of every test: invented people with roles everyone knows, and the rooms they meet in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_django
from django.db import connection, transaction
from django.test import Client

from dayroom.kernel.people.models import Credential, Hat, Organisation, Person
from dayroom.kernel.rooms.models import Entry, Membership, Room
from dayroom.kernel.wall import acting, as_owner

PASSWORD = "long enough for anybody 7"


ROOMS = 7


@dataclass
class Cast:
    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        if name in self.__dict__.get("people", {}):
            return self.people[name]
        raise AttributeError(name)

    @contextmanager
    def as_(self, who: str | None) -> Iterator[None]:
        """Everything inside happens in the name of this one of the cast; None is a stranger."""
        with acting(self.people[who].id if who else None):
            yield

    def client(self, who: str | None) -> Client:
        """A browser signed in as this one of the cast."""
        if who is None:
            return Client()
        if who not in self.clients:
            self.clients[who] = Client()
            with self.as_(None):
                self.clients[who].force_login(self.people[who])
            # They came in by two steps, so that no page sends officers away to set up the second.
            session = self.clients[who].session
            session["strong"] = True
            session.save()
        return self.clients[who]

    def membership(self, who: str, room: str) -> Membership:
        found = (
            Membership.objects.live().select_related("room", "hat").get(person=self.people[who], room=self.rooms[room])
        )
        found.person = self.people[who]
        return found

    def say(self, who: str, room: str, text: str = "Something said.", **more: object) -> Entry:
        with self.as_(who):
            return Entry.say(self.membership(who, room), kind=str(more.pop("kind", "post")), text=text, **more)  # type: ignore[arg-type]

    def sees(self, who: str | None, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[object, ...]]:
        """Raw SQL as the application role in this one's name: what the second wall shows by itself."""
        with self.as_(who), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone()[0] == "dayroom_app", "the wall must be up for this to mean anything"
            cursor.execute(sql, list(parameters))
            return list(cursor.fetchall())


HATS = {
    "host": Hat.Kind.MODERATOR,
    "member": Hat.Kind.PATIENT,
    "observer": Hat.Kind.CARER,
    "outsider": Hat.Kind.PATIENT,
    "patient": Hat.Kind.PATIENT,
    "carer": Hat.Kind.CARER,
    "clinician": Hat.Kind.CLINICIAN,
    "colleague": Hat.Kind.CLINICIAN,
    "company": Hat.Kind.COMPANY,
    "officer": Hat.Kind.MODERATOR,
    "second_officer": Hat.Kind.MODERATOR,
}
NAMES = {
    "host": "Hanna Host",
    "member": "Marek Member",
    "observer": "Olga Observer",
    "outsider": "Otto Outsider",
    "patient": "Petra Patient",
    "carer": "Carlo Carer",
    "clinician": "Dr Clara Clinician",
    "colleague": "Dr Kofi Colleague",
    "company": "Elin Company",
    "officer": "Jonas Officer",
    "second_officer": "Sofie Officer",
}


def make_people(cast: Cast) -> None:
    company = Organisation.objects.create(name="Aldane Pharma (invented)", kind="company", country="SE")
    for who, name in NAMES.items():
        person = Person.objects.create_user(f"{who}@example.org", name=name, officer="officer" in who, password=None)
        cast.people[who] = person
        Hat.objects.create(person=person, kind=HATS[who], organisation=company if who == "company" else None)
    for who in ("clinician", "colleague"):
        Credential.objects.create(
            person=cast.people[who],
            kind="profession",
            profession="physician",
            specialty="neurology",
            country="IT",
            level=2,
            state="checked",
            registry="test",
            number=f"N-{who}",
            verifier=cast.people["officer"],
        )


def make_room(cast: Cast, key: str, *, host: str, members: dict[str, str], **policy: object) -> Room:
    """`members` maps one of the cast to a pen name, or to the word observer."""
    with cast.as_(host):
        room = Room.found(title=f"The {key} room", founder=cast.people[host], **policy)  # type: ignore[arg-type]
        room.save(force_insert=True)
        Membership.enter(cast.people[host], room, role=Membership.Role.HOST, hat=cast.people[host].hats.first())
        for who, pen in members.items():
            role = Membership.Role.OBSERVER if pen == "observer" else Membership.Role.MEMBER
            Membership.enter(
                cast.people[who],
                room,
                by=cast.people[host],
                role=role,
                hat=cast.people[who].hats.first(),
                pen_name="" if role == Membership.Role.OBSERVER else pen,
            )
    cast.rooms[key] = room
    return room


@pytest.fixture(scope="session")
def _cast_is_there(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Made once for the whole run; each test changes it inside a transaction of its own that is taken back."""
    with django_db_blocker.unblock():
        find_cast() or make_cast()


@pytest.fixture
def cast(_cast_is_there: None, db: None) -> Cast:
    # A test that needs real transactions empties the tables after itself.
    return find_cast() or make_cast()


def find_cast() -> Cast | None:
    cast = Cast()
    with as_owner("demonstrate"):
        people = {str(person.email).partition("@")[0]: person for person in Person.objects.all()}
        cast.people = {who: people[who] for who in NAMES if who in people}
        cast.rooms = {room.title.split()[1]: room for room in Room.objects.filter(title__startswith="The ")}
    return cast if len(cast.people) == len(NAMES) and len(cast.rooms) == ROOMS else None


@transaction.atomic
def make_cast() -> Cast:
    cast = Cast()
    with as_owner("demonstrate"):
        make_people(cast)
    company = Organisation.objects.get(kind="company")
    make_room(cast, "community", host="host", members={"member": "Rowan", "observer": "observer"}, kind="community")
    make_room(cast, "circle", host="patient", members={"carer": "", "clinician": "", "colleague": ""}, kind="circle")
    make_room(cast, "professional", host="clinician", members={"colleague": ""}, kind="professional")
    make_room(cast, "channel", host="company", members={"member": ""}, kind="channel", organisation=company)
    make_room(cast, "commons", host="colleague", members={"clinician": ""}, kind="commons")
    make_room(cast, "side", host="patient", members={"carer": ""}, kind="circle", parent=cast.rooms["circle"])
    make_room(cast, "conversation", host="carer", members={"clinician": ""}, kind="conversation")
    return cast
