"""The one port: live streams stay on the event loop, files come from memory, every page goes to Django's threads."""

from typing import cast

from django.conf import settings

from dayroom.doors.live.stream import application as live
from dayroom.project.bridge import Bridge, Receive, Scope, Send
from dayroom.project.statics import Statics
from dayroom.project.wsgi import application as django_application

pages = Bridge(
    django_application,
    threads=settings.PAGE_THREADS,
    largest_body=settings.LARGEST_REQUEST,
    proxies=settings.PROXIES,
)
statics = Statics(settings.STATIC_ROOT, prefix=settings.STATIC_URL)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    path = cast(str, scope["path"])
    if path.startswith(settings.STATIC_URL):
        await statics(scope, send)
    elif path == "/live":
        await live(scope, receive, send)
    else:
        await pages(scope, receive, send)
