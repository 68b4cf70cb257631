"""One conversation as its page shows it: the newest words at the bottom, day by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.features.messages.conversations import names
from dayroom.features.posts.reading import MAX_ID, PLAIN, Post, load_answers, rows
from dayroom.features.posts.showing import Showing
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.web.addresses import url
from dayroom.web.jinja import environment
from dayroom.web.lintel import Lintel, room_lintel
from dayroom.web.times import clock, day_in_words

A_PAGE = 40
CHIP = 24  # characters: both chips of the lintel share one line on a phone

SAID = f"""
{PLAIN} WHERE e.id IN (
    SELECT id FROM rooms_entry WHERE room_id = %(room)s AND id < %(before)s ORDER BY room_id, id DESC LIMIT %(most)s)
ORDER BY e.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `day` stands over the first of a day. Only the newest of the others asks for a silent answer."""

    post: Post
    asks: bool
    day: str = ""

    @property
    def clock(self) -> Markup:
        return clock(self.post.created_at)


@dataclass(frozen=True, slots=True)
class Talk:
    said: list[Said]
    older: UUID | None
    others: list[str]
    left: list[str]

    @property
    def posts(self) -> list[Post]:
        return [one.post for one in self.said]

    @property
    def is_alone(self) -> bool:
        return not self.others

    @property
    def names(self) -> str:
        return names(self.others)


def read_talk(membership: Membership, *, before: UUID | None = None) -> Talk:
    posts = rows(SAID, {"room": membership.room_id, "before": before or MAX_ID, "most": A_PAGE + 1})
    shown = posts[-A_PAGE:]
    load_answers(membership, shown)
    others = [one.name for one in membership.room.people() if not one.is_me]
    return Talk(
        said=by_day(shown),
        older=shown[0].id if len(posts) > A_PAGE else None,
        others=others,
        left=who_left(membership.room, others=others),
    )


def just_after(membership: Membership, entry_id: UUID) -> UUID | None:
    """Where a page must end to show this message in its middle; None where that is the newest page."""
    later = membership.entries().shown().after(entry_id).order_by("id").values_list("id", flat=True)
    return later[A_PAGE // 2 : A_PAGE // 2 + 1].first()


def by_day(posts: Sequence[Post]) -> list[Said]:
    said, day = [], None
    newest = next((post for post in reversed(posts) if not post.is_mine), None)
    for post in posts:
        on = timezone.localtime(post.created_at).date()
        said.append(Said(post, post is newest, "" if on == day else day_of(on)))
        day = on
    return said


def who_left(room: Room, *, others: Sequence[str]) -> list[str]:
    """Among real names the room knows who went; a pen name just falls silent."""
    gone = Membership.objects.filter(room=room, ended_at__isnull=False).select_related("person").order_by("ended_at")
    return [one for one in dict.fromkeys(row.person.name for row in gone) if one not in others]


def day_of(day: date) -> str:
    today = timezone.localdate()
    return {0: _("Today"), 1: _("Yesterday")}.get((today - day).days) or day_in_words(day, today=today)


def body_of_posts() -> Callable[[Post, Showing], Markup]:
    """How posts draw what is said in them, with folds, files and citations: a message is the same inside."""
    body: Callable[[Post, Showing], Markup] = environment().get_template("posts/parts.html").module.body  # type: ignore[attr-defined]
    return body


def conversation_lintel(membership: Membership, *, others: list[str]) -> Lintel:
    people = _("You and %(names)s") % {"names": names(others)} if others else _("Only you")
    lintel = room_lintel(membership, back=url("messages"), is_heading=True)
    return replace(
        lintel,
        title=membership.room.title or names(others),
        href=url("conversation", membership.room_id),
        who_label=people if len(people) <= CHIP else lintel.who_label,
    )
