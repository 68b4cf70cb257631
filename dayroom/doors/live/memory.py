"""What happened lately: a page made before cannot show it, and a window opened after has not heard it."""

import time
from collections import deque

from dayroom.doors.live.words import Word

LONGEST_SECONDS, MOST_WORDS = 30.0, 2_000
# How much longer than the page's own request its window's may have been under way.
MARGIN_SECONDS = 2.0


class Memory:
    def __init__(self) -> None:
        self.words: deque[tuple[float, Word]] = deque(maxlen=MOST_WORDS)

    def keep(self, word: Word) -> None:
        now = time.monotonic()
        self.words.append((now, word))
        while self.words[0][0] < now - LONGEST_SECONDS:
            self.words.popleft()

    def moves_of(self, person: str) -> list[Word]:
        return [word for _, word in self.words if word.person == person and word.kind in ("entered", "ended")]

    def since(self, age: float) -> list[Word] | None:
        """What a page of this age, in seconds, may have missed. None: more than is remembered."""
        since = time.monotonic() - age - MARGIN_SECONDS
        if len(self.words) == MOST_WORDS and self.words[0][0] > since:
            return None
        return [word for at, word in self.words if at >= since]
