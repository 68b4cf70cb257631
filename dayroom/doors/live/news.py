"""From the database's word that something happened to the windows of the people who may know of it."""

import asyncio
import logging
import random
import time

import psycopg

from dayroom.doors.live.memory import Memory
from dayroom.doors.live.questions import Questions, connect
from dayroom.doors.live.windows import Window, Windows
from dayroom.doors.live.words import COUNTS, NOTICE, RESYNC, Word, news

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.2, 30.0
RECHECK_SECONDS = 45
# More readers than this at once hear of a room at most once in CROWD_SECONDS, with all that happened.
CROWD, CROWD_SECONDS, MOST_WORDS = 200, 1.0, 50
# What makes a browser fetch is spread out: so long for each of the people told.
SPREAD_SECONDS = 0.01

log = logging.getLogger(__name__)


class News:
    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.questions = Questions()
        self.listening = asyncio.Event()
        self.memory = Memory()
        self.held: dict[str, list[Word]] = {}
        self.told_at: dict[str, float] = {}
        self.due: set[tuple[str, bytes]] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        for work in (self.listen(), self.watch()):
            task = asyncio.create_task(work)
            task.add_done_callback(self.fall_silent)
            self.tasks.add(task)

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.questions.close()

    def fall_silent(self, task: asyncio.Task[None]) -> None:
        """A mistake of ours: better no stream than one that is deaf."""
        if task.cancelled():
            return
        log.critical("the live door stopped", exc_info=task.exception())
        self.listening.clear()
        for person in self.windows.people():
            for window in self.windows.of(person):
                window.end()

    async def listen(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                await self.listen_once()
            except psycopg.Error as error:
                log.warning("the live door lost the database and tries again: %s", type(error).__name__)
            wait = FIRST_WAIT_SECONDS if self.listening.is_set() else min(wait * 2, LONGEST_WAIT_SECONDS)
            self.listening.clear()
            await asyncio.sleep(wait * (1 + random.random()))  # noqa: S311

    async def listen_once(self) -> None:
        """Words are taken one after the other: a window hears them in the order in which they were committed."""
        async with await connect() as ears:
            await ears.execute("LISTEN dayroom")
            await self.catch_up()
            self.listening.set()
            async for note in ears.notifies():
                await self.hear(note.payload)

    async def watch(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            try:
                await self.check(self.windows.people())
            except psycopg.Error as error:
                log.warning("the live door could not look at its sessions: %s", type(error).__name__)

    async def hear(self, payload: str) -> None:
        try:
            word = Word.read(payload)
        except ValueError:
            log.warning("the live door heard something that is not one of its words")
            return
        self.memory.keep(word)
        if word.kind in ("entry", "reaction"):
            await self.tell_room(word)
        elif word.kind == "notice":
            self.windows.tell(word.person, NOTICE)
        elif word.kind == "entered":
            self.windows.enter(word.person, word.room)
        else:
            await self.end(word)

    async def tell_room(self, word: Word) -> None:
        people = self.windows.in_room(word.room)
        readers = await self.questions.readers(word.room, word.id, people) if people else []
        if len(readers) > CROWD:
            self.hold(word)
        else:
            self.windows.tell_room(word.room, readers, word.frame)
        if word.kind == "entry":
            self.spread(readers, COUNTS)

    async def end(self, word: Word) -> None:
        """A membership or a session is over; either may mean that the person is no longer welcome at all."""
        if word.room in self.windows.rooms_of(word.person):
            self.windows.leave(word.person, word.room)
            self.windows.tell(word.person, word.frame)
        if self.windows.of(word.person):
            await self.check([word.person])

    async def check(self, people: list[str]) -> None:
        """Windows whose session is over, by R68's limits or because it was ended, hear `bye` and nothing else."""
        windows = [window for person in people for window in self.windows.of(person)]
        living = await self.questions.living([window.session_key for window in windows]) if windows else {}
        for window in windows:
            if window.session_key not in living:
                window.bye()

    async def catch_up(self) -> None:
        """After a gap: who is still here, what ended meanwhile, and everybody looks again."""
        await self.check(self.windows.people())
        for person in self.windows.people():
            for room in self.windows.be_in(person, rooms=await self.questions.rooms_of(person)):
                self.windows.tell(person, Word("ended", room=room).frame)
        self.spread(self.windows.people(), RESYNC)

    def hold(self, word: Word) -> None:
        if word.room in self.held:
            self.held[word.room].append(word)
            return
        self.held[word.room] = [word]
        wait = self.told_at.get(word.room, 0) + CROWD_SECONDS - time.monotonic()
        asyncio.get_running_loop().call_later(max(0, wait), self.release_soon, word.room)

    def release_soon(self, room: str) -> None:
        task = asyncio.create_task(self.release(room))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def release(self, room: str) -> None:
        """Each of these had a crowd of readers, so all who are in the room may know of it."""
        words = self.held.pop(room)
        self.told_at[room] = time.monotonic()
        people = list(self.windows.in_room(room))
        try:
            readers = await self.questions.readers(room, None, people)
        except psycopg.Error:
            self.spread(people, RESYNC)
            return
        self.windows.tell_room(room, readers, news(room, words) if len(words) <= MOST_WORDS else RESYNC)

    def spread(self, people: list[str], frame: bytes) -> None:
        """To each at a time of their own, once: a thousand browsers must not fetch in the same moment."""
        loop = asyncio.get_running_loop()
        longest = len(people) * SPREAD_SECONDS
        for person in people:
            if (person, frame) not in self.due:
                self.due.add((person, frame))
                loop.call_later(random.random() * longest, self.tell_due, person, frame)  # noqa: S311

    def tell_due(self, person: str, frame: bytes) -> None:
        self.due.discard((person, frame))
        self.windows.tell(person, frame)

    async def replay(self, window: Window, *, age: float, questions: Questions) -> None:
        """What happened between the page and its window."""
        for word in self.memory.moves_of(window.person):
            move = self.windows.enter if word.kind == "entered" else self.windows.leave
            move(word.person, word.room)
        missed = self.memory.since(age)
        mine = [word for word in missed or [] if self.concerns(word, window.person)]
        if missed is None or len(mine) > MOST_WORDS:
            window.put(RESYNC)
            return
        for word in mine:
            await self.repeat(word, window, questions=questions)

    def concerns(self, word: Word, person: str) -> bool:
        if word.kind in ("entry", "reaction"):
            return word.room in self.windows.rooms_of(person)
        if word.kind == "ended":
            return word.person == person and word.room not in self.windows.rooms_of(person)
        return word.kind == "notice" and word.person == person

    async def repeat(self, word: Word, window: Window, *, questions: Questions) -> None:
        if word.kind not in ("entry", "reaction"):
            window.put(NOTICE if word.kind == "notice" else word.frame)
            return
        readers = await questions.readers(word.room, word.id, [window.person])
        if readers and word.room in self.windows.rooms_of(window.person):
            window.put(word.frame)
