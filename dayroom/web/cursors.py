from uuid import UUID

from django.http import HttpRequest


def cursor_from(request: HttpRequest, name: str = "before") -> UUID | None:
    """Where a page goes on: an id from an "older" link. Anything else in its place starts from the newest."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
