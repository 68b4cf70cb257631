import contextlib
import io
import struct
import wave

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayroom.lib.kinds import KINDS, Refused
from dayroom.lib.ogg import CHECKSUMS
from dayroom.lib.recordings import clean_recording

SECRET = b"ZZ+45.4642+009.1900ZZ"


def cleaned(data: bytes, name: str) -> bytes:
    return clean_recording(data, kind=KINDS[name])


def mp3(frames: int = 3) -> bytes:
    return (b"\xff\xfb\x90\x00" + b"s" * 413) * frames  # 128 kbit/s at 44.1 kHz: 417 bytes a frame


def test_an_mp3_is_its_frames() -> None:
    tag = b"ID3\4\0\0\0\0\0" + bytes((len(SECRET),)) + SECRET
    closing = b"APETAGEX" + SECRET + b"TAG" + SECRET.ljust(125)
    assert cleaned(tag + mp3() + closing, "mp3") == mp3()
    assert cleaned(mp3(2) + SECRET + mp3(2), "mp3") == mp3(4)


def test_an_aac_recording_is_its_frames() -> None:
    frame = b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"s" * 9
    assert cleaned(SECRET + frame * 3 + SECRET, "aac") == frame * 3


def test_a_wav_keeps_format_and_sound() -> None:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setparams((1, 2, 8000, 4, "NONE", ""))
        sound.writeframes(b"soundsou")
    whole = target.getvalue()
    original = whole[:12] + b"LIST" + struct.pack("<I", len(SECRET)) + SECRET + b"\0" + whole[12:] + b"id3 \2\0\0\0ZZ"
    assert cleaned(original, "wav") == whole


def page(body: bytes, *, flags: int, number: int, serial: int = 7) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, 0, serial, number, 0) + bytes((len(lacing),)) + lacing
    return sealed(head + body)


def sealed(data: bytes) -> bytes:
    total = 0
    for byte in data:
        total = (total << 8 & 0xFFFFFFFF) ^ CHECKSUMS[total >> 24 ^ byte]
    return data[:22] + struct.pack("<I", total) + data[26:]


def opus(*, comments: bytes = SECRET) -> bytes:
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(comments)) + comments
    return (
        page(b"OpusHead" + bytes(11), flags=2, number=0)
        + page(tags, flags=0, number=1)
        + page(b"sound", flags=4, number=2)
    )


@pytest.mark.parametrize("comments", [SECRET, SECRET * 100])
def test_an_opus_recording_loses_its_comments_and_stays_sealed(comments: bytes) -> None:
    clean = cleaned(opus(comments=comments), "ogg")
    assert b"ZZ" not in clean
    assert len(clean) == len(opus(comments=comments))
    second = clean.index(b"OggS", 1)
    third = clean.index(b"OggS", second + 1)
    assert sealed(clean[second:third][:22] + bytes(4) + clean[second:third][26:]) == clean[second:third]
    assert clean.endswith(b"sound")


def test_ogg_with_a_second_stream_or_bytes_between_is_refused() -> None:
    for original in (opus() + opus(), opus() + SECRET, opus() + page(SECRET, flags=0, number=3, serial=8)):
        with pytest.raises(Refused):
            cleaned(original, "ogg")


def element(number: str, body: bytes) -> bytes:
    return bytes.fromhex(number) + b"\x01" + len(body).to_bytes(7) + body


def webm() -> bytes:
    info = (
        element("2AD7B1", b"\x0f\x42\x40")
        + element("7BA9", SECRET)
        + element("4461", bytes(8))
        + element("5741", SECRET)
    )
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + element("E7", b"\0") + element("A3", b"\x81\0\0\x80sound")
    segment = element("1549A966", info) + element("1654AE6B", element("AE", element("536E", SECRET)))
    segment += cluster + element("1254C367", SECRET) + element("1941A469", SECRET) + element("EC", SECRET)
    return element("1A45DFA3", element("4282", b"webm")) + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + segment


def test_a_webm_loses_what_is_said_about_it_in_place() -> None:
    clean = cleaned(webm(), "webm")
    assert webm().count(SECRET) == 6
    assert SECRET not in clean
    assert len(clean) == len(webm())
    assert clean.index(b"sound") == webm().index(b"sound")


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def track(handler: bytes, *, at: int, sizes: list[int]) -> bytes:
    table = box(
        b"stbl",
        box(b"stsz", struct.pack(">III", 0, 0, len(sizes)), struct.pack(f">{len(sizes)}I", *sizes)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, len(sizes), 1)),
        box(b"stco", struct.pack(">III", 0, 1, at)),
    )
    named = box(b"hdlr", bytes(8), handler, bytes(12), SECRET)
    return box(b"trak", box(b"tkhd", bytes(4), b"DATEDATE", bytes(8)), box(b"mdia", named, box(b"minf", table)),
               box(b"udta", box(b"\xa9xyz", SECRET)), box(b"gps ", SECRET))  # fmt: skip


def film(*, handler: bytes = b"meta") -> bytes:
    head = box(b"ftyp", b"isom", bytes(4)) + box(b"free", SECRET)
    media = b"picture-one" + SECRET + b"junk" + SECRET
    start = len(head) + 8
    tracks = track(b"vide", at=start, sizes=[7, 4]) + track(handler, at=start + 11, sizes=[len(SECRET)])
    moov = box(
        b"moov", box(b"mvhd", bytes(4), b"DATEDATE", bytes(8)), tracks, box(b"meta", SECRET), box(b"udta", SECRET)
    )
    return head + box(b"mdat", media) + moov + box(b"uuid", SECRET) + box(b"XTRA", SECRET)


def test_a_film_loses_its_places_names_dates_and_hidden_track_in_place() -> None:
    clean = cleaned(film(), "mp4")
    assert film().count(SECRET) == 13
    assert SECRET not in clean
    assert b"DATE" not in clean
    assert b"junk" not in clean
    assert len(clean) == len(film())
    assert clean.index(b"picture-one") == film().index(b"picture-one")
    assert clean.count(b"trak") == 1


def test_sound_beside_the_picture_stays() -> None:
    clean = cleaned(film(handler=b"soun"), "mov")
    assert clean.count(b"trak") == 2
    assert clean.count(SECRET) == 1  # here it is the sound itself


def test_a_film_in_pieces_with_a_hidden_track_is_refused() -> None:
    with pytest.raises(Refused, match="hidden track"):
        cleaned(film() + box(b"moof", box(b"mfhd", bytes(8))), "mp4")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["mp3", "wav", "ogg", "webm", "mp4"]), st.integers(0, 3000), st.binary(min_size=1), st.booleans()
)
def test_a_broken_recording_is_cleaned_or_refused_never_an_error(name: str, at: int, noise: bytes, cut: bool) -> None:
    original = {"mp3": mp3(), "wav": b"RIFF\0\0\0\0WAVEfmt \0\0\0\0", "ogg": opus(), "webm": webm(), "mp4": film()}[
        name
    ]
    at %= len(original)
    with contextlib.suppress(Refused):
        assert cleaned(original[:at] if cut else original[:at] + noise + original[at + len(noise) :], name) is not None
