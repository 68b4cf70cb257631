"""Pointing to another entry, or to a paper: what may be pointed to, and what each reader may see of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dayroom.features.posts.models import Citation
from dayroom.features.posts.reading import Post
from dayroom.kernel.rooms.models import Entry, Membership
from dayroom.lib.gist import gist
from dayroom.web.addresses import url
from dayroom.web.fields import problems_of

OURS = re.compile(r"/rooms/[0-9a-f-]{36}/(?:threads|entries)/([0-9a-f-]{36})", re.IGNORECASE)
OF_THREAD = re.compile(r"#e-([0-9a-f-]{36})$", re.IGNORECASE)
DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>\\^`{|}]+)$", re.IGNORECASE)
PUBMED = re.compile(
    r"^(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)([1-9]\d{0,8})/?$",
    re.IGNORECASE,
)

# In the reader's own name: the database leaves out what this reader may not see, and nothing of it is known here.
CITED = """
SELECT c.entry_id, c.register, c.number, e.id, e.room_id, e.state, e.title, left(e.text, 500), e.created_at,
       b.name, b.line, r.title
FROM posts_citation c
LEFT JOIN rooms_entry e ON e.id = c.cited_id AND e.state <> 'held'
LEFT JOIN rooms_byline b ON b.id = e.byline_id
LEFT JOIN rooms_room r ON r.id = e.room_id
WHERE c.entry_id = ANY(%s)
"""


class CiteForm(forms.Form):
    """The composer part: one field for an address in this site, a DOI or a PubMed number."""

    kind = ""
    cite = forms.CharField(
        label=_("What do you want to cite?"),
        max_length=300,
        required=False,
        help_text=_("The address of a post here, or a DOI (10.1000/182), or a PubMed number (PMID 31452104)."),
    )

    def __init__(self, sent: QueryDict | None, _files: MultiValueDict[str, Any] | None, membership: Membership) -> None:
        super().__init__(sent)
        self.membership = membership

    def is_empty(self) -> bool:
        return not (self.data.get("cite") or "").strip()

    def clean_cite(self) -> Citation | None:
        words = self.cleaned_data["cite"].strip()
        if not words:
            return None
        citation = self._of_entry(words) or of_paper(words)
        if citation is None:
            raise forms.ValidationError(
                _("We cannot find that. Give the address of a post you can read, a DOI or a PubMed number.")
            )
        return citation

    def problems(self) -> list[tuple[str, str]]:
        return problems_of(self)

    def save(self, entry: Entry, membership: Membership) -> None:
        citation: Citation = self.cleaned_data["cite"]
        citation.entry, citation.room_id = entry, membership.room_id
        citation.save(force_insert=True)

    def _of_entry(self, words: str) -> Citation | None:
        found = OF_THREAD.search(words) or OURS.search(words)
        cited = Entry.objects.seen().shown().select_related("room").filter(id=found[1]).first() if found else None
        if cited is None:
            return None
        if cited.room_id != self.membership.room_id and cited.room.is_private_kind:
            raise forms.ValidationError(_("What is said in a circle or a conversation can be cited only there."))
        return Citation(cited=cited)


def of_paper(words: str) -> Citation | None:
    """Only the form is looked at: asking the register would tell it who reads what (R98)."""
    for register, form in ((Citation.Register.DOI, DOI), (Citation.Register.PUBMED, PUBMED)):
        found = form.match(words)
        if found:
            return Citation(register=register, number=found[1])
    return None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as this reader may see it; all empty where the source is in a room the reader is not in."""

    title: str = ""
    href: str = ""
    excerpt: str = ""
    source: str = ""
    at: Any = None
    is_gone: bool = False
    is_paper: bool = False


def load_citations(posts: Sequence[Post]) -> dict[UUID, Cited]:
    citing = [post.id for post in posts if post.cites]
    if not citing:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CITED, [citing])
        return {row[0]: cited_from(*row[1:]) for row in cursor.fetchall()}


def cited_from(
    register: str,
    number: str,
    entry_id: UUID | None,
    room_id: UUID,
    state: str,
    title: str,
    text: str,
    at: Any,
    name: str,
    line: str,
    room: str,
) -> Cited:
    if register:
        return Cited(
            title=f"{Citation.Register(register).label} {number}",
            href=Citation.ADDRESSES[Citation.Register(register)].format(number),
            is_paper=True,
        )
    if entry_id is None:
        return Cited()
    if state != Entry.State.PUBLISHED:
        return Cited(is_gone=True)
    return Cited(
        title=title or gist(text, longest=80),
        href=url("thread", room_id, entry_id),
        excerpt=gist(text, longest=200),
        source=" · ".join(part for part in (name, line, room) if part),
        at=at,
    )
