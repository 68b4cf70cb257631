from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.visit import Visit
from dayroom.web.seams import DeskPage, seams


def runs_the_site(visit: Visit) -> bool:
    return visit.person is not None and visit.person.officer


seams.desks += [
    DeskPage(name=_("Site"), route="site", icon="settings", order=10, shown=runs_the_site),
    DeskPage(name=_("Checks"), route="site_checks", icon="badge-check", order=20, shown=runs_the_site),
]
