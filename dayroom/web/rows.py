"""The parts that stand in every row of a page, in Python: as macros they took most of the time of a long thread.

`ui.by(…)` and the others look the same in a template; the words in them are translated once a language.
"""

from collections.abc import Callable
from datetime import datetime
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from markupsafe import Markup

from dayroom.web.faces import initials
from dayroom.web.times import when

Words = str | Promise


def safe(words: Words) -> str:
    """What markupsafe does, at a third of its time: no object is made for each piece of a row."""
    return words if type(words) is Markup else escape(str(words))


def face(name: str, pen: bool = False, room: bool = False, small: bool = False) -> str:
    letters = initials(name)[:1] if pen else initials(name)
    style = "face" + " pen" * pen + " room" * room + " sm" * small
    return f'<span class="{style}" aria-hidden="true">{escape(letters)}</span>'


class RowParts:
    def __init__(self, icon: Callable[[str], Markup]) -> None:
        self.icon = icon
        self.this_is_you, self.changed = safe(_("this is you")), safe(_("changed"))
        self.pen_name = self.tag(_("Pen name"), "venetian-mask")
        self.licence_checked = self.tag(_("Licence checked"), "badge-check", "pro")
        self.works_for = _("Works for %(company)s")

    def face(self, name: str, pen: bool = False, room: bool = False, small: bool = False) -> Markup:
        return Markup(face(name, pen, room, small))  # noqa: S704

    def tag(self, words: Words, picture: str | None = None, kind: str = "") -> Markup:
        style = f"tag {kind}" if kind else "tag"
        drawn = self.icon(picture) if picture else ""
        return Markup(f'<span class="{style}">{drawn}{safe(words)}</span>')  # noqa: S704

    def by(
        self,
        name: str,
        line: Words = "",
        at: datetime | None = None,
        *,
        pen: bool = False,
        checked: bool = False,
        company: str = "",
        mine: bool = False,
        href: str | None = None,
        edited: bool = False,
    ) -> Markup:
        """Who wrote it, and in which hat. `company` is never left out for people who work for one."""
        shown = f'<a class="plain" href="{safe(href)}">{safe(name)}</a>' if href else safe(name)
        company_tag = self.tag(self.works_for % {"company": company}, "building-2", "company") if company else ""
        tags = f"{self.pen_name if pen else ''} {self.licence_checked if checked else ''} {company_tag}"
        facts = (
            f'<span dir="auto">{safe(line)}</span>' if line else "",
            self.this_is_you if mine else "",
            when(at) if at else "",
            self.changed if edited else "",
        )
        small = " · ".join(fact for fact in facts if fact)
        return Markup(  # noqa: S704
            f'<header class="by">{self.face(name, pen, checked)}<p><strong dir="auto">{shown}</strong> {tags}'
            f'<span class="small">{small}</span></p></header>'
        )

    def toggle(
        self, id: str, address: str, picture: str, words: Words, count: int | None = None, pressed: bool = False
    ) -> Markup:
        """A button that is on or off, with its count. It belongs to the form #press, so a page carries one token."""
        number = "" if count is None else f' <span class="n">{count}</span>'
        return Markup(  # noqa: S704
            f'<button class="quiet" id="{safe(id)}" type="submit" form="press" formaction="{safe(address)}"'
            f' aria-pressed="{"true" if pressed else "false"}" hx-post="{safe(address)}" hx-swap="outerHTML">'
            f"{self.icon(picture)}{safe(words)}{number}</button>"
        )

    def quiet(self, href: str, picture: str, words: Words) -> Markup:
        return Markup(f'<a class="quiet" href="{safe(href)}">{self.icon(picture)}{safe(words)}</a>')  # noqa: S704

    def more(self, href: str, words: Words) -> Markup:
        """Fills and opens the page's one menu; without scripts it leads to the same as a page."""
        return Markup(  # noqa: S704
            f'<a class="quiet" href="{safe(href)}" hx-get="{safe(href)}" hx-target="#menu-list" data-opens="menu"'
            f' aria-haspopup="dialog">{self.icon("ellipsis")}<span class="vh">{safe(words)}</span></a>'
        )
