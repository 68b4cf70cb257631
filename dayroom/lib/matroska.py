"""WebM: tags, attachments, titles and dates are overwritten in place with filling, so no position changes."""

from dayroom.lib.kinds import N_, Refused

BROKEN = N_("We cannot open this recording. It may be damaged.")
# Element ids of RFC 9559. Those that only hold others are walked into; a stream without known lengths is walked flat.
SEGMENT, CLUSTER, INFO, TRACKS, TRACK = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
WALKED = frozenset((SEGMENT, CLUSTER, INFO, TRACKS, TRACK))
TAGS, ATTACHMENTS, CHAPTERS, VOID, CHECKSUM = 0x1254C367, 0x1941A469, 0x1043A770, 0xEC, 0xBF
TITLE, DATE, FILE_NAME, NEXT_NAME, PREVIOUS_NAME, TRACK_NAME = 0x7BA9, 0x4461, 0x7384, 0x3E83BB, 0x3C83AB, 0x536E
FILLED = frozenset(
    (TAGS, ATTACHMENTS, CHAPTERS, VOID, CHECKSUM, TITLE, DATE, FILE_NAME, NEXT_NAME, PREVIOUS_NAME, TRACK_NAME)
)
BLANKED = frozenset((0x4D80, 0x5741))  # the writing programs: must be there, may be spaces


def clean_webm(data: bytes) -> bytes:
    cleaned, at = bytearray(data), 0
    while at < len(cleaned):
        element, body, size = _element(cleaned, at)
        if element in WALKED:
            at = body
            continue
        if size is None or body + size > len(cleaned):
            raise Refused(BROKEN)
        if element in FILLED:
            cleaned[at : body + size] = _filling(body + size - at)
        elif element in BLANKED:
            cleaned[body : body + size] = b" " * size
        at = body + size
    return bytes(cleaned)


def _element(data: bytearray, at: int) -> tuple[int, int, int | None]:
    """Its id, where its content begins, and how long it is (None: until the next of its kind)."""
    width = _width(data[at], most=4)
    element = int.from_bytes(data[at : at + width])
    at += width
    width = _width(data[at], most=8)
    size = int.from_bytes(data[at : at + width]) & ((1 << 7 * width) - 1)
    return element, at + width, None if size == (1 << 7 * width) - 1 else size


def _width(first: int, *, most: int) -> int:
    width = 9 - first.bit_length()
    if width > most:
        raise Refused(BROKEN)
    return width


def _filling(length: int) -> bytes:
    if length < 10:
        return bytes((VOID, 0x80 | length - 2)) + b"\0" * (length - 2)
    return bytes((VOID, 0x01)) + (length - 9).to_bytes(7) + b"\0" * (length - 9)
