"""Dates as people say them: “today, 08:10”, “yesterday, 20:15”, “Tuesday, 16:30”, “14 November”, “3 March 2025”."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup, escape

WEEK = timedelta(days=7)


def when(moment: datetime) -> Markup:
    zone = timezone.get_current_timezone()
    return shown(moment, timezone.now().astimezone(zone).date(), zone, translation.get_language())


@lru_cache(maxsize=10_000)
def shown(moment: datetime, today: date, zone: tzinfo, _language: str | None) -> Markup:
    """Kept, because a list says the same moments again to each of its readers."""
    local = moment.astimezone(zone)
    said = escape(spoken(local, today=today))
    return Markup(f'<time datetime="{local.isoformat(timespec="minutes")}">{said}</time>')  # noqa: S704


def clock(moment: datetime) -> Markup:
    """The time alone, where the day stands above."""
    local = timezone.localtime(moment)
    return Markup(f'<time datetime="{local.isoformat(timespec="minutes")}">{local:%H:%M}</time>')  # noqa: S704


def spoken(local: datetime, *, today: date) -> str:
    day, clock = local.date(), f"{local:%H:%M}"
    if day == today:
        return _("today, %(clock)s") % {"clock": clock}
    if day == today - timedelta(days=1):
        return _("yesterday, %(clock)s") % {"clock": clock}
    if today - WEEK < day < today:
        return pgettext("weekday and time", "%(weekday)s, %(clock)s") % {
            "weekday": in_words(day, "EEEE"),
            "clock": clock,
        }
    return day_in_words(day, today=today)


def day_in_words(day: date, *, today: date) -> str:
    if day.year == today.year:
        return in_words(day, pgettext("day and month", "d MMMM"))
    return in_words(day, pgettext("day, month and year", "d MMMM y"))


def in_words(day: date, pattern: str) -> str:
    """By the tables that also name countries: Django's write Italian months with a capital letter."""
    return day_said(day, pattern, translation.to_locale(translation.get_language() or "en"))


@lru_cache(maxsize=1000)
def day_said(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)
