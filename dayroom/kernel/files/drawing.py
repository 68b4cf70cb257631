"""Drawn of a stored file on demand, and kept for a day: one image of an X-ray in a window, one page of a document."""

import io
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dayroom.kernel.files.models import ORIGINAL, File, place
from dayroom.kernel.files.sweep import names_in
from dayroom.lib.cleaning import draw
from dayroom.lib.kinds import N_, Refused

MOST_KEPT = 200  # of one file: more would let one reader fill the disk
NO_SUCH = N_("This file has no such picture.")


@dataclass(frozen=True, kw_only=True)
class Wish:
    number: int = 0
    centre: float | None = None
    width: float | None = None
    invert: bool = False

    @property
    def name(self) -> str:
        """Rounded, so that a slider that is dragged does not ask for a thousand pictures nobody can tell apart."""
        return f"drawn-{self.number}-{rounded(self.centre)}-{rounded(self.width)}-{int(self.invert)}"


def drawing(file: File, wish: Wish) -> IO[bytes]:
    """Raises `Refused`."""
    if not 0 <= wish.number < file.drawings:
        raise Refused(NO_SUCH)
    if default_storage.exists(place(file.key, wish.name)):
        return file.open(wish.name)
    with file.open(ORIGINAL) as stored:
        picture = draw(
            stored, media_type=file.media_type, number=wish.number, centre=as_drawn(wish.centre),
            width=as_drawn(wish.width), invert=wish.invert, within=settings.ARRIVING,
        )  # fmt: skip
    if len(names_in(file.key)) < MOST_KEPT:
        default_storage.save(place(file.key, wish.name), ContentFile(picture))
    return io.BytesIO(picture)


def rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def as_drawn(value: float | None) -> float | None:
    return None if value is None else float(rounded(value))
