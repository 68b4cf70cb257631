"""What was begun and not yet sent, kept on the server so that it survives the device."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from dayroom.features.posts.models import Draft
from dayroom.kernel.rooms.models import Membership

LONGEST_DRAFT = 60_000  # characters over all fields: three times the longest text
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "keep", "files"})


@dataclass(frozen=True)
class Kept:
    """A draft as a form takes it; `at` in seconds lets the device see whose copy is newer."""

    fields: dict[str, list[str]]
    at: float

    def as_sent(self) -> QueryDict:
        sent = QueryDict(mutable=True)
        for name, values in self.fields.items():
            sent.setlist(name, values)
        return sent


def draft_of(membership: Membership, *, thread_id: UUID | None) -> Kept | None:
    draft = Draft.objects.of(membership, thread_id=thread_id).first()
    return Kept(draft.fields, draft.updated_at.timestamp()) if draft else None


def fields_of(sent: QueryDict) -> dict[str, list[str]]:
    # PostgreSQL cannot keep this character, and no keyboard types it.
    return {
        name: [value.replace("\x00", "") for value in values] for name, values in sent.lists() if name not in NOT_KEPT
    }


def is_too_long(fields: dict[str, list[str]]) -> bool:
    return sum(len(value) for values in fields.values() for value in values) > LONGEST_DRAFT
