"""How a page looks to one person: theme, text size, language, time zone. The account decides, else a cookie.

The server writes the choice into the page, so nothing flashes when it loads.
"""

import zoneinfo
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from dayroom.kernel.people.visit import Visit

THEMES = ("auto", "light", "dark")
TEXTS = ("", "large", "larger")
COOKIES = {"theme": "theme", "text": "text", "language": settings.LANGUAGE_COOKIE_NAME, "zone": "zone"}
ZONES = frozenset(zoneinfo.available_timezones())
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Look:
    theme: str = "auto"
    text: str = ""
    language: str = "en"
    direction: str = "ltr"
    single_keys: bool = False
    quick_exit: bool = True


class LookForm(forms.Form):
    theme = forms.ChoiceField(choices=[(word, word) for word in THEMES], required=False)
    text = forms.ChoiceField(choices=[(word, word) for word in TEXTS], required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)

    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields if name in self.data}


def look_for(request: Visit, *, language: str) -> Look:
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    person = request.person
    if person is None:
        theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
        return Look(
            theme=theme if theme in THEMES else "auto",
            text=text if text in TEXTS else "",
            language=language,
            direction=direction,
        )
    return Look(
        theme=person.theme,
        text=person.text_size,
        language=language,
        direction=direction,
        single_keys=person.single_keys,
        quick_exit=person.quick_exit,
    )


def language_for(request: Visit) -> str:
    person = request.person
    if person is not None and person.language in dict(settings.LANGUAGES):
        return str(person.language)
    return translation.get_language_from_request(request)


def zone_for(request: Visit) -> str:
    person = request.person
    zone = person.time_zone if person is not None else request.COOKIES.get("zone", "")
    return zone if zone in ZONES else settings.TIME_ZONE


def remember(response: HttpResponse, chosen: dict[str, str]) -> None:
    for name, value in chosen.items():
        response.set_cookie(COOKIES[name], value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
