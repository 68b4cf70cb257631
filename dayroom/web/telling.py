"""Where, on which day and in which language a page is read: looked up once a page, not once a row."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone, translation
from markupsafe import Markup

from dayroom.web.times import shown


class Telling:
    def __init__(self) -> None:
        self.zone, self.language = timezone.get_current_timezone(), translation.get_language()
        self.today = timezone.now().astimezone(self.zone).date()

    def when(self, moment: datetime) -> Markup:
        return shown(moment, self.today, self.zone, self.language)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return form_of(one, many, count, self.language)


@lru_cache(maxsize=10_000)
def form_of(one: str, many: str, count: int, _language: str | None) -> str:
    """Kept, because Django asks every catalogue for the plural anew."""
    return translation.ngettext(one, many, count)
