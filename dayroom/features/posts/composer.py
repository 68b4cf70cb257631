"""What stands in a composer: the words, the parts other features add, and whom they are for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from dayroom.features.posts.audience import AudienceForm
from dayroom.features.posts.drafts import Kept
from dayroom.features.posts.forms import PostForm, ReplyForm
from dayroom.features.posts.models import Draft
from dayroom.features.posts.reading import Post
from dayroom.features.posts.side_rooms import side_room_for
from dayroom.kernel.rooms.models import Byline, Entry, Membership, Room
from dayroom.web.fields import problems_of
from dayroom.web.seams import ComposerPart, PartForm, seams


@dataclass(frozen=True)
class Signature:
    """One way to sign here: the value of the choice, the name it shows, and whether that is the name people know."""

    naming: str
    name: str
    is_pen: bool


class Composer:
    """Filled from what was sent, else from the draft. Only what was sent is judged: a draft shows no errors."""

    def __init__(
        self,
        membership: Membership,
        *,
        parent: Entry | Post | None = None,
        kept: Kept | None = None,
        known_as: str = "",
        sent: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.membership, self.parent, self.kept, self.known_as = membership, parent, kept, known_as
        self.is_sent = sent is not None
        filled = sent if sent is not None else kept.as_sent() if kept else QueryDict()
        values = {"data": sent} if self.is_sent else {"initial": filled.dict()}
        self.words = (
            ReplyForm(membership=membership, auto_id="reply_%s", **values)
            if parent
            else PostForm(membership=membership, **values)
        )
        self.audience = AudienceForm(filled, membership=membership) if self.may_choose_audience else None
        self.parts: list[tuple[ComposerPart, PartForm]] = [
            (part, part.form(filled, files, membership))
            for part in seams.parts_of(membership.room, reply=parent is not None)
        ]

    @property
    def thread_id(self) -> UUID | None:
        return self.parent.root_id if self.parent else None

    @property
    def may_choose_audience(self) -> bool:
        room = self.membership.room
        return self.parent is None and room.kind == Room.Kind.CIRCLE and not room.is_side_room

    @property
    def key(self) -> str:
        """Names these words on the device."""
        return str(self.thread_id or self.membership.room_id)

    @property
    def signatures(self) -> list[Signature]:
        names = {
            Room.Naming.SEALED.value: self.known_as or _("a new sealed name"),
            Room.Naming.PEN.value: self.membership.pen_name,
        }
        real = self.membership.person.name
        return [
            Signature(naming, names.get(naming, real), naming != Room.Naming.REAL)
            for naming in Byline.namings_for(self.membership)
        ]

    @property
    def chosen(self) -> str:
        return str(self.words["naming"].value() or self.signatures[0].naming)

    @property
    def filled(self) -> list[PartForm]:
        return [part for _seam, part in self.parts if not part.is_empty()]

    def is_valid(self) -> bool:
        if self.filled:
            self.words.fields["text"].required = False
        judged = [self.words.is_valid(), *(part.is_valid() for part in self.filled)]
        return all([*judged, self.audience is None or self.audience.is_valid()])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that was wrong with what was sent, for the summary over the page."""
        if not self.is_sent:
            return []
        audience = [("who-sees", sentence) for sentence in self.audience.sentences] if self.audience else []
        return audience + problems_of(self.words) + [problem for part in self.filled for problem in part.problems()]

    @transaction.atomic
    def post(self, *, language: str) -> Entry:
        words, speaker, parent = self.words.cleaned_data, self._speaker(), self.parent
        assert not isinstance(parent, Post), "what a page shows is no record to answer"
        entry = Entry.say(
            speaker,
            kind=next((part.kind for part in self.filled if part.kind), "post"),
            text=words["text"],
            title=words.get("title", ""),
            about=words["about"],
            language=language,
            parent=parent,
            naming=words["naming"],
        )
        for part in self.filled:
            part.save(entry, speaker)
        Draft.objects.drop(self.membership, thread_id=self.thread_id)
        return entry

    def _speaker(self) -> Membership:
        people = self.audience.cleaned_data["people"] if self.audience and self.audience.is_for_some else []
        return side_room_for(self.membership, people=people) if people else self.membership
