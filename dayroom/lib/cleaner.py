"""The process that opens what somebody sent. It knows no secret, has no network, and ends after one file.

It reads an order as JSON from its input and answers in JSON; the bytes lie in its working folder (`cleaning.py`).
"""

import json
import sys
from pathlib import Path

from dayroom.lib.arrivals import draw, receive
from dayroom.lib.confinement import confine
from dayroom.lib.kinds import Refused

SENT, STORED, THUMBNAIL = Path("sent"), Path("stored"), Path("thumbnail")


def clean(*, name: str) -> dict[str, object]:
    arrival = receive(SENT.read_bytes(), name=name)
    STORED.write_bytes(arrival.data)
    if arrival.thumbnail:
        THUMBNAIL.write_bytes(arrival.thumbnail)
    return {
        "family": arrival.kind.family, "media_type": arrival.media_type, "extension": arrival.extension,
        "width": arrival.width, "height": arrival.height, "pages": arrival.pages, "facts": arrival.facts(),
    }  # fmt: skip


def drawn(
    *, media_type: str, number: int, centre: float | None, width: float | None, invert: bool
) -> dict[str, object]:
    picture = draw(SENT.read_bytes(), media_type=media_type, number=number, centre=centre, width=width, invert=invert)
    STORED.write_bytes(picture)
    return {}


def main() -> None:
    confine()
    order = json.load(sys.stdin)
    act = order.pop("act")
    try:
        answer = clean(**order) if act == "clean" else drawn(**order)
    except Refused as refused:
        answer = {"refused": refused.sentence, "values": refused.values}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
