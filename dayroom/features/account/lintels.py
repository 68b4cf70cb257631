from django.utils.functional import Promise

from dayroom.kernel.people.visit import Visit
from dayroom.web.lintel import Lintel


def over(request: Visit, title: str | Promise, *, kind_line: str | Promise = "", back: str | None = None) -> Lintel:
    assert request.person
    return Lintel.mine(request.person.name, title=title, kind_line=kind_line, place="you", back=back)
