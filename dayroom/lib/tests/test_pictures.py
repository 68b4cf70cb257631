import contextlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from dayroom.lib.kinds import Refused, sniff
from dayroom.lib.pictures import LONGEST_STORED, clean_picture, thumbnail

PHOTOS = Path(__file__).resolve().parents[4] / "shared" / "data" / "photos"
SECRETS = tuple(b"Exif GPS http://ns.adobe.com ICC_PROFILE Photoshop JFXX ZZSECRETZZ iTXt tEXt eXIf".split())


def photograph(format: str = "JPEG", *, orientation: int = 1) -> bytes:
    """Wide and red at its left end; carries a place, a camera, a comment, a profile and XMP."""
    picture = Image.new("RGB", (64, 32), "blue")
    picture.paste("red", (0, 0, 16, 32))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "ZZSECRETZZ camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(45), IFDRational(27), IFDRational(3))})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = io.BytesIO()
    more = {"comment": b"ZZSECRETZZ"} if format == "JPEG" else {}
    picture.save(target, format, exif=exif, xmp=b"<x>ZZSECRETZZ http://ns.adobe.com</x>", icc_profile=profile, **more)
    return target.getvalue()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_nothing_but_pixels_survives(format: str) -> None:
    original = photograph(format)
    assert b"ZZSECRETZZ" in original, "need metadata in the original for this test to mean anything"
    for written in (clean_picture(original).data, thumbnail(original, longest=32)):
        assert not [secret for secret in SECRETS if secret in written]
        assert not Image.open(io.BytesIO(written)).getexif()


def test_text_in_a_png_and_its_comments_are_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "ZZSECRETZZ")
    notes.add_itxt("Comment", "ZZSECRETZZ")
    target = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 40)).save(target, "PNG", pnginfo=notes)
    clean = clean_picture(target.getvalue())
    assert clean.format == "png"
    assert not [secret for secret in SECRETS if secret in clean.data]
    assert Image.open(io.BytesIO(clean.data)).convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 40)


@pytest.mark.parametrize(("orientation", "end"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_a_turned_photograph_stands_upright(orientation: int, end: str) -> None:
    clean = clean_picture(photograph(orientation=orientation))
    assert (clean.width, clean.height) == ((64, 32) if orientation in {1, 3} else (32, 64))
    picture = Image.open(io.BytesIO(clean.data)).convert("RGB")
    middle = (clean.width // 2, clean.height // 2)
    place = {
        "left": (4, middle[1]), "right": (clean.width - 4, middle[1]),
        "top": (middle[0], 4), "bottom": (middle[0], clean.height - 4),
    }[end]  # fmt: skip
    red, _, blue = np.asarray(picture)[place[1], place[0]]
    assert red > 200 > 60 > blue


def test_a_picture_larger_than_we_store_is_made_smaller() -> None:
    target = io.BytesIO()
    Image.new("L", (6000, 3000)).save(target, "JPEG")
    clean = clean_picture(target.getvalue())
    assert (clean.width, clean.height) == (LONGEST_STORED, LONGEST_STORED // 2)
    assert max(Image.open(io.BytesIO(thumbnail(target.getvalue(), longest=320))).size) == 320


def test_sixteen_bit_film_keeps_its_greys() -> None:
    target = io.BytesIO()
    Image.new("I;16", (4, 4), 32_768).save(target, "PNG")
    shown = Image.open(io.BytesIO(clean_picture(target.getvalue()).data)).convert("L")
    assert 125 <= int(np.asarray(shown)[0, 0]) <= 130


def flood(*, width: int, height: int) -> bytes:
    """A PNG of a few bytes that announces a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 50_000, 2_000_000_000])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_pixel_flood_is_refused_before_it_unfolds(side: int) -> None:
    with pytest.raises(Refused, match=r"too many pixels|damaged"):
        clean_picture(flood(width=side, height=side))


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_refused(format: str) -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "white")]
    frames[0].save(target, format, save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="Moving pictures"):
        clean_picture(target.getvalue())


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 3000), st.binary(min_size=1, max_size=12), st.booleans()
)
def test_a_broken_picture_is_cleaned_or_refused_never_an_error(format: str, at: int, bytes_: bytes, cut: bool) -> None:
    original = photograph(format)
    at %= len(original)
    broken = original[:at] if cut else original[:at] + bytes_ + original[at + len(bytes_) :]
    with contextlib.suppress(Refused):
        assert clean_picture(broken).data


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the folder of real photographs is not on this machine")
def test_real_photographs_lose_their_place_and_camera() -> None:
    cleaned = refused = 0
    for path in sorted(PHOTOS.iterdir()):
        original = path.read_bytes()
        try:
            sniff(original, name=path.name)
            clean = clean_picture(original)
        except Refused:
            refused += 1
            continue
        cleaned += 1
        camera = str(Image.open(io.BytesIO(original)).getexif().get(0x0110, "")).encode().strip(b"\0 ")
        assert not [secret for secret in SECRETS if secret in clean.data]
        assert not camera or camera not in clean.data
        turned = Image.open(io.BytesIO(original)).getexif().get(0x0112, 1) >= 5
        was = Image.open(io.BytesIO(original)).size
        assert (clean.width > clean.height) == ((was[1] > was[0]) if turned else (was[0] > was[1]))
    assert cleaned >= 8
    assert refused <= 1
