"""What is new in one room, as Home shows it. Drawn here, for in a template it takes as long as both statements."""

from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.kernel.rooms.feed import Line, RoomNews
from dayroom.lib.gist import gist
from dayroom.web.addresses import url
from dayroom.web.frame import is_part
from dayroom.web.jinja import icons
from dayroom.web.kinds import LOOKS
from dayroom.web.numbers import number
from dayroom.web.telling import Telling

PLAIN = ' class="plain"'


@dataclass(slots=True)
class Doorway:
    """A room with something new; the parts of a circle stand in the circle's."""

    room: RoomNews
    telling: Telling
    unread: int = 0
    pieces: list[str] = field(default_factory=list)

    @property
    def drawn(self) -> Markup:
        room, look = self.room, LOOKS[self.room.kind]
        key, icon = str(room.room_id), icons()(look.icon)
        return Markup(  # noqa: S704, all that people wrote is escaped
            f'<section aria-labelledby="h-{key}" data-room="{look.data_room}" class="doorway">'
            f'<span class="arch" data-room="{look.data_room}">{icon}</span><div><h3 id="h-{key}">'
            f'<a class="plain" href="{url("room", room.room_id)}" dir="auto">{escape(room.title)}</a></h3>'
            f'<p class="small muted">{escape(people_of(room, telling=self.telling))}</p>'
            f'<ul class="lines">{"".join(self.pieces)}</ul></div></section>'
        )

    @property
    def in_short(self) -> Markup:
        return Markup(  # noqa: S704
            f'<li><a href="{url("room", self.room.room_id)}" dir="auto">{escape(self.room.title)}</a>'
            f' <span class="small muted">{escape(_("%(count)s new") % {"count": self.unread})}</span></li>'
        )


def people_of(room: RoomNews, *, telling: Telling) -> str:
    if room.kind == "channel" and room.organisation:
        return _("%(company)s runs this channel") % {"company": room.organisation}
    people, ngettext = room.people_count, telling.ngettext
    if room.naming == "pen":
        words = ngettext("%(count)s person, with a pen name", "%(count)s people, with pen names", people)
    elif room.naming == "sealed":
        words = ngettext("%(count)s person, with a sealed name", "%(count)s people, with sealed names", people)
    else:
        words = ngettext("%(count)s person, named", "%(count)s people, all named", people)
    return words % {"count": number(people)}


def piece(line: Line, *, room: RoomNews, telling: Telling) -> str:
    is_new = line.is_new and not line.is_mine
    shown = line.title or (_("About %(what)s") % {"what": line.about} if line.about else gist(line.text))
    words = f"{line.name}: {shown}" if is_new and not (line.title or line.about) else shown
    at = telling.when(line.created_at) if is_new else ""
    facts = filter(None, (escape(news_of(line, telling=telling)), escape(seen_by_some(room, telling=telling)), at))
    address = url("thread", line.room_id, line.id)
    return (
        f'<li><p dir="auto"><a{"" if line.title else PLAIN} href="{address}#new">{escape(words)}</a></p>'
        f'<p class="small muted">{" · ".join(facts)}</p></li>'
    )


def news_of(line: Line, *, telling: Telling) -> str:
    if not line.is_new or line.is_mine:
        return replies_to(line, telling=telling)
    if line.organisation and line.hat == "company":
        return _("New, by %(name)s, who works for %(company)s") % {"name": line.name, "company": line.organisation}
    return _("New, by %(name)s") % {"name": line.name} if line.title or line.about else line.line


def replies_to(line: Line, *, telling: Telling) -> str:
    count, ngettext = line.new_replies, telling.ngettext
    if line.is_mine:
        return ngettext("%(count)s new reply to you", "%(count)s new replies to you", count) % {"count": count}
    return ngettext("%(count)s new reply", "%(count)s new replies", count) % {"count": count}


def seen_by_some(room: RoomNews, *, telling: Telling) -> str:
    """Said of a part of a circle, to those who are in it."""
    if not is_part(room):
        return ""
    people = room.people_count
    words = telling.ngettext("only %(count)s person sees this", "only %(count)s people see this", people)
    return words % {"count": people}
