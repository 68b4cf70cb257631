"""The people who are measured, and what their requests ask the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client

from dayroom.kernel.people.models import Person
from dayroom.kernel.people.sessions import SessionStore
from dayroom.kernel.rooms.models import Entry, Membership
from dayroom.kernel.wall import acting, as_owner
from dayroom.project.settings import PLANS

Statement = tuple[str, object]
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


@dataclass(frozen=True)
class Reader:
    person: Person
    session: str

    @property
    def cookie(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}"


def reader(number: int) -> Reader:
    return sign_in(Person.objects.get(email=f"p{number}@bench.invalid"))


def sign_in(person: Person) -> Reader:
    store = SessionStore()
    store.update(
        {SESSION_KEY: str(person.id), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], HASH_SESSION_KEY: ""}
    )
    store.create()
    store.save()
    return Reader(person, str(store.session_key))


def measured_thread() -> Entry:
    with as_owner("bench"):
        return Entry.objects.get(title="The measured thread", parent=None)


def another_thread() -> Entry:
    """In the same room; what is posted for measuring must not lengthen the thread that is measured."""
    with as_owner("bench"):
        measured = Entry.objects.get(title="The measured thread", parent=None)
        others = Entry.objects.filter(room_id=measured.room_id, parent=None).exclude(id=measured.id)
        return others.order_by("id")[0]


def busy_rooms(*, many: int, listeners: int) -> list[tuple[UUID, list[Person]]]:
    """Rooms of middling size, each with listeners of its own that no other room of the list shares."""
    taken: set[UUID] = set()
    rooms: list[tuple[UUID, list[Person]]] = []
    with as_owner("bench"):
        sized = Membership.objects.filter(room__people_count__gt=listeners * 2, room__naming="pen").values_list(
            "room_id", flat=True
        )
        for room_id in dict.fromkeys(sized.order_by("room__people_count")[: many * 2000]):
            seats = (
                Membership.objects.filter(room_id=room_id)
                .exclude(person_id__in=taken)
                .select_related("person")[:listeners]
            )
            people = [seat.person for seat in seats]
            if len(people) == listeners:
                taken |= {person.id for person in people}
                rooms.append((room_id, people))
            if len(rooms) == many:
                break
    return rooms


def statements(act: Callable[[Client], object], *, of: Reader) -> list[Statement]:
    """What a request asks the database, without the transaction's own words."""
    seen: list[Statement] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if not sql.lstrip().upper().startswith(CONTROL):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = of.session
    with connection.execute_wrapper(note):
        act(client)
    return seen


@contextmanager
def replayed(wanted: list[Statement], *, of: Reader, address: str) -> Iterator[Callable[[], None]]:
    """The same statements straight from prepared ones, as the application's role and in the reader's name."""
    with psycopg.connect(address, options=str(PLANS["options"])) as straight:
        straight.prepare_threshold = 0

        def once() -> None:
            straight.execute("SELECT set_config('app.person', %s, true)", [str(of.person.id)])
            for sql, params in wanted:
                straight.execute(sql.encode(), params)  # type: ignore[call-overload]
            straight.rollback()

        yield once


def say_something(room_id: UUID, person: Person) -> None:
    with acting(person.id):
        membership = (
            Membership.objects.live().select_related("room", "hat__organisation").get(room_id=room_id, person=person)
        )
        Entry.say(membership, kind="post", text="A word for the listeners.", title="Listen")
