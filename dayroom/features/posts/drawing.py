"""The pieces of every post of a page, in Python for the reason `web/rows.py` gives: fifty of them share 2.5 ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import cast

from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.features.posts.reading import Post
from dayroom.features.posts.talk import Topic
from dayroom.kernel.people.models import Hat
from dayroom.kernel.rooms.models import Reaction, Room
from dayroom.web.jinja import Parts, environment
from dayroom.web.rows import face, safe
from dayroom.web.telling import Telling

CHECKED = 2  # R61: a register match or better
REAL, COMPANY = Room.Naming.REAL.value, Hat.Kind.COMPANY.value
THANKS, SAME = Reaction.Kind.THANKS.value, Reaction.Kind.SAME.value


@dataclass(frozen=True)
class Button:
    kind: str
    words: str
    icon: str


@cache
def hats_in(_language: str) -> dict[str, str]:
    return {kind: safe(words) for kind, words in Hat.Kind.choices}


class Drawing:
    """Made once a page; the words in it are translated once, not once a row."""

    def __init__(
        self,
        *,
        language: str,
        room: str = "",
        buttons: Sequence[Button] = (),
        may_react: bool = False,
        may_write: bool = False,
    ) -> None:
        self.language, self.room, self.may_react, self.may_write = language, room, may_react, may_write
        self.when = Telling().when
        self.ui = cast(Parts, environment().globals["ui"]).rows
        icon = self.ui.icon
        self.hats = hats_in(language)
        self.you, self.changed = safe(_("this is you")), safe(_("changed"))
        sealed = self.ui.tag(_("Sealed name"), "venetian-mask")
        self.pen_tags = {Room.Naming.PEN.value: self.ui.pen_name, Room.Naming.SEALED.value: sealed}
        self.buttons = [
            (button.kind, f"{icon(button.icon)}{safe(button.words)}", safe(button.words)) for button in buttons
        ]
        self.replies_to_name = escape(_("Replies to %(name)s"))
        self.escaped: dict[str, str] = {}
        self.new_mark = f'<li class="day" id="new">{safe(_("New since you were last here"))}</li>'
        self.reply = f"{icon('reply')}{safe(_('Reply'))}</a>"
        self.more = (
            f' hx-target="#menu-list" data-opens="menu" aria-haspopup="dialog">{icon("ellipsis")}'
            f'<span class="vh">{safe(_("More about this post"))}</span></a>'
        )

    def by(self, post: Post | Topic, *, tagged: bool = True) -> Markup:
        """Who wrote it and in which hat. The label of company staff and of a checked licence is never left out."""
        return Markup(self._by(post, tagged=tagged))  # noqa: S704

    def words(self, post: Post) -> Markup:
        """`html` was cleaned when it was written (`lib/markup.py`)."""
        return Markup(self._words(post))  # noqa: S704

    def acts(self, post: Post) -> Markup:
        return Markup(self._acts(post))  # noqa: S704

    def plain(self, post: Post) -> str:
        """The whole of a plain reply as one text: no object for each of its parts."""
        return f"{self._by(post)}{self._words(post)}{self._acts(post)}"

    def replies_to(self, post: Post) -> str:
        return self.replies_to_name % {"name": self._name(post)}

    def _name(self, post: Post | Topic) -> str:
        if post.name not in self.escaped:
            self.escaped[post.name] = escape(post.name)
        return self.escaped[post.name]

    def _by(self, post: Post | Topic, *, tagged: bool = True) -> str:
        pen = post.naming != REAL
        checked = post.level >= CHECKED
        tags = self.pen_tags[post.naming] if pen and tagged else ""
        if checked:
            tags += self.ui.licence_checked
        if post.hat == COMPANY:
            tags += self.ui.tag(self.ui.works_for % {"company": post.organisation}, "building-2", "company")
        line = escape(post.line) if post.line else self.hats.get(post.hat, "")
        facts = (
            f'<span dir="auto">{line}</span> · ' if line else "",
            f"{self.you} · " if post.is_mine else "",
            self.when(post.created_at),
            f" · {self.changed}" if post.edited_at else "",
        )
        return (
            f'<header class="by">{face(post.name, pen, checked)}'
            f'<p><strong dir="auto">{self._name(post)}</strong> {tags}'
            f'<span class="small">{"".join(facts)}</span></p></header>'
        )

    def _words(self, post: Post) -> str:
        language = f' lang="{escape(post.language)}"' if post.language and post.language != self.language else ""
        return f'<div class="flow words" dir="auto"{language}>{post.html}</div>'

    def _acts(self, post: Post) -> str:
        here = f"{self.room}/entries/{post.key}"
        drawn = "".join(
            self._reaction(post, kind, words, f"{here}/react/{kind}") for kind, words, _name in self.buttons
        )
        if self.may_write:
            aside = f' hx-get="{here}/reply" hx-target="#reply" hx-swap="outerHTML"' if post.parent_id else ""
            drawn += f'<a class="quiet" href="{f"{here}/reply" if post.parent_id else "#reply"}"{aside}>{self.reply}'
        if self.may_react:
            drawn += f'<a class="quiet" href="{here}/menu" hx-get="{here}/menu"{self.more}'
        return f'<div class="acts" id="acts-{post.key}">{drawn}{self._answered(post)}</div>'

    def _reaction(self, post: Post, kind: str, words: str, address: str) -> str:
        count = post.thanks_count if kind == THANKS else post.same_count if kind == SAME else None
        number = "" if count is None else f' <span class="n">{count}</span>'
        if not self.may_react:
            return f'<span class="quiet">{words}{number}</span>' if count else ""
        return (
            f'<button class="quiet" id="{kind}-{post.key}" type="submit" form="press" formaction="{address}"'
            f' hx-post="{address}" hx-target="#acts-{post.key}" hx-swap="outerHTML"'
            f' aria-pressed="{"true" if kind in post.pressed else "false"}">'
            f"{words}{number}</button>"
        )

    def _answered(self, post: Post) -> str:
        """The silent answers say who, not how many."""
        if not post.answered:
            return ""
        said = [
            f'{name}: <span dir="auto">{escape(", ".join(post.answered[kind]))}</span>'
            for kind, _words, name in self.buttons
            if kind in post.answered
        ]
        return f'<p class="small muted answered">{" · ".join(said)}</p>'
