"""Has a file cleaned, or a picture of it drawn, by a process of its own (`cleaner.py`).

Decoders are where hostile files do their work, and cost 60 MB to load: no page server ever loads one.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from dayroom.lib.kinds import MIB, N_, VIDEO_BYTES, Refused

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90  # by the clock; the time of the processor ends earlier (`confinement.py`)
AT_ONCE = BoundedSemaphore(2)  # of one page server: each may need a gigabyte
# Nothing of our own environment: the addresses and passwords in it are what a hostile file would look for.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}
PIECE = 256 * 1024

TOO_LARGE = N_("This file is too large. The limit is {limit} MB.")
TOO_HARD = N_("This file takes too long to open. It may be damaged. Send it in another form.")
Facts = dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Valid while the folder exists, that is inside `cleaned`."""

    folder: Path
    family: str
    media_type: str
    extension: str
    width: int | None
    height: int | None
    pages: int | None
    facts: Facts

    @property
    def data(self) -> Path:
        return self.folder / "stored"

    @property
    def thumbnail(self) -> Path:
        return self.folder / "thumbnail"


@contextmanager
def cleaned(sent: IO[bytes], *, name: str, within: Path) -> Iterator[Cleaned]:
    """Raises `Refused` with a sentence for the sender. `within` is a folder of ours; nothing stays in it."""
    with _workplace(within) as folder:
        _copy(sent, folder / "sent")
        yield Cleaned(folder, **_ask(folder, {"act": "clean", "name": name}))


def draw(
    stored: IO[bytes],
    *,
    media_type: str,
    number: int,
    centre: float | None,
    width: float | None,
    invert: bool,
    within: Path,
) -> bytes:
    """One image of an X-ray series, in the window that is asked for, or one page of a document. Raises `Refused`."""
    with _workplace(within) as folder:
        with (folder / "sent").open("wb") as copy:
            shutil.copyfileobj(stored, copy, PIECE)
        order = {
            "act": "draw",
            "media_type": media_type,
            "number": number,
            "centre": centre,
            "width": width,
            "invert": invert,
        }
        _ask(folder, order)
        return (folder / "stored").read_bytes()


@contextmanager
def _workplace(within: Path) -> Iterator[Path]:
    within.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=within) as folder:
        yield Path(folder)


def _copy(sent: IO[bytes], to: Path) -> None:
    size = 0
    with to.open("wb") as copy:
        while piece := sent.read(PIECE):
            size += len(piece)
            if size > VIDEO_BYTES:
                raise Refused(TOO_LARGE, limit=VIDEO_BYTES // MIB)
            copy.write(piece)


def _ask(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "dayroom.lib.cleaner"]
    with AT_ONCE:
        try:
            done = subprocess.run(
                command, input=json.dumps(order).encode(), cwd=folder, env=ENVIRONMENT, capture_output=True,
                timeout=SECONDS, check=True,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as ended:
            raise Refused(TOO_HARD) from ended
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["values"])
    return answer
