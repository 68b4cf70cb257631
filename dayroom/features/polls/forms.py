from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dayroom.features.polls.models import LEAST_OPTIONS, MOST_OPTIONS, Poll
from dayroom.kernel.rooms.models import Entry, Membership
from dayroom.web.fields import problems_of

LONGEST_OPTION = 120


class PollForm(forms.Form):
    """The composer part: a question and one answer a line, which needs no script to grow."""

    kind = "poll"
    use_required_attribute = False

    poll_question = forms.CharField(label=_("Your question"), max_length=200, required=False)
    poll_options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=forms.Textarea,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
        help_text=_("One answer on each line, 2 to 12 of them. They cannot be changed later."),
    )
    poll_days = forms.ChoiceField(
        label=_("How long can people vote?"),
        required=False,
        choices=[
            ("0", _("As long as the post stands")),
            ("1", _("1 day")),
            ("3", _("3 days")),
            ("7", _("1 week")),
            ("28", _("4 weeks")),
        ],
    )

    def __init__(
        self, sent: QueryDict | None, _files: MultiValueDict[str, Any] | None, _membership: Membership
    ) -> None:
        super().__init__(sent)

    def is_empty(self) -> bool:
        return not ((self.data.get("poll_question") or "").strip() or (self.data.get("poll_options") or "").strip())

    def clean_poll_question(self) -> str:
        if not self.cleaned_data["poll_question"]:
            raise forms.ValidationError(_("Write the question people vote on."))
        return str(self.cleaned_data["poll_question"])

    def clean_poll_options(self) -> list[str]:
        options = [line.strip() for line in self.cleaned_data["poll_options"].splitlines() if line.strip()]
        if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
            raise forms.ValidationError(_("Give 2 to 12 answers, one on each line."))
        if len({option.casefold() for option in options}) < len(options):
            raise forms.ValidationError(_("Two of the answers are the same. Change one of them."))
        if any(len(option) > LONGEST_OPTION for option in options):
            raise forms.ValidationError(_("One answer is too long. The most is 120 characters."))
        return options

    def problems(self) -> list[tuple[str, str]]:
        return problems_of(self)

    def save(self, entry: Entry, membership: Membership) -> None:
        asked, days = self.cleaned_data, int(self.cleaned_data["poll_days"] or 0)
        closes_at = timezone.now() + timedelta(days=days) if days else None
        Poll.ask(
            entry, question=asked["poll_question"], options=asked["poll_options"], closes_at=closes_at, by=membership
        )


class VoteForm(forms.Form):
    """The field carries the poll's id, for a page may hold several polls in one form."""

    def __init__(self, sent: QueryDict, *, poll: Poll) -> None:
        super().__init__({"option": sent.get(f"vote-{poll.entry_id}", "")})
        self.fields["option"] = forms.ModelChoiceField(poll.options.all())
