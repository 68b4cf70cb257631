"""What a host may change about a room, each with the sentence that says what it does."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dayroom.features.lobby.fields import CountriesField, LinesField
from dayroom.kernel.people.models import Hat
from dayroom.kernel.people.professions import PROFESSIONS, SPECIALTIES
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.lib.countries import languages
from dayroom.web.lintel import Words

GATES = ("gate_hats", "gate_professions", "gate_specialties", "gate_countries", "gate_level", "gate_vouches")
GROUPS: tuple[tuple[Words, bool, tuple[str, ...]], ...] = (
    (_("What it is"), False, ("title", "purpose", "rules", "languages")),
    (_("The door"), False, ("door", "listing")),
    (_("Conditions of the door"), True, GATES),
    (_("Writing"), False, ("posting", "review")),
    (_("What is kept"), False, ("retention_days", "versions_kept", "reads_logged")),
)
# What makes a kind of room what people were told it is; its hosts cannot take that away.
FIXED = {
    Room.Kind.CIRCLE: ("listing", "posting", "review", "reads_logged", "versions_kept", *GATES),
    Room.Kind.PROFESSIONAL: ("gate_hats",),
    Room.Kind.CHANNEL: ("versions_kept", "posting"),
}
LEAST_LEVEL = {Room.Kind.PROFESSIONAL: 2}
LEVELS = (
    (0, _("No licence is asked for")),
    (1, _("The number is written as the register writes it")),
    (2, _("Found in the register")),
    (3, _("Checked by document or in person")),
)


@dataclass(frozen=True)
class Group:
    title: Words
    is_folded: bool
    fields: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """A fold with something in it, or something wrong in it, stands open."""
        return any(field.errors or field.value() not in (None, "", "0", 0, []) for field in self.fields)


several = partial(forms.MultipleChoiceField, required=False, widget=forms.CheckboxSelectMultiple)


class SettingsForm(forms.Form):
    title = forms.CharField(label=_("Name of the room"), max_length=120)
    purpose = forms.CharField(label=_("Who it is for, in one sentence"), max_length=240, required=False)
    rules = LinesField(label=_("Rules, one a line"), most=12, longest=240, required=False)
    door = forms.ChoiceField(label=_("Who can come in"), choices=Room.Door.choices, widget=forms.RadioSelect)
    listing = forms.ChoiceField(
        label=_("Who can find its door"), choices=Room.Listing.choices, widget=forms.RadioSelect
    )
    posting = forms.ChoiceField(label=_("Who can start"), choices=Room.Posting.choices, widget=forms.RadioSelect)
    review = forms.ChoiceField(
        label=_("What is looked at first"), choices=Room.Review.choices, widget=forms.RadioSelect
    )
    gate_hats = several(
        label=_("Only people who come as"), choices=Hat.Kind.choices, help_text=_("Tick none to let everyone in.")
    )
    gate_professions = several(
        label=_("Only these professions"), choices=tuple(PROFESSIONS.items()), help_text=_("Tick none to let all in.")
    )
    gate_specialties = several(
        label=_("Only these specialties"), choices=tuple(SPECIALTIES.items()), help_text=_("Tick none to let all in.")
    )
    gate_countries = CountriesField(
        label=_("Only people who work or live in"),
        help_text=_("Countries with commas between, or nothing."),
        required=False,
    )
    gate_level = forms.TypedChoiceField(
        label=_("How well their licence was checked"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    gate_vouches = forms.IntegerField(
        label=_("How many people in the room must know them"),
        min_value=0,
        max_value=5,
        help_text=_("0 means nobody is asked."),
    )
    reads_logged = forms.BooleanField(label=_("Write down each look: who, what, when"), required=False)
    versions_kept = forms.BooleanField(label=_("Keep old versions when words are changed"), required=False)
    retention_days = forms.IntegerField(
        label=_("Words go after how many days"),
        help_text=_("Empty means they stay."),
        min_value=1,
        max_value=36_500,
        required=False,
    )
    languages = several(label=_("Languages spoken here"))
    agreed_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, membership: Membership) -> None:
        room = membership.room
        super().__init__(data, initial={name: getattr(room, name) for name in Room.SETTABLE})
        self.membership, self.room = membership, room
        for name in FIXED.get(Room.Kind(room.kind), ()):
            del self.fields[name]
        self.fields["languages"].choices = list(languages(get_language() or "en").items())  # type: ignore[attr-defined]

    def clean_gate_level(self) -> int:
        least, level = LEAST_LEVEL.get(Room.Kind(self.room.kind), 0), self.cleaned_data["gate_level"]
        if level < least:
            raise ValidationError(_("In a professional room every licence is found in the register, at least."))
        return int(level)

    def clean_agreed_to(self) -> int:
        return self.cleaned_data["agreed_to"] or 0

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self.errors and self.membership.id in self.leaving():
            raise ValidationError(_("You do not meet these conditions yourself. You would put yourself out."))
        return cleaned

    def groups(self) -> list[Group]:
        return [
            Group(title, folded, [self[name] for name in names if name in self.fields])
            for title, folded, names in GROUPS
        ]

    @property
    def changes(self) -> dict[str, object]:
        settable = {name: value for name, value in self.cleaned_data.items() if name in Room.SETTABLE}
        return {name: value for name, value in settable.items() if value != getattr(self.room, name)}

    def leaving(self) -> set[UUID]:
        gates = {name: value for name, value in self.changes.items() if name in GATES}
        return self.room.would_end(**gates) if gates else set()
