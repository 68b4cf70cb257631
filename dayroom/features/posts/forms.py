from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.rooms.models import Byline, Membership, Room
from dayroom.lib.markup import LONGEST_TEXT

TITLED = frozenset(
    {Room.Kind.COMMUNITY, Room.Kind.PROFESSIONAL, Room.Kind.CHANNEL, Room.Kind.COMMONS, Room.Kind.COLUMN}
)


class WordsField(forms.CharField):
    """What a person wrote, kept as typed; only the line ends that browsers add on sending are taken off again."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(
            strip=False,
            max_length=LONGEST_TEXT,
            error_messages={
                "required": _("Write something first."),
                "max_length": _("This is too long. The most is %(limit_value)d characters; it has %(show_value)d."),
            },
            **options,
        )

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value if value.strip() else "")


class ReplyForm(forms.Form):
    use_required_attribute = False

    naming = forms.ChoiceField(choices=Room.Naming, required=False)
    text = WordsField(label=_("Your reply"))
    about = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        required=False,
        help_text=_("A few words. People open it if they want to. Use it for hard news, loss, needles or wounds."),
    )

    def __init__(self, *args: Any, membership: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        namings = Byline.namings_for(membership)
        self.fields["naming"].choices = [(naming, naming) for naming in namings]  # type: ignore[attr-defined]
        self.fields["naming"].initial = namings[0]


class PostForm(ReplyForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("One line, so people can see if it is for them"),
        error_messages={"required": _("Give it a title.")},
    )

    field_order = ["naming", "title", "text", "about"]

    def __init__(self, *args: Any, membership: Membership, **options: Any) -> None:
        super().__init__(*args, membership=membership, **options)
        self.fields["text"].label = _("What do you want to say?")
        self.fields["title"].required = membership.room.kind in TITLED


class EditForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    text = WordsField(label=_("Your words"))
    about = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        required=False,
        help_text=_("With a few words here, people open it only if they want to."),
    )

    def __init__(self, *args: Any, titled: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not titled:
            del self.fields["title"]


class HideForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why do you hide it?"),
        max_length=240,
        help_text=_("The room reads this, and so does the writer."),
        error_messages={"required": _("Say why, in one sentence.")},
    )
