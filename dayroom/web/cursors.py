from uuid import UUID

from django.http import HttpRequest

from dayroom.lib.ids import read_id


def cursor_from(request: HttpRequest, name: str = "before") -> UUID | None:
    """Where a page goes on: an id from an "older" link. Anything else in its place starts from the newest."""
    return read_id(request.GET.get(name, ""))
