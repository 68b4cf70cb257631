"""PDF: refused when it can act by itself, else written anew without names, history and hidden parts."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

from dayroom.lib.kinds import MIB, N_, Refused
from dayroom.lib.pictures import webp

MAX_PAGES = 500
MAX_PAGE_PICTURE = 100_000_000  # pixels: an A3 sheet scanned at 600 dpi has 70 million
MAX_INDEX_BYTES = 32 * MIB  # one unfolded object stream; real ones stay under 1 MiB

BROKEN = N_("We cannot open this document. It may be damaged.")
LOCKED = N_("This document is locked with a password. Save it without one and send it again.")
ACTS = N_("This document contains a program, a form or other files. Print it to a new PDF and send that.")
TOO_MANY_PAGES = N_("This document has too many pages. The limit is {limit}.")
UNFOLDS = N_("This document is far larger inside than it looks. We cannot take it.")

# Actions a reader carries out by itself or on a click, beyond going to a page or opening a web address.
ACTIONS = frozenset(
    "/JavaScript /Launch /ImportData /SubmitForm /ResetForm /GoToE /GoToR /Rendition /Movie "
    "/Sound /RichMediaExecute".split()
)
ACTING_KEYS = ("/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/AF", "/AA")
# Where a PDF keeps names, dates and the history of programs, in any of its objects.
NAMING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")


@dataclass(frozen=True, slots=True)
class CleanDocument:
    data: bytes
    pages: int


def clean_pdf(data: bytes) -> CleanDocument:
    """The same pages, written anew: earlier versions, unused objects, properties and picture metadata stay behind."""
    _check_unfolding(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused(LOCKED)
            pages = len(pdf.pages)
            if not 1 <= pages <= MAX_PAGES:
                raise Refused(TOO_MANY_PAGES, limit=MAX_PAGES)
            for thing in _dictionaries(pdf):
                _check_acts(thing)
                _forget(thing)
            return CleanDocument(_saved(pdf), pages)
    except pikepdf.PasswordError as locked:
        raise Refused(LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError) as broken:
        if isinstance(broken, Refused):
            raise
        raise Refused(BROKEN) from broken


def page_picture(data: bytes, *, number: int, longest: int) -> bytes:
    """A WebP of one page, counted from 0, no side longer than `longest` pixels."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[number]
            size = max(page.get_size())
            picture: Image.Image = page.render(scale=longest / max(size, 1), draw_annots=False).to_pil()
    except (pypdfium2.PdfiumError, IndexError) as broken:
        raise Refused(BROKEN) from broken
    picture.thumbnail((longest, longest))
    return webp(picture.convert("RGB"))


def _check_unfolding(data: bytes) -> None:
    """The reader unfolds these streams without a limit when it opens the file, so we look first, with one."""
    view = memoryview(data)
    for stream in re.finditer(rb"/(?:ObjStm|XRef)\b[^\0]{0,2000}?stream\r?\n", data):
        unfolder = zlib.decompressobj()
        try:
            unfolded = unfolder.decompress(view[stream.end() :], MAX_INDEX_BYTES)
        except zlib.error:
            continue  # packed in another way, or damaged: the reader will say so
        if len(unfolded) == MAX_INDEX_BYTES:
            raise Refused(UNFOLDS)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, also those that no page leads to and those inside others."""
    waiting = [pdf.Root, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            parts: list[object] = list(thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            parts = [part for _, part in thing.items()]
        else:
            continue
        waiting += [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _check_acts(thing: pikepdf.Object) -> None:
    if any(key in thing for key in ACTING_KEYS) or str(thing.get("/S", "")) in ACTIONS:
        raise Refused(ACTS)
    if str(thing.get("/Type", "")) == "/EmbeddedFile" or str(thing.get("/Subtype", "")) in {"/RichMedia", "/Movie"}:
        raise Refused(ACTS)
    if str(thing.get("/Subtype", "")) == "/Image":
        _check_picture(thing)


def _check_picture(thing: pikepdf.Object) -> None:
    if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > MAX_PAGE_PICTURE:
        raise Refused(UNFOLDS)


def _forget(thing: pikepdf.Object) -> None:
    for key in NAMING_KEYS:
        if key in thing:
            del thing[key]
    if "/Subtype" in thing and "/Rect" in thing:  # a note in the margin names its writer
        for key in ("/T", "/M", "/CreationDate", "/NM"):
            if key in thing:
                del thing[key]
    if isinstance(thing, pikepdf.Stream) and str(thing.get("/Filter", "")) == "/DCTDecode":
        settings = thing.get("/DecodeParms")
        assert settings is None or isinstance(settings, pikepdf.Dictionary)
        thing.write(without_segments(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=settings)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    target = io.BytesIO()
    pdf.save(target, fix_metadata_version=False, deterministic_id=True)
    return target.getvalue()


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without comments and application segments (Exif, XMP, thumbnails); Adobe's colour mark stays."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(jpeg[at:end])
        at = end
    return b"".join(kept) + jpeg[at:]
