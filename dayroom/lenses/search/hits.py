"""What the words find. Entries come from one database function that looks past the policies and says the room set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.reach import reachable

A_PAGE = 20
LONGEST_SECONDS = 2


class TooMuch(Exception):
    """The search took longer than one search may; fewer or rarer words are quicker."""


@dataclass(frozen=True, slots=True)
class Hit:
    id: UUID
    room_id: UUID
    thread_id: UUID | None
    title: str
    text: str
    about: str
    language: str
    at: datetime
    room_kind: str
    room_title: str
    name: str
    naming: str
    line: str
    hat: str
    organisation: str


def entries(
    words: str, *, language: str, membership: Membership | None = None, before: UUID | None = None, best: bool = False
) -> list[Hit]:
    """Published words of the rooms the named person sees, newest first; `best` ranks the newest thousand of them."""
    only = membership.room_id if membership else None
    with within_time(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM search_entries(%s, %s, %s, %s, %s, %s)", [words, language, only, before, A_PAGE + 1, best]
        )
        return [Hit(*row) for row in cursor.fetchall()]


def rooms(words: str) -> QuerySet[Room]:
    """My rooms and the doors one may look for; which doors show at all is the policy's answer."""
    known = Room.objects.filter(Q(id__in=Room.objects.mine()) | Q(id__in=Room.objects.listed()))
    return known.about(words).select_related("organisation").order_by("-people_count", "id")


def people(words: str, *, person: Person) -> QuerySet[Person]:
    return reachable(person).named_like(words).order_by("name", "id")


@contextmanager
def within_time() -> Iterator[None]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{LONGEST_SECONDS}s"])
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise TooMuch from error
        raise
