from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.rooms.models import Membership


class AudienceForm(forms.Form):
    """Who of a circle can see what is being written: everyone, or the ticked people and the writer."""

    EVERYONE, SOME = "all", "some"

    audience = forms.ChoiceField(
        choices=[(EVERYONE, _("Everyone in the circle")), (SOME, _("Only the people I tick"))], required=False
    )
    people = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("One of these people is no longer in the circle. Choose again.")},
    )

    def __init__(self, sent: QueryDict, *, membership: Membership) -> None:
        super().__init__(sent)
        others = [person for person in membership.room.people() if not person.is_me]
        self.fields["people"].choices = [(str(person.person_id), person.name) for person in others]  # type: ignore[attr-defined]

    @property
    def is_for_some(self) -> bool:
        return bool(self.data.get("audience") == self.SOME)

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]

    @property
    def ticked(self) -> list[str]:
        return list(self.data.getlist("people"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_for_some and not cleaned.get("people") and not self.errors:
            raise forms.ValidationError(_("Tick the people who can see this, or choose everyone in the circle."))
        return cleaned | {"people": [UUID(person) for person in cleaned.get("people", [])]}
