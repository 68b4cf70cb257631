"""The places where one is signed in. Their keys never leave the server; a page names a window by a fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Session
from dayroom.kernel.people.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Window:
    name: str
    agent: str
    seen_at: datetime
    is_here: bool


def windows_of(request: Visit) -> list[Window]:
    here = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return [
        Window(name=fingerprint(row), agent=row.agent, seen_at=row.seen_at, is_here=row.session_key == here)
        for row in live(request)
    ]


def end(request: Visit, name: str) -> None:
    row = next((row for row in live(request) if fingerprint(row) == name), None)
    if row is None:
        raise Http404
    row.delete()
    record(request, ended=1)


def end_others(request: Visit) -> None:
    here = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    ended, _rows = request.person.sessions.exclude(session_key=here).delete()  # type: ignore[union-attr]
    record(request, ended=ended)


def live(request: Visit) -> list[Session]:
    assert request.person
    return list(request.person.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at"))


def fingerprint(row: Session) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:24]


def record(request: Visit, *, ended: int) -> None:
    assert request.person
    person_id = request.person.id
    Event.objects.record(
        Act(verb="session.end", actor_id=person_id, object_kind="person", object_id=person_id, facts={"ended": ended})
    )
