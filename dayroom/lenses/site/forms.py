from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Organisation

LEVELS = (
    (1, _("The number is written as the register writes it")),
    (2, _("Name, profession and number are in the register, and active today")),
    (3, _("I saw a document, or the person")),
)


class CheckForm(forms.Form):
    level = forms.TypedChoiceField(label=_("What did you check?"), choices=LEVELS, coerce=int, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("What did you see?"),
        help_text=_("For example: register page read today, entry 401 227."),
        max_length=200,
    )
    valid_until = forms.DateField(
        label=_("Good until"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("At most two years.")
    )

    def clean_valid_until(self) -> date:
        day: date = self.cleaned_data["valid_until"]
        today = timezone.localdate()
        if not today < day <= today + timedelta(days=731):
            raise ValidationError(_("Choose a day from tomorrow on, at most two years away."))
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why, in one sentence"), max_length=240)


class LabelForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Company"),
        queryset=Organisation.objects.filter(kind=Organisation.Kind.COMPANY).order_by("name"),
        empty_label="—",
    )
    line = forms.CharField(
        label=_("Their work in a few words"),
        help_text=_("For example: medical reviewer."),
        max_length=80,
        required=False,
    )


class OpeningForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the post"), help_text=_("The link that came with the report."), max_length=400
    )
    reason = forms.CharField(
        label=_("Why it has to be known who this is"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_ground = forms.CharField(
        label=_("Legal ground to tell the person later"),
        help_text=_("Empty: the person is told at once. With a ground: within 30 days."),
        max_length=500,
        required=False,
    )
