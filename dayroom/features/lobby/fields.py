"""Fields that take several things at once and say which of them is wrong."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dayroom.lib.countries import countries


class CountriesField(forms.CharField):
    """Names or codes with commas between; the value is a list of codes."""

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]
        known = countries(get_language() or "en")
        by_name = {name.casefold(): code for code, name in known.items()} | {code.casefold(): code for code in known}
        words = [word.strip() for word in str(value or "").split(",") if word.strip()]
        unknown = [word for word in words if word.casefold() not in by_name]
        if unknown:
            raise ValidationError(
                _("We do not know the country “%(word)s”. Check how it is written.") % {"word": unknown[0]}
            )
        return list(dict.fromkeys(by_name[word.casefold()] for word in words))

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, list):
            return value
        known = countries(get_language() or "en")
        return ", ".join(known.get(str(code), str(code)) for code in value)


class LinesField(forms.CharField):
    """One thing a line; the value is a list."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.most, self.longest = most, longest

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(_("At most %(most)s lines, please.") % {"most": self.most})
        too_long = next((place for place, line in enumerate(lines, 1) if len(line) > self.longest), None)
        if too_long:
            sentence = _("Line %(line)s is too long. At most %(longest)s letters fit.")
            raise ValidationError(sentence % {"line": too_long, "longest": self.longest})
        return lines

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value
