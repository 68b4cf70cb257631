from datetime import datetime, time
from typing import TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayroom.features.lobby.inviting import Invitee, read_invitees
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.people.sessions import WornHat
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.models import Membership, Room


class Entrance(TypedDict):
    """What the verbs of the door want to know."""

    hat: Hat | None
    pen_name: str
    pen_line: str


class NotifyForm(forms.Form):
    level = forms.ChoiceField(label=_("What do you want to hear from this room?"), choices=Membership.Notify.choices)


class RoleForm(forms.Form):
    ROLES = (Membership.Role.HOST, Membership.Role.MODERATOR, Membership.Role.MEMBER, Membership.Role.OBSERVER)

    role = forms.ChoiceField(
        label=_("What this person may do"),
        choices=[(role.value, role.label) for role in ROLES],
        widget=forms.RadioSelect,
    )


class UntilForm(forms.Form):
    until = forms.DateField(
        label=_("Last day in this room"),
        help_text=_("A stay can be made shorter, not longer."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: object, other: Membership, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.other = other

    def clean_until(self) -> datetime:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError(_("Choose today or a later day."))
        until = timezone.make_aware(datetime.combine(day, time.max))
        if self.other.until and until > self.other.until:
            raise ValidationError(_("The stay already ends before that day. It cannot be made longer."))
        return until


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why, in one sentence"), max_length=240)


class RemoveForm(ReasonForm):
    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["reason"].help_text = _("This person reads it. Say what happened, without blame.")


class TurnDownForm(ReasonForm):
    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["reason"].help_text = _(
            "This person reads it. Say what was missing and where they could go instead."
        )


class EnterForm(forms.Form):
    """Who one will be in a room. Company staff come as that, under their real name (R8)."""

    hat = forms.ChoiceField(label=_("You come as"), widget=forms.RadioSelect)
    pen_name = forms.CharField(
        label=_("Your pen name in this room"),
        help_text=_("It stays the same as long as you are here. Leave it empty to use your real name."),
        max_length=40,
        required=False,
    )

    pen_line = forms.CharField(
        label=_("A few words beside it"),
        help_text=_("For example: “cares for her husband”. Leave out what shows who you are."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: object, visit: Visit, naming: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        assert visit.person is not None
        self.person: Person = visit.person
        hats = hats_to_wear(visit.worn)
        if hats:
            self.fields["hat"].choices = [(str(hat.id), name_of(hat)) for hat in hats]  # type: ignore[attr-defined]
            self.fields["hat"].initial = str(hats[0].id)
        else:
            del self.fields["hat"]
        if naming != Room.Naming.PEN or works_for_company(hats):
            del self.fields["pen_name"], self.fields["pen_line"]

    def clean_pen_name(self) -> str:
        name = " ".join(self.cleaned_data["pen_name"].split())
        if name.casefold() == self.person.name.casefold():
            raise ValidationError(_("That is your real name. Leave the field empty to use it."))
        return name

    @property
    def entrance(self) -> Entrance:
        chosen = self.cleaned_data.get("hat")
        return {
            "hat": Hat.objects.worn().get(id=chosen, person=self.person) if chosen else None,
            "pen_name": self.cleaned_data.get("pen_name", ""),
            "pen_line": self.cleaned_data.get("pen_line", ""),
        }


class AskForm(EnterForm):
    message = forms.CharField(
        label=_("A few words to the hosts"),
        help_text=_("They read it and decide. Nobody else does."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def hats_to_wear(worn: list[WornHat]) -> list[WornHat]:
    return [hat for hat in worn if hat.kind == Hat.Kind.COMPANY] or list(worn)


def works_for_company(hats: list[WornHat]) -> bool:
    return bool(hats) and hats[0].kind == Hat.Kind.COMPANY


def name_of(hat: WornHat) -> str:
    kind = str(Hat.Kind(hat.kind).label)
    return ", ".join(part for part in (kind, hat.line, hat.organisation) if part)


class InviteForm(forms.Form):
    role = forms.ChoiceField(
        label=_("What they may do"),
        choices=[(role.value, role.label) for role in (Membership.Role.MEMBER, Membership.Role.OBSERVER)],
    )


class LinkForm(InviteForm):
    uses = forms.TypedChoiceField(
        label=_("How many people may use the link"), choices=[(1, "1"), (10, "10"), (100, "100")], coerce=int
    )


class MailForm(InviteForm):
    people = forms.CharField(
        label=_("Whom do you invite?"),
        help_text=_("One person a line: name, comma, e-mail address. At most 100."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        max_length=30_000,
    )

    def clean_people(self) -> list[Invitee]:
        return read_invitees(self.cleaned_data["people"])
