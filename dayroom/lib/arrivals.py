"""The one door for a file: what it is, then its family's cleaner. Only `Arrival.data` may be stored, never what came.

Importing this loads every decoder, about 60 MB: let one process do it (a job), not every page worker.
"""

from dataclasses import dataclass

from dayroom.lib.dicom import CleanDicom, clean_dicom, render
from dayroom.lib.documents import clean_pdf, first_page
from dayroom.lib.kinds import Family, Kind, clean_text, sniff
from dayroom.lib.office import clean_office
from dayroom.lib.pictures import clean_picture, thumbnail
from dayroom.lib.recordings import clean_recording

THUMBNAIL = 640  # pixels: the width of a picture in the feed on a phone, twice as dense


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
    dicom: CleanDicom | None = None


def receive(data: bytes, *, name: str) -> Arrival:
    """Raises `Refused` with a sentence for the sender."""
    kind = sniff(data, name=name)
    match kind.family:
        case Family.PICTURE:
            return _picture(data, kind=kind)
        case Family.DICOM:
            return _dicom(data, kind=kind)
        case Family.PDF:
            document = clean_pdf(data)
            preview = first_page(document.data, longest=THUMBNAIL)
            return _kept(document.data, kind=kind, thumbnail=preview, pages=document.pages)
        case Family.RECORDING:
            return _kept(clean_recording(data, kind=kind), kind=kind)
        case Family.OFFICE:
            return _kept(clean_office(data), kind=kind)
        case Family.TEXT:
            return _kept(clean_text(data), kind=kind)


def _kept(data: bytes, *, kind: Kind, thumbnail: bytes | None = None, pages: int | None = None) -> Arrival:
    return Arrival(kind, data, kind.media_type, kind.extensions[0], thumbnail=thumbnail, pages=pages)


def _picture(data: bytes, *, kind: Kind) -> Arrival:
    clean = clean_picture(data)
    preview = thumbnail(clean.data, longest=THUMBNAIL)
    extension = "jpg" if clean.format == "jpeg" else clean.format
    return Arrival(kind, clean.data, f"image/{clean.format}", extension, preview, clean.width, clean.height)


def _dicom(data: bytes, *, kind: Kind) -> Arrival:
    clean = clean_dicom(data)
    preview = thumbnail(render(clean.data), longest=THUMBNAIL)
    return Arrival(kind, clean.data, kind.media_type, "dcm", preview, clean.columns, clean.rows, dicom=clean)
