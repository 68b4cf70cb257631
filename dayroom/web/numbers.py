from django.utils.formats import number_format
from django.utils.translation import gettext as _

EXACT_UP_TO = 10_000
UNGROUPED = 1_000  # the same in every language we ship, and most numbers are under it


def number(count: int) -> str:
    """Exact up to ten thousand, then rounded to thousands: nobody decides by the last digits of 12,345."""
    if count < UNGROUPED:
        return str(count)
    if count <= EXACT_UP_TO:
        return str(number_format(count, force_grouping=count >= EXACT_UP_TO))
    return _("about %(count)s") % {"count": number_format(round(count, -3), force_grouping=True)}
