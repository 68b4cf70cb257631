from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dayroom.features.messages.begin import MOST_PEOPLE
from dayroom.features.messages.reach import offered
from dayroom.features.posts.forms import WordsField
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.people.sessions import WornHat
from dayroom.kernel.rooms.reach import reachable
from dayroom.lib.ids import read_id


class NewConversationForm(forms.Form):
    use_required_attribute = False

    find = forms.CharField(label=_("Find somebody by name"), max_length=80, required=False)
    to = forms.ModelMultipleChoiceField(
        label=_("Who is in it"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("You cannot write to one of these people."),
            "invalid_pk_value": _("You cannot write to one of these people."),
        },
    )
    hat = forms.ChoiceField(label=_("As whom you write"), required=False)
    title = forms.CharField(
        label=_("What it is about (you may leave this empty)"),
        max_length=120,
        required=False,
        help_text=_("Everybody in it sees this."),
    )
    text = WordsField(label=_("Your words"))

    def __init__(self, *args: object, person: Person, worn: list[WornHat], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person
        self.fields["to"].queryset = reachable(person)  # type: ignore[attr-defined]
        self.worn = worn
        self.offer()
        self.fields["hat"].choices = [(str(hat.id), hat.line or Hat.Kind(hat.kind).label) for hat in worn]  # type: ignore[attr-defined]
        if len(worn) <= 1:
            del self.fields["hat"]

    def offer(self) -> None:
        chosen = [one for one in map(read_id, self["to"].value() or []) if one]
        words = str(self["find"].value() or "").replace("\x00", "")[:80].strip()
        people = offered(self.person, words=words, chosen=chosen)
        self.people = [(one.id, one.name) for one in people]
        self.fields["to"].widget.choices = self.people

    @property
    def nobody(self) -> str:
        if self["find"].value():
            return gettext("Nobody you may write to has this name.")
        return gettext("Write a name above to find somebody.")

    def only_look(self) -> None:
        """What was typed stays in the form; nothing is checked yet."""
        self._errors = ErrorDict()

    def clean_to(self) -> list[Person]:
        others = list(self.cleaned_data["to"])
        if len(others) >= MOST_PEOPLE:
            most = MOST_PEOPLE - 1
            sentence = ngettext("Choose at most %(most)s person.", "Choose at most %(most)s people.", most)
            raise forms.ValidationError(sentence % {"most": most})
        return others

    def hat_chosen(self) -> Hat | None:
        """The one hat somebody has needs no choice; several are chosen from, and the first stands for no answer."""
        ids = [hat.id for hat in self.worn if str(hat.id) == self.cleaned_data.get("hat")] or [
            h.id for h in self.worn[:1]
        ]
        return self.person.hats.worn().filter(id__in=ids).first()
