"""Every part in every state on one page, for people who build. Open only where the people are invented."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dayroom.kernel.people.visit import public
from dayroom.web.kinds import LOOKS
from dayroom.web.lintel import Lintel
from dayroom.web.pages import page

LINTEL = Lintel(
    title="Parts and states",
    kind_line="Every part in every state, for people who build",
    data_room="community",
    icon="users-round",
    back="/",
    who_label="312 people see this",
    who_text="How many, who, how they got in, who can not, and what could still go wrong.",
    me_label="Rowan (pen name)",
    me_icon="venetian-mask",
    me_text="In this room you are Rowan. That is a pen name.",
)
TALLY = [("A bottle or commode by the bed", 19), ("Raising the head of the bed", 14), ("Nothing yet", 2)]


class PressureForm(forms.Form):
    upper = forms.IntegerField(label="Upper blood pressure", help_text="The bigger number, for example 128")
    lower = forms.IntegerField(
        label="Lower blood pressure", help_text="The smaller number, for example 76", max_value=150
    )
    about = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    reader = forms.ChoiceField(label="Who is this for?", choices=[("c", "Sam’s care circle"), ("m", "Only me")])
    posture = forms.ChoiceField(
        label="How was it measured?",
        choices=[("l", "Lying"), ("s", "Standing")],
        widget=forms.RadioSelect,
        required=False,
    )
    told = forms.BooleanField(label="Tell the team", help_text="They look on working days", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.use_required_attribute = False


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "lintel": LINTEL,
        "rooms": LOOKS,
        "form": PressureForm({"p-upper": "128", "p-lower": "176", "p-reader": "c"}, prefix="p"),
        "blank": PressureForm(prefix="b"),
        "today": now,
        "yesterday": now - timedelta(days=1),
        "long_ago": now - timedelta(days=400),
        "tally": TALLY,
        "total": sum(votes for _words, votes in TALLY),
    }
    return page(request, "web/parts.html", context)
