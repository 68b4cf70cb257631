"""The one door for a file: what it is, then its family's cleaner. Only `Arrival.data` may be stored, never what came.

Decoders cost up to 60 MB and a second to load: this runs in the process of `cleaner.py`, never in a page server, and a
family's cleaner is loaded only when a file of that family comes.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from dayroom.lib.kinds import N_, Family, Kind, Refused, clean_text, sniff

if TYPE_CHECKING:
    from dayroom.lib.dicom import CleanDicom
    from dayroom.lib.documents import CleanDocument
    from dayroom.lib.pictures import CleanPicture

THUMBNAIL = 640  # pixels: the width of a picture in the feed on a phone, twice as dense
SHEET = 1600  # pixels: small print on a page stays readable
FACTS = ("modality", "frames", "window_centre", "window_width", "colour", "may_have_burned_in_text")


@dataclass(frozen=True, slots=True)
class Arrival:
    kind: Kind  # what was sent
    data: bytes  # what is stored
    media_type: str  # of what is stored
    extension: str  # the stored file's, for the name it is offered under
    thumbnail: bytes | None = None  # WebP
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    dicom: "CleanDicom | None" = None

    def facts(self) -> dict[str, str | float | bool | None]:
        """What a viewer has to know of an X-ray before it is drawn."""
        return {name: getattr(self.dicom, name) for name in FACTS} if self.dicom else {}


def receive(data: bytes, *, name: str) -> Arrival:
    """Raises `Refused` with a sentence for the sender."""
    kind = sniff(data, name=name)
    match kind.family:
        case Family.PICTURE:
            return _picture(data, kind=kind)
        case Family.DICOM:
            return _dicom(data, kind=kind)
        case Family.PDF:
            return _document(data, kind=kind)
        case Family.RECORDING:
            return _kept(_module("recordings").clean_recording(data, kind=kind), kind=kind)
        case Family.OFFICE:
            return _kept(_module("office").clean_office(data), kind=kind)
        case Family.TEXT:
            return _kept(clean_text(data), kind=kind)


def draw(
    data: bytes, *, media_type: str, number: int, centre: float | None, width: float | None, invert: bool
) -> bytes:
    """A PNG of one image of a stored X-ray, or a WebP of one page of a stored document."""
    if media_type == "application/dicom":
        drawn: bytes = _module("dicom").render(data, frame=number, centre=centre, width=width, invert=invert)
        return drawn
    if media_type == "application/pdf":
        page: bytes = _module("documents").page_picture(data, number=number, longest=SHEET)
        return page
    raise Refused(N_("This file cannot be shown as a picture. Open it on your own device."))


def _module(family: str) -> ModuleType:
    return import_module(f"dayroom.lib.{family}")


def _kept(data: bytes, *, kind: Kind) -> Arrival:
    return Arrival(kind, data, kind.media_type, kind.extensions[0])


def _document(data: bytes, *, kind: Kind) -> Arrival:
    documents = _module("documents")
    clean: CleanDocument = documents.clean_pdf(data)
    preview: bytes = documents.page_picture(clean.data, number=0, longest=THUMBNAIL)
    return Arrival(kind, clean.data, kind.media_type, "pdf", preview, pages=clean.pages)


def _picture(data: bytes, *, kind: Kind) -> Arrival:
    pictures = _module("pictures")
    clean: CleanPicture = pictures.clean_picture(data)
    preview: bytes = pictures.thumbnail(clean.data, longest=THUMBNAIL)
    extension = "jpg" if clean.format == "jpeg" else clean.format
    return Arrival(kind, clean.data, f"image/{clean.format}", extension, preview, clean.width, clean.height)


def _dicom(data: bytes, *, kind: Kind) -> Arrival:
    dicom = _module("dicom")
    clean: CleanDicom = dicom.clean_dicom(data)
    preview: bytes = _module("pictures").thumbnail(dicom.render(clean.data), longest=THUMBNAIL)
    return Arrival(kind, clean.data, kind.media_type, "dcm", preview, clean.columns, clean.rows, dicom=clean)
