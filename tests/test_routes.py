"""Every address × everybody of the cast × every method, taken from the resolver: what the outsider gets is nothing."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import NAMES, Cast

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
DOORS = re.compile(r"public|signed-in|in-room:\w+|at-door|staff|token")
PRIVATE = ["circle", "side", "conversation", "professional", "community", "channel"]
TELLING = ("Set-Cookie", "Server-Timing")


@dataclass(frozen=True)
class Route:
    pattern: str
    door: str
    names: tuple[str, ...]

    def address(self, given: dict[str, object]) -> str:
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given.get(found[1], uuid.UUID(int=7))), self.pattern)
        return "/" + filled


def walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[Route]:
    for one in patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, pattern)
        else:
            names = tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
            yield Route(pattern, getattr(one.callback, "door", ""), names)


ROUTES = list(walk(get_resolver().url_patterns))
IN_ROOMS = [route for route in ROUTES if "room_id" in route.names]


def as_id(route: Route) -> str:
    return route.pattern


def ask(cast: Cast, who: str | None, method: str, address: str) -> HttpResponse:
    client = cast.client(who)
    client.raise_request_exception = False
    return client.generic(method, address)  # type: ignore[return-value]


def shown(answer: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """All that a browser gets, less what is drawn anew for every answer."""
    headers = {name: value for name, value in answer.items() if name not in TELLING}
    return answer.status_code, b"" if answer.streaming else answer.content, headers


def things_in(cast: Cast, room: str) -> dict[str, object]:
    """Ids that exist, for every name an address may ask for."""
    writer = {
        "circle": "carer",
        "side": "patient",
        "conversation": "carer",
        "professional": "clinician",
        "commons": "colleague",
    }.get(room, "host")
    writer = "company" if room == "channel" else writer
    entry = cast.say(writer, room, "Words nobody outside may see.", title="A title nobody outside may see")
    membership = None
    with cast.as_(writer):
        membership = cast.membership(writer, room)
    given: dict[str, object] = {"room_id": cast.rooms[room].id, "entry_id": entry.id, "membership_id": membership.id}
    return given | {
        "byline_id": entry.byline_id,
        "person_id": cast.people[writer].id,
        "kind": "thanks",
        "token": "x",
        "pk": 1,
    }


@pytest.mark.parametrize("route", ROUTES, ids=as_id)
def test_every_address_says_whose_door_it_is(route: Route) -> None:
    assert DOORS.fullmatch(route.door), "no door: nobody has said who may come in here"
    if "room_id" in route.names:
        assert route.door.startswith("in-room:") or route.door == "at-door"


@pytest.mark.django_db
@pytest.mark.parametrize("room", PRIVATE)
def test_the_outsider_finds_nothing_where_a_room_is(cast: Cast, room: str) -> None:
    """Byte for byte what one gets where there is no room at all (R1, R4)."""
    assert len(IN_ROOMS) > 10, "need addresses in rooms for this to mean anything"
    given = things_in(cast, room)
    nowhere = given | {"room_id": uuid.uuid4(), "entry_id": uuid.uuid4(), "membership_id": uuid.uuid4()}
    different = []
    for route in IN_ROOMS:
        if route.door == "at-door" and room in ("professional", "community", "channel"):
            continue  # a door that everybody may look for
        for method in METHODS:
            real = shown(ask(cast, "outsider", method, route.address(given)))
            none = shown(ask(cast, "outsider", method, route.address(nowhere)))
            if real != none or real[0] != 404:
                different.append(f"{method} {route.pattern}: {real[0]} and {none[0]}")
    assert different == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", [None, *NAMES])
def test_nobody_of_the_cast_meets_a_fault_or_an_open_desk(cast: Cast, who: str | None) -> None:
    given = things_in(cast, "circle")
    faults = []
    for route in ROUTES:
        for method in METHODS:
            answer = ask(cast, who, method, route.address(given))
            status = answer.status_code
            if status >= 500:
                faults.append(f"{method} {route.pattern}: {status}")
            if route.door == "staff" and who is not None and "officer" not in who and status != 404:
                faults.append(f"{method} {route.pattern} opens the desk: {status}")
            if route.door in ("staff", "signed-in") and who is None and status not in (302, 401, 405):
                faults.append(f"{method} {route.pattern} answers a stranger: {status}")
            if "Words nobody outside may see." in _text(answer) and who not in (
                "patient",
                "carer",
                "clinician",
                "colleague",
            ):
                faults.append(f"{method} {route.pattern} says it to {who}")
    assert faults == []


def _text(answer: HttpResponse) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")
