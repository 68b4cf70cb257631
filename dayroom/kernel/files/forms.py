from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.files.drawing import Wish
from dayroom.kernel.files.models import File

FARTHEST = 1_000_000  # beyond what any detector counts


class DrawForm(forms.Form):
    """Which picture of a file, counted from 1 as people count, and for an X-ray the window in which it is shown."""

    number = forms.IntegerField(required=False, min_value=1)
    centre = forms.FloatField(required=False, min_value=-FARTHEST, max_value=FARTHEST)
    width = forms.FloatField(required=False, min_value=1, max_value=FARTHEST)
    invert = forms.BooleanField(label=_("Swap black and white"), required=False)

    def __init__(self, *args: Any, file: File, **options: Any) -> None:
        super().__init__(*args, **options)
        self.file = file

    def clean_number(self) -> int:
        number = self.cleaned_data["number"] or 1
        if number > max(self.file.drawings, 1):
            raise forms.ValidationError(_("There is no such picture in this file."))
        return int(number)

    def wish(self) -> Wish:
        """What was asked for as far as it can be met."""
        asked = self.cleaned_data
        return Wish(
            number=asked.get("number", 1) - 1, centre=asked.get("centre"), width=asked.get("width"),
            invert=asked.get("invert", False),
        )  # fmt: skip
