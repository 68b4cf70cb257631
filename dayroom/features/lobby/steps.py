"""The four questions that start a room. Earlier answers travel along in the page and are checked again at the end."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dayroom.features.lobby.fields import LinesField
from dayroom.features.lobby.forms import EnterForm
from dayroom.features.lobby.founding import DOORS, LISTINGS, NAMINGS, Plan, kinds_for, organisations_for
from dayroom.features.lobby.kinds import KINDS_EXPLAINED
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.models import Room
from dayroom.web.kinds import look_of


@dataclass(frozen=True)
class Known:
    """What the earlier steps said."""

    visit: Visit
    kind: str
    naming: str


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind of room?"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, known: Known) -> None:
        super().__init__(data)
        choices = [(kind.value, f"{look_of(kind).name}. {KINDS_EXPLAINED[kind]}") for kind in kinds_for(known.visit)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class NameForm(forms.Form):
    title = forms.CharField(label=_("Name of the room"), max_length=120)
    purpose = forms.CharField(
        label=_("Who it is for, in one sentence"), max_length=240, help_text=_("People read this at the door.")
    )
    organisation = forms.ChoiceField(label=_("Which company runs it and pays for it?"))

    def __init__(self, data: QueryDict | None, known: Known) -> None:
        super().__init__(data)
        if known.kind != Room.Kind.CHANNEL:
            del self.fields["organisation"]
            return
        choices = [(str(one.id), one.name) for one in organisations_for(known.visit)]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]


class DoorForm(forms.Form):
    door = forms.ChoiceField(label=_("Who can come in?"), widget=forms.RadioSelect)
    listing = forms.ChoiceField(label=_("Who can find its door?"), widget=forms.RadioSelect)
    naming = forms.ChoiceField(
        label=_("Which names do people use?"), widget=forms.RadioSelect, help_text=_("This cannot be changed later.")
    )

    def __init__(self, data: QueryDict | None, known: Known) -> None:
        defaults = Room.DEFAULTS[known.kind]
        initial = {
            "door": defaults.get("door", Room.Door.INVITED),
            "listing": defaults.get("listing", Room.Listing.NOBODY),
        }
        super().__init__(data, initial=initial | {"naming": defaults["naming"]})
        self.offer("door", DOORS.get(Room.Kind(known.kind), (Room.Door.INVITED, Room.Door.ASK, Room.Door.OPEN)))
        self.offer("listing", LISTINGS.get(Room.Kind(known.kind), tuple(Room.Listing)))
        self.offer("naming", NAMINGS.get(Room.Kind(known.kind), (Room.Naming.REAL,)))

    def offer(self, name: str, options: tuple[Room.Door | Room.Listing | Room.Naming, ...]) -> None:
        self.fields[name].choices = [(option.value, option.label) for option in options]  # type: ignore[attr-defined]


class RulesForm(EnterForm):
    rules = LinesField(
        label=_("Rules, one a line"), most=12, longest=240, required=False, help_text=_("You can change them later.")
    )
    field_order = ["rules", "hat", "pen_name", "pen_line"]

    def __init__(self, data: QueryDict | None, known: Known) -> None:
        super().__init__(data, visit=known.visit, naming=known.naming)


Step = KindForm | NameForm | DoorForm | RulesForm
STEPS: tuple[type[Step], ...] = (KindForm, NameForm, DoorForm, RulesForm)


class Steps:
    """All forms up to the step that was answered. `now` is the one to show: the first that is wrong, else the next."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.data = visit, visit.POST
        self.answered: list[Step] = []
        wanted = self.data.get("step", "0")
        self.wanted = int(wanted) if wanted in ("1", "2", "3", "4") else 0

    def walk(self) -> Step | None:
        """The form to show, or None when every answer is there."""
        for place, form_of in enumerate(STEPS):
            form = form_of(self.data if place < self.wanted else None, self.known())
            if not form.is_valid():
                return form
            self.answered.append(form)
        return None

    def known(self) -> Known:
        answers = self.answers()
        return Known(self.visit, kind=str(answers.get("kind", "")), naming=str(answers.get("naming", "")))

    def answers(self) -> dict[str, object]:
        return {name: value for form in self.answered for name, value in form.cleaned_data.items()}

    def carried(self) -> list[tuple[str, str]]:
        """Earlier answers as they were typed, for hidden fields."""
        return [(name, self.data.get(name, "")) for form in self.answered for name in form.fields]

    def plan(self) -> Plan:
        answers = self.answers()
        policy = {name: answers[name] for name in ("purpose", "door", "listing", "naming", "rules")}
        if "organisation" in answers:
            policy["organisation_id"] = answers["organisation"]
        return Plan(kind=str(answers["kind"]), title=str(answers["title"]), policy=policy)
