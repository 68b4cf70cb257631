"""What comes in from the database and what goes out to browsers: ids, never content."""

import json
from dataclasses import dataclass
from uuid import UUID

# Which ids each word of the database's triggers carries.
KINDS = {
    "entry": ("room", "thread", "id"),
    "reaction": ("room", "id"),
    "notice": ("person",),
    "entered": ("room", "person"),
    "ended": ("room", "person"),
    "signed_out": ("person",),
}


@dataclass(frozen=True, slots=True)
class Word:
    kind: str
    room: str = ""
    thread: str = ""
    id: str = ""
    person: str = ""

    @classmethod
    def read(cls, payload: str) -> "Word":
        """Whoever can log in can notify: what is not one of our words is a ValueError."""
        given = json.loads(payload)
        if not isinstance(given, dict) or given.get("t") not in KINDS:
            raise ValueError("not a word of ours")
        return cls(given["t"], **{name: str(UUID(str(given.get(name)))) for name in KINDS[given["t"]]})

    @property
    def told(self) -> dict[str, str]:
        """What a browser may know: a reader's page never learns whose act it was."""
        return {name: getattr(self, name) for name in KINDS[self.kind] if name != "person"}

    @property
    def frame(self) -> bytes:
        return frame(self.kind, **self.told)


def frame(kind: str, **ids: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(ids, separators=(',', ':'))}\n\n".encode()


def news(room: str, words: list[Word]) -> bytes:
    """Everything of one second in a crowded room."""
    return frame("news", room=room, words=[{"kind": word.kind, **word.told} for word in words])


COUNTS, NOTICE, RESYNC, BYE = frame("counts"), frame("notice"), frame("resync"), frame("bye")
PING = b":\n\n"
