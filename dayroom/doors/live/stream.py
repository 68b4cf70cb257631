"""`/live`: one stream of events a window (text/event-stream), for a person who is signed in."""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from dayroom.doors.live.news import News
from dayroom.doors.live.questions import Questions
from dayroom.doors.live.windows import Window, Windows
from dayroom.doors.live.words import PING, RESYNC

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING_SECONDS = 20
MOST_WINDOWS = 10
START_SECONDS = 5
# Browsers come back by themselves after so many milliseconds, each at a time of its own.
COME_BACK = (2_000, 6_000)
HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
]
STREAM_HEADERS = [*HEADERS, (b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
PLAIN_HEADERS = [*HEADERS, (b"content-type", b"text/plain; charset=utf-8")]


@dataclass
class Refused(Exception):
    status: int
    sentence: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Door:
    """Made with the first window, in the loop that serves it; then it listens for as long as the process lives."""

    def __init__(self) -> None:
        self.windows = Windows()
        self.porch = Questions()
        self.news = News(self.windows)
        self.news.start()

    async def close(self) -> None:
        await self.news.stop()
        await self.porch.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            age = check(scope)
            window = await self.let_in(cookie(scope))
        except Refused as refused:
            await refuse(send, refused)
            return
        leaving = asyncio.create_task(hang_up(receive, window))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            await write(send, f"retry: {random.randint(*COME_BACK)}\n\n".encode())  # noqa: S311
            await self.replay(window, age=age)
            await stream(window, send)
        finally:
            leaving.cancel()
            self.windows.close(window)

    async def replay(self, window: Window, *, age: float) -> None:
        try:
            await self.news.replay(window, age=age, questions=self.porch)
        except psycopg.Error:
            window.put(RESYNC)

    async def let_in(self, session_key: str) -> Window:
        try:
            async with asyncio.timeout(START_SECONDS):
                await self.news.listening.wait()
                person = (await self.porch.living([session_key])).get(session_key)
                rooms = await self.porch.rooms_of(person) if person else set()
        except (TimeoutError, psycopg.Error) as error:
            raise Refused(503, "Live news is away for a moment.", ((b"retry-after", b"5"),)) from error
        if person is None:
            raise Refused(401, "Sign in to hear news here.")
        if len(self.windows.of(person)) >= MOST_WINDOWS:
            raise Refused(429, "You have very many windows open. Close some of them.", ((b"retry-after", b"60"),))
        window = Window(person, session_key=session_key)
        self.windows.open(window, rooms=rooms)
        return window


async def stream(window: Window, send: Send) -> None:
    while not window.ended or window.frames:
        try:
            async with asyncio.timeout(PING_SECONDS):
                waiting = await window.wait()
        except TimeoutError:
            waiting = PING
        await write(send, waiting)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def hang_up(receive: Receive, window: Window) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    window.end()


async def refuse(send: Send, refused: Refused) -> None:
    headers = [*PLAIN_HEADERS, *refused.headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": refused.sentence.encode()})


def check(scope: Scope) -> float:
    """R122: only our own pages open streams. The answer is the age in seconds of the page that asks."""
    if scope["method"] != "GET":
        raise Refused(405, "This address only answers GET.", ((b"allow", b"GET"),))
    host = header(scope, b"host")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        raise Refused(400, "This site has another name.")
    schemes = ["https"] if settings.HTTPS else ["http", "https"]
    if header(scope, b"origin") not in ["", *(f"{scheme}://{host}" for scheme in schemes)]:
        raise Refused(403, "Only pages of this site can listen here.")
    if header(scope, b"sec-fetch-site") not in ("", "same-origin"):
        raise Refused(403, "Only pages of this site can listen here.")
    return age_in(scope["query_string"].decode("latin-1"))


def age_in(query: str) -> float:
    """`age=` in milliseconds by the browser's own clock, or nothing."""
    number = query.removeprefix("age=") if query else "0"
    if not (number.isascii() and number.isdecimal() and len(number) <= 12):
        raise Refused(400, "This address is not quite right.")
    return int(number) / 1000


def cookie(scope: Scope) -> str:
    key = parse_cookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        raise Refused(401, "Sign in to hear news here.")
    return key


def header(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin-1") for known, value in scope["headers"] if known == name)


doors: list[Door] = []


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if not doors:
        doors.append(Door())
    await doors[0](scope, receive, send)
