"""Pictures lose everything but their pixels: they are decoded, turned upright, and written anew (R118)."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from dayroom.lib.kinds import N_, Refused

Image.init()  # `Image.open(formats=…)` knows only formats that are already loaded
register_heif_opener()

MAX_PIXELS = 50_000_000  # pixels: a 48-megapixel phone photograph, 150 MB while it is open
LONGEST_STORED = 4096  # pixels: sharper than a 4K screen; a wound or a film stays readable when enlarged
JPEG_QUALITY = 88  # of 100: no visible loss in skin tones at half the size of 95
WEBP_QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")  # JPEG includes the multi-picture files of phones
MAY_MOVE = frozenset(("PNG", "WEBP", "GIF", "AVIF"))
# A second line of defence: our own check of the announced size comes first.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

BROKEN = N_("We cannot open this picture. It may be damaged.")
TOO_MANY = N_("This picture has too many pixels. The limit is {limit} million.")
MOVES = N_("Moving pictures are not taken, because flashing can do harm. Send a still picture or a video.")


@dataclass(frozen=True, slots=True)
class CleanPicture:
    data: bytes
    format: str  # "jpeg" or "png"
    width: int
    height: int


def clean_picture(data: bytes, *, max_pixels: int = MAX_PIXELS) -> CleanPicture:
    """The same picture, upright, in sRGB, at most `LONGEST_STORED` wide or high, with nothing of the original file."""
    with _opened(data, max_pixels=max_pixels) as source:
        format = source.format
        try:
            picture = _upright(source, longest=LONGEST_STORED)
        except Exception as broken:  # decoders raise whatever a damaged byte makes them raise
            raise Refused(BROKEN) from broken
    drawn = format in {"PNG", "GIF"} or picture.mode == "RGBA"
    return CleanPicture(_written(picture, drawn=drawn), "png" if drawn else "jpeg", *picture.size)


def thumbnail(data: bytes, *, longest: int) -> bytes:
    """A small WebP of a picture, no side longer than `longest` pixels."""
    with _opened(data, max_pixels=MAX_PIXELS) as source:
        try:
            picture = _upright(source, longest=longest)
        except Exception as broken:  # as above
            raise Refused(BROKEN) from broken
    return webp(picture)


def webp(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=WEBP_QUALITY, method=4)
    return target.getvalue()


def _opened(data: bytes, *, max_pixels: int) -> Image.Image:
    """Reads only the header, so that a small file that unfolds into a huge picture is refused before it unfolds."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        raise Refused(TOO_MANY, limit=max_pixels // 1_000_000) from bomb
    except Exception as broken:  # as above
        raise Refused(BROKEN) from broken
    if picture.width * picture.height > max_pixels:
        raise Refused(TOO_MANY, limit=max_pixels // 1_000_000)
    if picture.format in MAY_MOVE and getattr(picture, "n_frames", 1) > 1:
        raise Refused(MOVES)
    return picture


def _upright(source: Image.Image, *, longest: int) -> Image.Image:
    source.draft(None, (longest, longest))  # a large JPEG is decoded at a half or a quarter: less memory, same result
    profile = source.info.get("icc_profile")
    picture = ImageOps.exif_transpose(source)
    picture = _in_srgb(_plain(picture), profile=profile)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.info = {}  # comments, resolution and profile would be written again from here
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """One of L, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I"):  # 16 bits a pixel, as X-ray exports have it
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, *, profile: bytes | None) -> Image.Image:
    target = "RGB" if picture.mode == "CMYK" else picture.mode
    if profile and picture.mode != "L":
        try:
            source, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, screen, outputMode=target)
            assert converted is not None
            return converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile nobody can read: screens would ignore it too
    return picture.convert(target)


def _written(picture: Image.Image, *, drawn: bool) -> bytes:
    target = io.BytesIO()
    if drawn:
        picture.save(target, "PNG", optimize=picture.width * picture.height < 2_000_000)
    else:
        picture.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return target.getvalue()
