"""Windows on the real door, in a loop of its own beside the test, which writes to the same database."""

import asyncio
import json
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings

from dayroom.doors.live.stream import Door
from tests.cast import Cast

Told = tuple[str, dict[str, Any]]
PATIENCE = 5.0


@dataclass
class Browser:
    """One window: what the server sent it, and a way to go away."""

    told: "queue.Queue[Told]" = field(default_factory=queue.Queue)
    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""
    open: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    leave: Callable[[], object] = lambda: None

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        self.body += message["body"]
        *whole, self.body = self.body.split(b"\n\n") if self.status == 200 else [self.body]
        for block in whole:
            lines = dict(line.split(b": ", 1) for line in block.split(b"\n") if not line.startswith(b":"))
            if b"event" in lines:
                self.told.put((lines[b"event"].decode(), json.loads(lines[b"data"])))
        self.open.set()

    def hears(self, *, but: tuple[str, ...] = ("counts",)) -> Told:
        """The next event, or a failure after some seconds."""
        kind, ids = self.told.get(timeout=PATIENCE)
        return self.hears(but=but) if kind in but else (kind, ids)

    def heard(self) -> list[Told]:
        """All that has come until now, without waiting."""
        return [self.told.get() for _ in range(self.told.qsize())]


@dataclass
class Live:
    cast: Cast
    loop: asyncio.AbstractEventLoop
    door: Door
    browsers: list[Browser] = field(default_factory=list)

    def ask(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def knock(self, who: str | None, *, method: str = "GET", query: str = "", **headers: str) -> Browser:
        browser = Browser()
        gone = asyncio.Event()
        browser.leave = lambda: self.loop.call_soon_threadsafe(gone.set)
        cookie = self.cast.client(who).cookies.get(settings.SESSION_COOKIE_NAME)
        given = {"host": "testserver", "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value if cookie else ''}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def visit() -> None:
            await self.door(scope, receive, browser.send)
            browser.over.set()

        scope = {
            "type": "http", "method": method, "path": "/live", "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }  # fmt: skip
        asyncio.run_coroutine_threadsafe(visit(), self.loop)
        self.browsers.append(browser)
        assert browser.open.wait(PATIENCE)
        return browser

    def window(self, who: str, **more: str) -> Browser:
        browser = self.knock(who, **more)
        assert browser.status == 200, browser.body
        return browser

    def settle(self) -> None:
        """Until the door has heard all that was committed before: words come in order, so one of our own comes last."""
        word = json.dumps({"t": "notice", "person": str(self.cast.people["officer"].id)})
        listener = self.window("officer")
        self.cast.sees("officer", "SELECT pg_notify('dayroom', %s)", [word])
        assert listener.hears() == ("notice", {})
        listener.leave()
        assert listener.over.wait(PATIENCE)


async def make_door() -> Door:
    return Door()


@pytest.fixture
def live(cast: Cast) -> Iterator[Live]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    door = asyncio.run_coroutine_threadsafe(make_door(), loop).result(PATIENCE)
    live = Live(cast, loop, door)
    yield live
    for browser in live.browsers:
        browser.leave()
    live.ask(door.close())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(PATIENCE)
    loop.close()
