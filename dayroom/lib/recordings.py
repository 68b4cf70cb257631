"""Sound and video keep their streams and lose what is said about them: place, device, names, dates, cover pictures.

Nothing is decoded here. Where a stream itself carries writing (subtitles burned in, a spoken name) it stays, and where
we cannot tell the parts of a file from each other the file is refused.
"""

from dayroom.lib.boxes import clean_boxes
from dayroom.lib.kinds import N_, Kind, Refused
from dayroom.lib.matroska import clean_webm
from dayroom.lib.ogg import clean_ogg

BROKEN = N_("We cannot open this recording. It may be damaged.")
CLEANERS = {"mp4": clean_boxes, "mov": clean_boxes, "m4a": clean_boxes, "webm": clean_webm, "ogg": clean_ogg}

# ISO 11172-3 §2.4.2.3: kilobits a second of MPEG 1 and MPEG 2 layer III, and samples a second.
MPEG1_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
MPEG2_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def clean_recording(data: bytes, *, kind: Kind) -> bytes:
    try:
        if kind.name in {"mp3", "aac"}:
            return _frames(data, kind=kind)
        if kind.name == "wav":
            return _wav(data)
        return CLEANERS[kind.name](data)
    except (IndexError, ValueError, OverflowError) as broken:
        if isinstance(broken, Refused):
            raise
        raise Refused(BROKEN) from broken


def _frames(data: bytes, *, kind: Kind) -> bytes:
    """Only whole sound frames, one after the other: tags before, behind and between them fall away."""
    length = _mp3_frame if kind.name == "mp3" else _aac_frame
    data = data[:-128] if data[-128:-125] == b"TAG" else data
    kept, at, found, end = bytearray(), _after_tags(data), 0, -1
    while (at := data.find(b"\xff", at)) >= 0 and at + 7 <= len(data):
        size = length(data[at : at + 7])
        # A frame counts when another one stands right behind or before it: chance bytes do not.
        if size and (at == end or length(data[at + size : at + size + 7])):
            kept += data[at : at + size]
            found, at = found + 1, at + size
            end = at
        else:
            at += 1
    if found < 2:
        raise Refused(BROKEN)
    return bytes(kept)


def _after_tags(data: bytes) -> int:
    at = 0
    while data[at : at + 3] == b"ID3":
        a, b, c, d = data[at + 6 : at + 10]
        at += 10 + (a << 21 | b << 14 | c << 7 | d)
    return at


def _mp3_frame(head: bytes) -> int:
    """Bytes of the layer III frame that begins here, or 0."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in SAMPLES or rate in {0, 15} or samples == 3:
        return 0
    kilobits = (MPEG1_RATES if version == 3 else MPEG2_RATES)[rate]
    return (144 if version == 3 else 72) * kilobits * 1000 // SAMPLES[version][samples] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > 7 else 0


def _wav(data: bytes) -> bytes:
    kept, at = bytearray(), 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] in {b"fmt ", b"fact", b"data"}:
            kept += data[at : at + 8 + size] + b"\0" * (size % 2)
        at += 8 + size + size % 2
    if b"fmt " not in kept[:4] or b"data" not in kept:
        raise Refused(BROKEN)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + bytes(kept)
