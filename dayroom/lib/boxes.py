"""MP4, M4A and QuickTime: what is said about the recording is overwritten in place, so no position changes.

Phones write the place into `udta` and `meta`, and cameras a track of its own with the place of every second. Of the
media data only the bytes that sound and picture tracks point to are kept; everything else becomes zeros.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dayroom.lib.kinds import N_, Refused

BROKEN = N_("We cannot open this recording. It may be damaged.")
HIDDEN_TRACK = N_("This recording has a hidden track, perhaps of places. Save it anew with another program.")

# ISO 14496-12 and the QuickTime file format. What is in neither list is overwritten, whatever it is called.
WALKED = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"edts", b"dinf"))
KEPT = frozenset(
    b"ftyp styp mdat sidx mfra mvhd mehd trex iods tkhd tref tapt elst mdhd hdlr elng vmhd smhd nmhd gmhd dref "
    b"stsd stts ctts cslg stsc stsz stz2 stco co64 stss stps sdtp sgpd sbgp mfhd tfhd tfdt trun".split()
)
DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
SHOWN = frozenset((b"vide", b"soun"))


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int
    body: int
    end: int


def clean_boxes(data: bytes) -> bytes:
    cleaned = bytearray(data)
    top = list(_boxes(cleaned, 0, len(cleaned)))
    tracks = [track for moov in top if moov.kind == b"moov" for track in _inside(cleaned, moov, b"trak")]
    shown = [track for track in tracks if _handler(cleaned, track) in SHOWN]
    ranges: list[tuple[int, int]] = []
    if not shown:
        raise Refused(BROKEN)
    pieces = any(box.kind == b"moof" for box in top)
    if pieces and len(shown) < len(tracks):
        raise Refused(HIDDEN_TRACK)
    for track in tracks:
        if not pieces:
            # A hidden track's chunks keep nothing, but they end the chunk before them.
            ranges += [(at, length if track in shown else 0) for at, length in _chunks(cleaned, track)]
        if track not in shown:
            _fill(cleaned, track)
    if not pieces:
        _keep_only(cleaned, top=top, ranges=sorted(ranges))
    _forget(cleaned, top)
    return bytes(cleaned)


def _boxes(data: bytearray, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, body = int.from_bytes(data[at : at + 4]), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0:  # until the end of the file; in QuickTime a list may also end with four zeros
            size = end - at
        if size < body - at or at + size > end:
            raise Refused(BROKEN)
        yield Box(bytes(data[at + 4 : at + 8]), at, body, at + size)
        at += size


def _inside(data: bytearray, box: Box, *path: bytes) -> list[Box]:
    found = [box]
    for kind in path:
        found = [inner for outer in found for inner in _boxes(data, outer.body, outer.end) if inner.kind == kind]
    return found


def _handler(data: bytearray, track: Box) -> bytes:
    handlers = _inside(data, track, b"mdia", b"hdlr")
    return bytes(data[handlers[0].body + 8 : handlers[0].body + 12]) if handlers else b""


def _table(data: bytearray, track: Box, kind: bytes) -> Box | None:
    return next(iter(_inside(data, track, b"mdia", b"minf", b"stbl", kind)), None)


def _numbers(data: bytearray, start: int, *, count: int, end: int, width: int = 4) -> list[int]:
    if start + count * width > end:
        raise Refused(BROKEN)
    return [int.from_bytes(data[at : at + width]) for at in range(start, start + count * width, width)]


def _chunks(data: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """Where the samples of a track lie in the file: ISO 14496-12 §8.7, chunk offsets, samples a chunk, sample sizes."""
    places = _table(data, track, b"stco") or _table(data, track, b"co64")
    groups, sizes = _table(data, track, b"stsc"), _table(data, track, b"stsz")
    if places is None or groups is None or sizes is None:
        raise Refused(BROKEN)
    width = 4 if places.kind == b"stco" else 8
    (count,) = _numbers(data, places.body + 4, count=1, end=places.end)
    offsets = _numbers(data, places.body + 8, count=count, end=places.end, width=width)
    same, samples = _numbers(data, sizes.body + 4, count=2, end=sizes.end)
    each = [] if same else _numbers(data, sizes.body + 12, count=samples, end=sizes.end)
    at = 0
    for offset, held in zip(offsets, _held(data, groups, chunks=count), strict=True):
        if same:
            # QuickTime sound counts single samples here, so the length of a chunk is not known: see `_keep_only`.
            yield offset, -1
        else:
            yield offset, sum(each[at : at + held])
        at += held


def _held(data: bytearray, groups: Box, *, chunks: int) -> Iterator[int]:
    (count,) = _numbers(data, groups.body + 4, count=1, end=groups.end)
    rows = _numbers(data, groups.body + 8, count=count * 3, end=groups.end)
    firsts, held = rows[0::3], rows[1::3]
    for first, following, samples in zip(firsts, [*firsts[1:], chunks + 1], held, strict=True):
        for _ in range(first, min(following, chunks + 1)):
            yield samples


def _keep_only(data: bytearray, *, top: list[Box], ranges: list[tuple[int, int]]) -> None:
    for box in top:
        if box.kind != b"mdat":
            continue
        at = box.body
        for place, (offset, length) in enumerate(ranges):
            if not box.body <= offset < box.end:
                continue
            following = ranges[place + 1][0] if place + 1 < len(ranges) else box.end
            end = min(following if length < 0 else offset + length, box.end)
            if offset > at:
                data[at:offset] = bytes(offset - at)
            at = max(at, end)
        data[at : box.end] = bytes(box.end - at)


def _forget(data: bytearray, boxes: list[Box]) -> None:
    for box in boxes:
        if box.kind in WALKED:
            _forget(data, list(_boxes(data, box.body, box.end)))
        elif box.kind not in KEPT:
            _fill(data, box)
        elif box.kind in DATED:
            width = 16 if data[box.body] == 1 else 8
            data[box.body + 4 : box.body + 4 + width] = bytes(width)
        elif box.kind == b"hdlr":  # behind the type stands a name in words
            data[box.body + 24 : box.end] = bytes(max(0, box.end - box.body - 24))


def _fill(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)
