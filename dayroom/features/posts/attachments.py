"""The composer part for pictures and files: brought one by one or with the form, described, posted with the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayroom.features.posts.reading import Post
from dayroom.kernel.files.models import MOST_ON_ENTRY, File
from dayroom.kernel.rooms.models import Entry, Membership
from dayroom.lib.kinds import KINDS, N_, Refused
from dayroom.web.fields import problems_of

ACCEPTED = ",".join(sorted({f".{extension}" for kind in KINDS.values() for extension in kind.extensions if extension}))

TOO_MANY = N_("A post holds 10 files. Post these first, then add more in another post.")


class DescribeForm(forms.Form):
    """Its fields carry the file's id before their names."""

    use_required_attribute = False

    alt = forms.CharField(
        label=_("What does it show?"),
        max_length=500,
        error_messages={"required": _("Say what the picture shows, for people who do not see it.")},
    )
    veiled = forms.BooleanField(
        label=_("Some people find this hard to look at"),
        required=False,
        help_text=_("Then it stays covered until they open it."),
    )

    def __init__(self, sent: QueryDict, *, file: File) -> None:
        super().__init__(sent, prefix=str(file.id))
        if not file.needs_description:
            self.fields["alt"].required = False
            self.fields["alt"].label = _("What is it? You can leave this empty.")


@dataclass(frozen=True)
class Card:
    file: File
    form: DescribeForm


class FilesForm:
    """Files that came are taken in at once and named in the form from then on: a form sent back has not lost them."""

    kind = ""
    accepted = ACCEPTED

    def __init__(self, sent: QueryDict | None, files: MultiValueDict[str, Any] | None, membership: Membership) -> None:
        self.sent, self.membership = sent if sent is not None else QueryDict(), membership
        self.brought = cast("list[UploadedFile[Any]]", files.getlist("files")) if files else []
        self.refused: list[str] = []
        unwanted = set(self.sent.getlist("drop"))
        named = ids_of(self.sent.getlist("file"))
        waiting = list(File.objects.waiting(membership).chosen(named)) if named else []
        self.unwanted = [file for file in waiting if str(file.id) in unwanted]
        self.cards = [self._card(file) for file in waiting if str(file.id) not in unwanted]

    def is_empty(self) -> bool:
        return not (self.cards or self.brought or self.unwanted)

    def is_valid(self) -> bool:
        self.take_in()
        described = [card.form.is_valid() for card in self.cards]
        return all(described) and not self.refused

    def problems(self) -> list[tuple[str, str]]:
        described = [problem for card in self.cards for problem in problems_of(card.form)]
        return [("files-in", sentence) for sentence in self.refused] + described

    def take_in(self) -> None:
        for file in self.unwanted:
            file.remove(by=self.membership)
        for upload in self.brought:
            self._take_in_one(upload)
        self.brought, self.unwanted = [], []

    def save(self, entry: Entry, membership: Membership) -> None:
        for card in self.cards:
            card.file.describe(alt=card.form.cleaned_data["alt"], veiled=card.form.cleaned_data["veiled"])
            card.file.attach(entry, by=membership)

    def _take_in_one(self, upload: "UploadedFile[Any]") -> None:
        try:
            if len(self.cards) >= MOST_ON_ENTRY:
                raise Refused(TOO_MANY)
            file = File.take_in(self.membership, name=upload.name or "", sent=upload)
        except Refused as refusal:
            self.refused.append(f"{upload.name}: {gettext(refusal.sentence).format(**refusal.values)}")
        else:
            self.cards.append(self._card(file))

    def _card(self, file: File) -> Card:
        return Card(file, DescribeForm(self.sent, file=file))


def ids_of(words: Sequence[str]) -> list[UUID]:
    """What is no id names no file."""
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def load_files(posts: Sequence[Post]) -> dict[UUID, list[File]]:
    carrying = [post.id for post in posts if post.has_files]
    return File.objects.on(carrying) if carrying else {}
