"""The open windows of this process: whose they are, which rooms those people are in, and what waits to be sent to each.

Which rooms somebody is in only says whom to ask the wall about. The wall's answer decides.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Set

from dayroom.doors.live.words import BYE, RESYNC

# A window this far behind is told to look again instead.
WAITING = 64


class Window:
    __slots__ = ("ended", "frames", "person", "ready", "session_key")

    def __init__(self, person: str, *, session_key: str) -> None:
        self.person = person
        self.session_key = session_key
        self.frames: list[bytes] = []
        self.ready = asyncio.Event()
        self.ended = False

    def put(self, frame: bytes) -> None:
        if self.ended:
            return
        if len(self.frames) >= WAITING:
            self.frames.clear()
            frame = RESYNC
        self.frames.append(frame)
        self.ready.set()

    def bye(self) -> None:
        """Nothing that waited is sent any more."""
        if not self.ended:
            self.frames.clear()
            self.put(BYE)
            self.end()

    def end(self) -> None:
        self.ended = True
        self.ready.set()

    async def wait(self) -> bytes:
        """All that waits, together; nothing at the end."""
        await self.ready.wait()
        waiting = b"".join(self.frames)
        self.frames.clear()
        if not self.ended:
            self.ready.clear()
        return waiting


class Windows:
    def __init__(self) -> None:
        self._windows: dict[str, list[Window]] = {}
        self._rooms: dict[str, set[str]] = {}
        self._people: defaultdict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(len(windows) for windows in self._windows.values())

    def open(self, window: Window, *, rooms: Iterable[str]) -> None:
        self._windows.setdefault(window.person, []).append(window)
        known = self._rooms.setdefault(window.person, set())
        self.be_in(window.person, rooms={*known, *rooms})

    def close(self, window: Window) -> None:
        window.end()
        windows = self._windows.get(window.person, [])
        if window in windows:
            windows.remove(window)
        if not windows and self._windows.pop(window.person, None) is not None:
            self.be_in(window.person, rooms=set())
            del self._rooms[window.person]

    def people(self) -> list[str]:
        return list(self._windows)

    def of(self, person: str) -> list[Window]:
        return list(self._windows.get(person, []))

    def rooms_of(self, person: str) -> Set[str]:
        return self._rooms.get(person, frozenset())

    def in_room(self, room: str) -> Set[str]:
        return self._people.get(room, frozenset())

    def be_in(self, person: str, *, rooms: set[str]) -> set[str]:
        """From now on in these rooms; which ones are over."""
        if person not in self._rooms:
            return set()
        before, self._rooms[person] = self._rooms[person], rooms
        for room in rooms - before:
            self._people[room].add(person)
        for room in before - rooms:
            self._people[room].discard(person)
            if not self._people[room]:
                del self._people[room]
        return before - rooms

    def enter(self, person: str, room: str) -> None:
        self.be_in(person, rooms={*self.rooms_of(person), room})

    def leave(self, person: str, room: str) -> None:
        self.be_in(person, rooms={*self.rooms_of(person)} - {room})

    def tell(self, person: str, frame: bytes) -> None:
        for window in self._windows.get(person, ()):
            window.put(frame)

    def tell_room(self, room: str, readers: Iterable[str], frame: bytes) -> None:
        """Whose membership ended while the wall was asked hears nothing, so that `ended` is the last word of a room."""
        present = self.in_room(room)
        for person in readers:
            if person in present:
                self.tell(person, frame)
