"""How often one person, or one address where nobody is signed in, may do one thing (R121)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from dayroom.web.errors import too_many

View = Callable[..., HttpResponse]


def limited(
    action: str, *, times: int, seconds: int, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View], View]:
    """Stands under the door, so that only who may come in is counted. Beyond the limit: 429 with Retry-After."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
            wait = seconds_to_wait(request, action, times=times, seconds=seconds) if request.method in methods else 0
            if wait == 0:
                return view(request, *args, **rest)
            response = too_many(request)
            response.headers["Retry-After"] = str(wait)
            return response

        return counted

    return decorate


def seconds_to_wait(request: HttpRequest, action: str, *, times: int, seconds: int) -> int:
    """Counts this time in a window that begins with the first; 0 while there is room in it."""
    key, now = f"limit:{action}:{who(request)}", int(time.time())
    begun, count = cache.get(key) or (now, 0)
    if now - begun >= seconds:
        begun, count = now, 0
    if count >= times:
        return max(1, int(begun + seconds - now))
    cache.set(key, (begun, count + 1), timeout=seconds)
    return 0


def who(request: HttpRequest) -> str:
    person = request.person  # type: ignore[attr-defined]
    return str(person.id) if person is not None else address_of(request)


def address_of(request: HttpRequest) -> str:
    """Each proxy of ours adds the address it saw; what stands before those, anybody could have written."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return (
        seen[-settings.PROXIES] if settings.PROXIES and len(seen) >= settings.PROXIES else request.META["REMOTE_ADDR"]
    )
