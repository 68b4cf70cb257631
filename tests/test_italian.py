"""Every page in Italian, to everybody of the cast: no sentence of ours is left in English, nor a word of one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.utils import translation

from dayroom.kernel.people.models import Person
from dayroom.kernel.wall import as_owner
from tests.cast import NAMES, Cast
from tests.test_routes import ROUTES, things_in

# Words of English sentences and buttons that no Italian sentence has.
ENGLISH = re.compile(
    r"\b(the|you|your|yours|and|of|to|with|without|from|who|what|when|where|which|why|how|this|that|these|they|them|"
    r"their|is|are|was|were|has|have|not|nobody|somebody|anyone|everyone|people|only|here|there|it|its|"
    r"rooms?|messages|notices|search|find|reply|replies|write|writes|send|save|sign|ask|leave|let|change|open|"
    r"show|back|next|new|name|names|home|desk|look|about|hosts?|invite|select|option|choose|today|yesterday|"
    r"january|february|march|june|july|august|october|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
WORDS_OF_THE_CAST = [
    *(NAMES[who] for who in sorted(NAMES, key=lambda who: -len(NAMES[who]))),
    *(
        f"The {key} room"
        for key in ("community", "circle", "professional", "channel", "commons", "side", "conversation")
    ),
    "Words nobody outside may see.",
    "A title nobody outside may see",
    "Aldane Pharma (invented)",
]
# What is called the same in every language: the languages themselves, programs, and the names of time zones.
SAME_EVERYWHERE = re.compile(r"\b(English|Dayroom|[A-Z]\w+/[\w/ -]+|\S+@\S+|https?://\S+)")
SAID = ("aria-label", "title", "placeholder", "alt")
WALKS = [
    (None, "commons"),
    ("host", "community"),
    ("outsider", "community"),
    ("patient", "circle"),
    ("clinician", "conversation"),
    ("company", "channel"),
    ("officer", "circle"),
]


class Reader(HTMLParser):
    """All that a page says aloud or shows, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.is_quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_quiet = self.is_quiet or tag in ("script", "style")
        given = dict(attrs)
        self.pieces += [given[name] or "" for name in SAID if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.is_quiet = self.is_quiet and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.is_quiet:
            self.pieces.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    left = []
    for piece in reader.pieces:
        ours = piece
        for words in WORDS_OF_THE_CAST:
            ours = ours.replace(words, "")
        if ENGLISH.search(SAME_EVERYWHERE.sub("", ours)):
            left.append(piece)
    return left


def pages_for(cast: Cast, who: str | None, room: str) -> dict[str, str]:
    """Every page that opens, and what every form says that was sent empty."""
    with as_owner("demonstrate"):
        Person.objects.update(language="it")
    given = things_in(cast, room)
    pages = {}
    client = cast.client(who)
    signed_in = deepcopy(client.cookies)
    for method in ("GET", "POST"):
        for route in ROUTES:
            with undone():
                answer = client.generic(method, route.address(given), headers={"Accept-Language": "it"})
            client.cookies = deepcopy(signed_in)
            if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
                pages[f"{method} {route.pattern} {answer.status_code}"] = answer.content.decode()
    return pages


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic(), translation.override("en"):
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "room"), WALKS)
def test_no_page_says_anything_in_english_to_an_italian(cast: Cast, who: str | None, room: str) -> None:
    pages = pages_for(cast, who, room)
    assert sum(1 for name in pages if name.endswith("200")) > 5, "need pages for this test to mean anything"
    left = {name: english for name, page in pages.items() if (english := english_in(page))}
    assert left == {}
