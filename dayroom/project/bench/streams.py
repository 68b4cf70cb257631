"""Open windows: how long after a commit the readers of a room are told, and what a thousand of them weigh."""

import asyncio
import time
from collections.abc import Iterator
from uuid import UUID

from asgiref.sync import sync_to_async

from dayroom.project.bench.clocks import memory_bytes
from dayroom.project.bench.ground import Ground
from dayroom.project.bench.measuring import Row, quantile
from dayroom.project.bench.readers import Reader, busy_rooms, say_something, sign_in

ROOMS, LISTENERS, WORDS = 20, 50, 60
PATIENCE_SECONDS = 5


class Window:
    """One open stream, and when it was told of what."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.told: list[float] = []

    async def open(self, on: Ground) -> None:
        self.incoming, self.outgoing = await asyncio.open_connection(on.address.local, on.address.port)
        headers = [
            "GET /live HTTP/1.1",
            "Host: localhost",
            f"Cookie: {self.reader.cookie}",
            "Accept: text/event-stream",
        ]
        ask = "\r\n".join([*headers, "Sec-Fetch-Site: same-origin", "", ""])
        self.outgoing.write(ask.encode())
        first = await self.incoming.readline()
        assert b" 200 " in first, f"the stream answered {first!r}"

    async def listen(self) -> None:
        while line := await self.incoming.readline():
            if line.startswith(b"event: entry"):
                self.told.append(time.perf_counter())

    def close(self) -> None:
        self.outgoing.close()


def stream_rows(on: Ground) -> Iterator[Row]:
    rooms = busy_rooms(many=ROOMS, listeners=LISTENERS)
    readers = {room_id: [sign_in(person) for person in people] for room_id, people in rooms}
    yield from asyncio.run(listen_and_say(on, readers))


async def listen_and_say(on: Ground, readers: dict[UUID, list[Reader]]) -> list[Row]:
    before = sum(memory_bytes(on.pages_pid).values())
    windows = {room_id: [Window(reader) for reader in some] for room_id, some in readers.items()}
    flat = [window for some in windows.values() for window in some]
    for window in flat:
        await window.open(on)
    listening = [asyncio.create_task(window.listen()) for window in flat]
    await asyncio.sleep(1)
    weight = sum(memory_bytes(on.pages_pid).values()) - before
    delays = [delay for turn in range(WORDS) for delay in await one_word(windows, turn=turn)]
    for task in listening:
        task.cancel()
    for window in flat:
        window.close()
    return [news_row(delays, streams=len(flat)), weight_row(weight, streams=len(flat))]


async def one_word(windows: dict[UUID, list[Window]], *, turn: int) -> list[float]:
    """Seconds from the commit to each listener of the room but the writer; a listener who was not told counts as
    the whole patience.
    """
    room_id = list(windows)[turn % len(windows)]
    writer, *listeners = windows[room_id]
    counted = [len(window.told) for window in listeners]
    await sync_to_async(say_something)(room_id, writer.reader.person)
    begin = time.perf_counter()
    end = begin + PATIENCE_SECONDS
    while time.perf_counter() < end and any(len(w.told) == n for w, n in zip(listeners, counted, strict=True)):
        await asyncio.sleep(0.002)
    return [
        max(0.0, w.told[n] - begin) if len(w.told) > n else PATIENCE_SECONDS
        for w, n in zip(listeners, counted, strict=True)
    ]


def news_row(delays: list[float], *, streams: int) -> Row:
    row = Row(f"entry → event, {streams:,} open windows", "p99 ≤ 50 ms", limits={"p99_ms": 50.0})
    row.p50_ms, row.p99_ms = 1000 * quantile(delays, 0.5), 1000 * quantile(delays, 0.99)
    row.remark = f"{len(delays)} deliveries in {ROOMS} rooms of {LISTENERS}; from the return of the commit"
    return row.judge()


def weight_row(weight: int, *, streams: int) -> Row:
    megabytes = weight / 1024 / 1024 / streams * 1000
    row = Row("memory of 1,000 open windows", "≤ 60 MB", within_budget=megabytes <= 60)
    row.remark = f"{megabytes:.0f} MB, both page servers together"
    return row
