"""What a file is, told from its bytes and its name together; whatever is not on this list is refused.

Files come in as one `bytes` value: the largest limit below is what a worker must be able to hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


def N_(sentence: str) -> str:
    """Marks a sentence for the message catalogue; whoever shows it translates it."""
    return sentence


class Refused(ValueError):
    """A file we do not take. Show `gettext(refused.sentence).format(**refused.values)`."""

    def __init__(self, sentence: str, **values: int | str) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.values = values


class Family(StrEnum):
    """What is done with a file: each family has one cleaner and one way of being shown."""

    PICTURE = "picture"
    DICOM = "dicom"
    PDF = "pdf"
    RECORDING = "recording"
    TEXT = "text"
    OFFICE = "office"


MIB = 1024 * 1024
# Bytes. A 48-megapixel phone photograph is 10–20 MiB; a chest X-ray 8–30; a minute of phone video 60–130.
PICTURE_BYTES = 25 * MIB
DICOM_BYTES = 64 * MIB
PDF_BYTES = 30 * MIB
AUDIO_BYTES = 30 * MIB
VIDEO_BYTES = 100 * MIB
TEXT_BYTES = 2 * MIB
OFFICE_BYTES = 20 * MIB


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    family: Family
    media_type: str
    extensions: tuple[str, ...]
    max_bytes: int


def _recording(name: str, media_type: str, *extensions: str) -> Kind:
    limit = VIDEO_BYTES if media_type.startswith("video/") else AUDIO_BYTES
    return Kind(name, Family.RECORDING, media_type, extensions, limit)


def _picture(name: str, *extensions: str) -> Kind:
    return Kind(name, Family.PICTURE, f"image/{name}", extensions, PICTURE_BYTES)


def _office(name: str, media_type: str) -> Kind:
    return Kind(name, Family.OFFICE, f"application/vnd.{media_type}", (name,), OFFICE_BYTES)


KINDS = {
    kind.name: kind
    for kind in (
        _picture("jpeg", "jpg", "jpeg", "jpe", "jfif"),
        _picture("png", "png"),
        _picture("webp", "webp"),
        _picture("gif", "gif"),
        _picture("heif", "heic", "heif", "hif"),
        _picture("avif", "avif"),
        # Files from a hospital's disc carry no extension, or only a number.
        Kind("dicom", Family.DICOM, "application/dicom", ("dcm", "dicom", "dic", "ima", ""), DICOM_BYTES),
        Kind("pdf", Family.PDF, "application/pdf", ("pdf",), PDF_BYTES),
        _recording("mp3", "audio/mpeg", "mp3"),
        _recording("aac", "audio/aac", "aac"),
        _recording("m4a", "audio/mp4", "m4a", "mp4"),
        _recording("ogg", "audio/ogg", "ogg", "oga", "opus"),
        _recording("wav", "audio/wav", "wav"),
        _recording("mp4", "video/mp4", "mp4", "m4v", "mov"),
        _recording("mov", "video/quicktime", "mov", "qt"),
        _recording("webm", "video/webm", "webm", "weba"),
        Kind("txt", Family.TEXT, "text/plain", ("txt", "text", "md"), TEXT_BYTES),
        Kind("csv", Family.TEXT, "text/csv", ("csv", "tsv"), TEXT_BYTES),
        _office("docx", "openxmlformats-officedocument.wordprocessingml.document"),
        _office("xlsx", "openxmlformats-officedocument.spreadsheetml.sheet"),
        _office("pptx", "openxmlformats-officedocument.presentationml.presentation"),
        _office("odt", "oasis.opendocument.text"),
        _office("ods", "oasis.opendocument.spreadsheet"),
    )
}

# Extensions that make some server or desktop run a file, even when they stand before another one ("x.php.jpg").
# Not "com": "www.example.com.pdf" is an honest name, and the last extension is what counts.
RUNNABLE = frozenset(
    "apk app asp aspx bash bat cgi class cmd cpl dll dmg exe hta htm html jar js jse jsp lnk mjs msi phar php php3 "
    "php4 php5 php7 phtml pht pl ps1 py rb reg scr sh shtml svg svgz swf vbe vbs wsf xht xhtml xml xsl".split()
)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARKUP = re.compile(rb"<script[\s>/]|<html[\s>]|<!doctype\s+html|<\?php|<svg[\s>]|<iframe[\s>]", re.IGNORECASE)
PROGRAM = re.compile(rb"#!|<\?xml|<!doctype|<html|<svg|<script|<\?php|<%", re.IGNORECASE)
ARCHIVE_TAIL = 65_557  # bytes: the longest comment a zip archive may end with, and its closing record


def sniff(data: bytes, *, name: str) -> Kind:
    """The kind of a file whose content and name agree, within its size. Still to be cleaned by its family's cleaner."""
    if not data:
        raise Refused(N_("This file is empty."))
    extension = _extension(name)
    kind = KINDS.get(_content(data, extension=extension))
    if kind is None:
        raise Refused(N_("We cannot take files of this kind."))
    if extension not in kind.extensions and not (kind.name == "dicom" and extension.isdigit()):
        raise Refused(N_("The name of this file does not fit what is in it."))
    if len(data) > kind.max_bytes:
        raise Refused(N_("This file is too large. The limit is {limit} MB."), limit=kind.max_bytes // MIB)
    _check_for_stowaways(data, kind=kind)
    return kind


def _extension(name: str) -> str:
    parts = [part.strip().lower() for part in name.split(".")[1:]]
    if any(part in RUNNABLE for part in parts):
        raise Refused(N_("The name of this file ends like a program. Rename it, or send another file."))
    return parts[-1] if parts else ""


def _check_for_stowaways(data: bytes, *, kind: Kind) -> None:
    """Refuses a file that is also something else to another reader (a picture that is an archive or a page)."""
    if EICAR in data:
        raise Refused(N_("A virus check stopped this file."))
    if kind.family is Family.TEXT:
        return
    if kind.family is not Family.OFFICE and _ends_as_archive(data):
        raise Refused(N_("There is another file hidden inside this file."))
    if kind.family is not Family.OFFICE and MARKUP.search(data[:4096] if kind.family is Family.PDF else data):
        raise Refused(N_("There is a web page or a program hidden inside this file."))


def _ends_as_archive(data: bytes) -> bool:
    # An archive is read from its end: the closing record, and before it at least one directory line.
    tail = data.rfind(b"PK\x05\x06", max(0, len(data) - ARCHIVE_TAIL))
    if tail >= 0 and data.rfind(b"PK\x01\x02", 0, tail) >= 0:
        return True
    return any(mark in data for mark in (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04"))


def _content(data: bytes, *, extension: str) -> str:
    for name, matches in SIGNATURES:
        if matches(data):
            return name
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data[4:8] == b"ftyp":
        return _brand(data, extension=extension)
    return _text(data, extension=extension)


def _is_mp3(data: bytes) -> bool:
    return data.startswith(b"ID3") or (data[0] == 0xFF and data[1:2] in {b"\xfb", b"\xfa", b"\xf3", b"\xf2"})


def _is_webm(data: bytes) -> bool:
    return data.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in data[:64]


SIGNATURES: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ("png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ("gif", lambda data: data.startswith((b"GIF87a", b"GIF89a"))),
    ("webp", lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP"),
    ("wav", lambda data: data.startswith(b"RIFF") and data[8:12] == b"WAVE"),
    # The first 128 bytes of a DICOM file may hold anything, also the head of another format: its mark comes after.
    ("dicom", lambda data: data[128:132] == b"DICM"),
    ("pdf", lambda data: data.startswith(b"%PDF-")),
    ("aac", lambda data: data[:2] in {b"\xff\xf1", b"\xff\xf9"}),
    ("mp3", _is_mp3),
    ("ogg", lambda data: data.startswith(b"OggS") and data[28:36].startswith((b"OpusHead", b"\x01vorbis"))),
    ("webm", _is_webm),
)
BRANDS = {
    b"heic": "heif", b"heix": "heif", b"heim": "heif", b"heis": "heif", b"mif1": "heif",
    b"avif": "avif", b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a",
    b"isom": "mp4", b"iso2": "mp4", b"iso4": "mp4", b"iso5": "mp4", b"iso6": "mp4", b"mp41": "mp4", b"mp42": "mp4",
    b"avc1": "mp4", b"M4V ": "mp4", b"MSNV": "mp4", b"dash": "mp4",
}  # fmt: skip


def _brand(data: bytes, *, extension: str) -> str:
    name = BRANDS.get(data[8:12], "")
    # Browsers record sound under a general brand; its name alone says that there is no picture.
    return "m4a" if (name, extension) == ("mp4", "m4a") else name


def _archive(data: bytes) -> str:
    """Which office document an archive says it is; `office.py` looks inside. Any other archive is none."""
    head = data[30:120]
    if head.startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return "odt"
    if head.startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if b"[Content_Types].xml" not in data:
        return ""
    folders = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml", "pptx": b"ppt/presentation.xml"}
    return next((name for name, part in folders.items() if part in data), "")


def _text(data: bytes, *, extension: str) -> str:
    if PROGRAM.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]):
        return ""
    if re.search("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]", clean_text(data).decode()):
        return ""
    return "csv" if extension in KINDS["csv"].extensions else "txt"


def clean_text(data: bytes) -> bytes:
    """Text in UTF-8, as it is served; spreadsheets in Western Europe still write cp1252."""
    try:
        return data.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode()
