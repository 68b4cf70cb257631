"""Ogg (Opus, Vorbis): the comment packet is emptied in place, so no page changes its length (RFC 3533, RFC 7845)."""

from dayroom.lib.kinds import N_, Refused

BROKEN = N_("We cannot open this recording. It may be damaged.")
MAX_COMMENT_PAGES = 512  # pages of up to 64 KiB: cover pictures sit in comments


def clean_ogg(data: bytes) -> bytes:
    cleaned = bytearray(data)
    first = Page(cleaned, 0)
    if first.continued or len(first.segments) != 1 or not cleaned[5] & 2:
        raise Refused(BROKEN)
    places, pages = _second_packet(cleaned, at=first.end)
    packet = bytes(cleaned[place] for place in places)
    emptied = _emptied(packet)
    for place, byte in zip(places, emptied, strict=True):
        cleaned[place] = byte
    for start in pages:
        _seal(cleaned, start=start)
    _check_one_stream(cleaned)
    return bytes(cleaned)


class Page:
    def __init__(self, data: bytearray, start: int) -> None:
        if data[start : start + 4] != b"OggS":
            raise Refused(BROKEN)
        self.continued = bool(data[start + 5] & 1)
        self.serial = bytes(data[start + 14 : start + 18])
        self.body = start + 27 + data[start + 26]
        self.segments = list(data[start + 27 : self.body])
        self.end = self.body + sum(self.segments)
        if self.end > len(data):
            raise Refused(BROKEN)


def _second_packet(data: bytearray, *, at: int) -> tuple[list[int], list[int]]:
    """Where each byte of the comment packet lies, and on which pages."""
    places: list[int] = []
    pages: list[int] = []
    while len(pages) < MAX_COMMENT_PAGES:
        page = Page(data, at)
        pages.append(at)
        place = page.body
        for size in page.segments:
            places.extend(range(place, place + size))
            place += size
            if size < 255:
                return places, pages
        at = page.end
    raise Refused(BROKEN)


def _emptied(packet: bytes) -> bytes:
    """No comments, and a maker's name of spaces as long as everything that was there."""
    if packet.startswith(b"OpusTags"):
        head, tail = b"OpusTags", b"\0\0\0\0"
    elif packet.startswith(b"\x03vorbis"):
        head, tail = b"\x03vorbis", b"\0\0\0\0\x01"
    else:
        raise Refused(BROKEN)
    spaces = len(packet) - len(head) - 4 - len(tail)
    if spaces < 0:
        raise Refused(BROKEN)
    return head + spaces.to_bytes(4, "little") + b" " * spaces + tail


def _check_one_stream(data: bytearray) -> None:
    """A second stream would bring comments of its own, and bytes between pages anything at all."""
    at, serial = 0, Page(data, 0).serial
    while at < len(data):
        page = Page(data, at)
        if page.serial != serial or (at and data[at + 5] & 2):
            raise Refused(BROKEN)
        at = page.end


def _seal(data: bytearray, *, start: int) -> None:
    end = Page(data, start).end
    data[start + 22 : start + 26] = b"\0\0\0\0"
    checksum = 0
    for byte in data[start:end]:
        checksum = (checksum << 8 & 0xFFFFFFFF) ^ CHECKSUMS[checksum >> 24 ^ byte]
    data[start + 22 : start + 26] = checksum.to_bytes(4, "little")


def _checksums() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


CHECKSUMS = _checksums()
