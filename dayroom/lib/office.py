"""Office documents: kept to be downloaded, never opened here; refused with programs inside, else without their authors.

A document changes hands under a pen name, so the names of its writers go: in its properties, its list of people, and
beside its remarks and tracked changes. What the text itself says is the writer's.
"""

import io
import posixpath
import re
import stat
import zipfile
import zlib

from dayroom.lib.documents import without_segments
from dayroom.lib.kinds import EICAR, MIB, N_, Refused

MAX_PARTS = 2_000
MAX_UNFOLDED = 200 * MIB  # bytes: a 20 MiB document full of pictures unfolds to 30
MAX_FOLDS = 200  # times: the repetitive XML of a large sheet folds about 30 times, a bomb 1,000 times

BROKEN = N_("We cannot open this document. It may be damaged.")
LOCKED = N_("This document is locked with a password. Save it without one and send it again.")
UNFOLDS = N_("This document is far larger inside than it looks. We cannot take it.")
ACTS = N_("This document contains a program, other files or links to them. Save it as PDF and send that.")
VIRUS = N_("A virus check stopped this file.")

ACTING_PART = re.compile(
    r"vbaProject|/embeddings/|/activeX/|/ctrlProps/|externalLinks/|^(?:Basic|Scripts|Object )"
    r"|\.(?:bin|exe|dll|js|vbs|bat|cmd|ps1|jar|lnk|html?|svg)$",
    re.IGNORECASE,
)
# A template, picture or frame fetched from elsewhere when the document is opened tells a stranger who opened it.
REMOTE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode\s*=\s*"External")(?![^>]*/hyperlink")', re.IGNORECASE)
PROPERTIES = re.compile(r"^(?:docProps/.*\.xml|meta\.xml)$")
THUMBNAIL = re.compile(r"^(?:docProps/thumbnail|Thumbnails/)")
THUMBNAIL_LINE = re.compile(rb"<(?:Relationship|manifest:file-entry)\b[^>]*[Tt]humbnail[^>]*/>")
TEXT_OF_PROPERTY = re.compile(rb">[^<>]+</")
AUTHOR = re.compile(rb'\b((?:w|w15|w16\w*):(?:author|initials|userId)|displayName|userId|initials)="[^"]*"')
AUTHOR_ELEMENT = re.compile(rb"<(author|dc:creator|meta:creator-initials)>[^<]*</\1>")


def clean_office(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as document:
            _check_parts(document.infolist())
            return _rewritten(document)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError) as broken:
        raise Refused(BROKEN) from broken


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """By what the archive announces; `_rewritten` then reads no more than was announced."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNFOLDED:
        raise Refused(UNFOLDS)
    if len({part.filename for part in parts}) < len(parts):
        raise Refused(BROKEN)
    for part in parts:
        if part.flag_bits & 1:
            raise Refused(LOCKED)
        if part.file_size > MIB and part.file_size > MAX_FOLDS * max(part.compress_size, 1):
            raise Refused(UNFOLDS)
        if stat.S_ISLNK(part.external_attr >> 16) or _leads_out(part.filename) or ACTING_PART.search(part.filename):
            raise Refused(ACTS)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in posixpath.normpath(name).split("/")


def _rewritten(document: zipfile.ZipFile) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for part in document.infolist():
            if THUMBNAIL.match(part.filename) or part.is_dir():
                continue
            with document.open(part) as opened:
                content = opened.read(part.file_size + 1)
            # A new record: dates, system and extra fields of the writer's machine stay behind.
            record = zipfile.ZipInfo(part.filename)
            record.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            written.writestr(record, _anonymous(content, name=part.filename))
    return target.getvalue()


def _anonymous(content: bytes, *, name: str) -> bytes:
    if EICAR in content:
        raise Refused(VIRUS)
    if name.lower().endswith((".jpg", ".jpeg")):
        return without_segments(content)
    if not name.endswith((".xml", ".rels")):
        return content
    if REMOTE.search(content):
        raise Refused(ACTS)
    if PROPERTIES.match(name):
        content = TEXT_OF_PROPERTY.sub(b"></", content)
    content = THUMBNAIL_LINE.sub(b"", content)
    return AUTHOR_ELEMENT.sub(rb"<\1></\1>", AUTHOR.sub(rb'\1=""', content))
