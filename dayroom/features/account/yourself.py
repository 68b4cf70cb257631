"""What a person may say about themselves, and how they like to read."""

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.people.professions import PROFESSIONS, SPECIALTIES
from dayroom.lib.countries import countries
from dayroom.web.look import ZONES

# Who works for a company or looks after rooms is given that hat by an officer (R8).
OWN_HATS = [Hat.Kind.PATIENT, Hat.Kind.CARER, Hat.Kind.CLINICIAN, Hat.Kind.RESEARCHER]
BLANK = [("", "—")]


def country_choices() -> list[tuple[str, str]]:
    return [*BLANK, *countries(get_language() or "en").items()]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    use_required_attribute = False

    class Meta:
        model = Person
        fields = ["name", "about", "findable"]
        labels = {"about": _("About you"), "findable": _("People I share no room with can find me by name")}
        help_texts = {
            "name": _("Your real name. Rooms with real names show it."),
            "about": _("A few sentences. People in your real-name rooms can read them."),
            "findable": _("Search shows only your name and your hats, never your rooms."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
    use_required_attribute = False
    theme = forms.ChoiceField(
        label=pgettext_lazy("how the pages look", "Look"), choices=Person.Theme.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Your time"), choices=[(zone, zone.replace("_", " ")) for zone in sorted(ZONES)]
    )

    class Meta:
        model = Person
        fields = ["theme", "text_size", "language", "time_zone", "single_keys", "quick_exit"]
        labels = {
            "text_size": _("Size of the text"),
            "single_keys": _("Use single keys"),
            "quick_exit": _("Show “Leave this site quickly” on every page"),
        }
        help_texts = {
            "single_keys": _(
                "j and k: next and last post. r: reply. w: who can see this. h: home."
                " Off unless you tick this: they can get in the way of voice control."
            ),
            "quick_exit": _(
                "Pressing Shift 3 times does the same. It opens a blank page. It does not clear your browser history."
            ),
        }
        widgets = {"text_size": forms.RadioSelect}


class HatForm(forms.Form):
    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("You come here as"), choices=[(kind.value, kind.label) for kind in OWN_HATS], widget=forms.RadioSelect
    )
    line = forms.CharField(
        label=_("In a few words"), max_length=80, required=False, help_text=_("For example: cares for her father.")
    )


class ClaimForm(forms.Form):
    """The person's own word about their work; somebody else checks it (R61)."""

    use_required_attribute = False
    profession = forms.ChoiceField(label=_("Your profession"), choices=[*BLANK, *PROFESSIONS.items()])
    specialty = forms.ChoiceField(label=_("Your field"), choices=[*BLANK, *SPECIALTIES.items()], required=False)
    country = forms.ChoiceField(label=_("The country you work in"), choices=lazy(country_choices, list))
    registry = forms.CharField(
        label=_("The register you are in"),
        max_length=60,
        required=False,
        help_text=_("For example: GMC, OMCeO Milano."),
    )
    number = forms.CharField(label=_("Your number there"), max_length=40, required=False)


class CountryForm(forms.Form):
    use_required_attribute = False
    country = forms.ChoiceField(label=_("Country"), choices=lazy(country_choices, list))
