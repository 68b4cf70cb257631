"""Who may do what in a room: one rule in three shapes.

Sight is the view `my_rooms` in the database (`EntryQuerySet.seen`, `RoomQuerySet.mine`); what a role may do is the
table MAY; `in_room(verb)` takes the raw id away from a view and gives it the caller's membership.
"""

from collections.abc import Callable
from functools import wraps
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Hat, Organisation, Person
from dayroom.kernel.people.visit import View, Visit, to_sign_in
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.kernel.rooms.refusals import NotAllowed

Role = Membership.Role

MAY: dict[str, frozenset[str]] = {
    Role.HOST: frozenset({"read", "meet", "write", "react", "leave", "admit", "moderate", "settle"}),
    Role.MODERATOR: frozenset({"read", "meet", "write", "react", "leave", "admit", "moderate"}),
    Role.MEMBER: frozenset({"read", "meet", "write", "react", "leave"}),
    Role.OBSERVER: frozenset({"read", "meet", "leave"}),
    Role.VISITOR: frozenset({"read"}),
}


def may(membership: Membership, verb: str) -> bool:
    return verb in MAY[membership.role]


# Every page of a room begins here, and making this statement anew from querysets costs 2 ms, more than all the rest
# of a page.
JOINED: tuple[tuple[str, type[Model]], ...] = (
    ("m", Membership),
    ("r", Room),
    ("o", Organisation),
    ("h", Hat),
    ("ho", Organisation),
)
COLUMNS = [[field.attname for field in model._meta.concrete_fields] for _alias, model in JOINED]
MINE = f"""
SELECT {", ".join(f"{alias}.{name}" for (alias, _model), names in zip(JOINED, COLUMNS, strict=True) for name in names)}
FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id LEFT JOIN people_organisation o ON o.id =
r.organisation_id
LEFT JOIN people_hat h ON h.id = m.hat_id LEFT JOIN people_organisation ho ON ho.id = h.organisation_id
WHERE m.person_id = %s AND m.room_id = %s AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
"""  # noqa: S608


def find_membership(room_id: UUID, person: Person | None) -> Membership:
    """The caller's live membership, or a visitor's in a public room; Http404 when there is neither, as for no
    room at all.
    """
    mine = my_membership(room_id, person) if person else None
    if mine:
        return mine
    room = Room.objects.filter(id=room_id, sight=Room.Sight.PUBLIC).select_related("organisation").first()
    if room is None:
        raise Http404
    return Membership(person=person, room=room, role=Role.VISITOR)


def my_membership(room_id: UUID, person: Person) -> Membership | None:
    """With its room and hat, and their organisations."""
    with connection.cursor() as cursor:
        cursor.execute(MINE, [person.id, room_id])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    records: list[Any] = []
    for (_alias, model), names in zip(JOINED, COLUMNS, strict=True):
        columns = list(islice(values, len(names)))
        records.append(model.from_db(connection.alias, names, columns) if columns[0] is not None else None)
    membership: Membership = records[0]
    room, runner, hat, employer = records[1:]
    room.organisation = runner
    if hat:
        hat.organisation = employer
    membership.person, membership.room, membership.hat = person, room, hat
    return membership


def in_room(verb: str, *, logged: bool = True) -> Callable[[View], View]:
    """The view's first argument after the request is the caller's membership; it never sees a room's id.

    Not logged: what a page that is logged itself loads by the dozen, such as its thumbnails.
    """
    assert any(verb in verbs for verbs in MAY.values())

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Visit, room_id: UUID, **rest: Any) -> HttpResponse:
            request.denied = denial(view, verb, person=request.person, room_id=room_id)
            membership = find_membership(room_id, request.person)
            if not may(membership, verb):
                if request.person is None:
                    return to_sign_in(request)
                raise NotAllowed(
                    _("You are in this room, but this is for the people who look after it or write in it.")
                )
            response = view(request, membership, **rest)
            request.denied = None
            if logged:
                log_read(view, membership, rest)
            return response

        guarded.door = f"in-room:{verb}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def at_door(view: View) -> View:
    """For people who may know of a room without being in it: the view gets the room, and never its id.

    Strangers may look, not act.
    """

    @wraps(view)
    def guarded(request: Visit, room_id: UUID, **rest: Any) -> HttpResponse:
        request.denied = denial(view, "knock", person=request.person, room_id=room_id)
        room = Room.objects.doors().filter(id=room_id).select_related("organisation", "gate_organisation").first()
        if room is None:
            raise Http404
        request.denied = None
        if request.person is None and request.method not in ("GET", "HEAD"):
            return to_sign_in(request)
        return view(request, room, **rest)

    guarded.door = "at-door"  # type: ignore[attr-defined]
    return guarded


def denial(view: View, verb: str, *, person: Person | None, room_id: UUID) -> Act | None:
    """Written only if the request ends in a refusal.

    The same line for a closed room and for none (R4); strangers leave none.
    """
    if person is None:
        return None
    return Act(
        verb=f"{view.__name__}.{verb}",
        actor_id=person.id,
        object_kind="room",
        object_id=room_id,
        room_id=room_id,
        outcome="denied",
    )


def log_read(view: View, membership: Membership, rest: dict[str, Any]) -> None:
    """R100: in rooms that log reads, who looked at what; the circle's patient can ask for it."""
    if not membership.room.reads_logged or membership.is_visitor:
        return
    Event.objects.record(
        Act(
            verb=f"read.{view.__name__}",
            actor_id=membership.person_id,
            hat=membership.hat.kind if membership.hat else "",
            object_kind=next(iter(rest), "room").removesuffix("_id"),
            object_id=next(iter(rest.values()), membership.room_id),
            room_id=membership.room_id,
            on_behalf_of_id=membership.on_behalf_of_id,
        )
    )


def officers_only(view: View) -> View:
    """The site's own desk. For everybody else it does not exist."""

    @wraps(view)
    def guarded(request: Visit, **rest: Any) -> HttpResponse:
        if request.person is None or not request.person.officer:
            raise Http404
        return view(request, **rest)

    guarded.door = "staff"  # type: ignore[attr-defined]
    return guarded
