"""How what was found is shown: one shape for entries, rooms and people."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.models import Room
from dayroom.lenses.search.hits import Hit
from dayroom.lenses.search.snippet import marked, pattern_of, snippet
from dayroom.web.addresses import url
from dayroom.web.kinds import LOOKS, Look

# What a name in a list may say about a person: their profession and their employer, never that they are ill.
SAID_OF = (Hat.Kind.CLINICIAN, Hat.Kind.RESEARCHER, Hat.Kind.COMPANY)


@dataclass(frozen=True, slots=True)
class Found:
    look: Look | None
    href: str
    title: Markup
    detail: str
    words: Markup
    language: str = ""
    at: datetime | None = None


def of_entry(hit: Hit, *, asked: str) -> Found:
    look, pattern = LOOKS[hit.room_kind], pattern_of(asked)
    folded = _("About %(what)s. Open it to read.") % {"what": hit.about} if hit.about else ""
    return Found(
        look=look,
        href=way_to(hit),
        title=marked(hit.title or hit.room_title or str(look.name), pattern),
        detail=" · ".join((signed(hit), hit.room_title or str(look.name))),
        words=marked(folded, None) if folded else snippet(hit.text, pattern),
        language=hit.language,
        at=hit.at,
    )


def way_to(hit: Hit) -> str:
    if hit.room_kind == Room.Kind.CONVERSATION:
        return f"{url('conversation', hit.room_id)}?around={hit.id}#e-{hit.id}"
    return f"{url('thread', hit.room_id, hit.thread_id or hit.id)}#e-{hit.id}"


def signed(hit: Hit) -> str:
    if hit.hat == Hat.Kind.COMPANY and hit.organisation:
        return _("%(name)s, who works for %(company)s") % {"name": hit.name, "company": hit.organisation}
    return f"{hit.name}, {hit.line}" if hit.line else hit.name


def of_room(room: Room, *, asked: str, mine: bool) -> Found:
    look, pattern = LOOKS[room.kind], pattern_of(asked)
    address = (
        "conversation"
        if room.kind == Room.Kind.CONVERSATION
        else "room"
        if mine or room.sight == Room.Sight.PUBLIC
        else "room_door"
    )
    detail = str(look.name) if not mine else _("%(kind)s, you are in it") % {"kind": look.name}
    return Found(
        look=look,
        href=url(address, room.id),
        title=marked(str(room), pattern),
        detail=detail,
        words=marked(room.purpose, pattern),
    )


def of_person(person: Person, *, asked: str) -> Found:
    hats = [hat for hat in person.hats.all() if hat.put_down_at is None and hat.kind in SAID_OF]
    return Found(
        look=None,
        href=f"{url('new_conversation')}?to={person.id}",
        title=marked(person.name, pattern_of(asked)),
        detail=" · ".join(said_of(hat) for hat in hats),
        words=Markup(""),
    )


def said_of(hat: Hat) -> str:
    if hat.kind == Hat.Kind.COMPANY and hat.organisation:
        return _("Works for %(company)s") % {"company": hat.organisation.name}
    return str(hat)
