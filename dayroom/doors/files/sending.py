"""How a file goes out: in pieces, under headers that let it do nothing, in the part that a player asks for."""

import os
import re
from typing import IO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from dayroom.kernel.files.models import File

# R117: whatever a file turns out to be, it runs no script, loads nothing, and stands in no frame.
# `no-store` comes from the site's own headers and is kept: a wound or a letter must not lie in the cache of a shared
# machine (R123), and a thumbnail is 30 kB.
LOCKED_IN = (
    "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Slice:
    """A stretch of an open file, read piece by piece."""

    def __init__(self, file: IO[bytes], *, start: int, length: int) -> None:
        file.seek(start)
        self.file, self.left = file, length

    def read(self, size: int) -> bytes:
        piece = self.file.read(min(size, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def send(
    request: HttpRequest, data: IO[bytes], *, size: int, media_type: str, tag: str = "", download: str = ""
) -> HttpResponse:
    """`tag` names these very bytes: with it a player may ask for parts. `download` is the name to save it under."""
    start, end = wanted(request, size=size, tag=tag) if tag else (0, size)
    if start >= end:
        data.close()
        return locked_in(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
    response = FileResponse(Slice(data, start=start, length=end - start), content_type=media_type)
    response.headers["Content-Length"] = str(end - start)
    response.headers["Content-Disposition"] = content_disposition_header(bool(download), download) or "inline"
    if tag:
        response.headers["Accept-Ranges"], response.headers["ETag"] = "bytes", tag
    if end - start < size:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return locked_in(response)


def tag_of(file: File) -> str:
    return f'"{file.sha256[:32]}"'


def size_of(data: IO[bytes]) -> int:
    size = data.seek(0, os.SEEK_END)
    data.seek(0)
    return size


def wanted(request: HttpRequest, *, size: int, tag: str) -> tuple[int, int]:
    """The first byte and the one after the last; the whole file unless one range is asked for (RFC 9110 §14)."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not asked or asked[0] == "bytes=-" or request.headers.get("If-Range", tag) != tag:
        return 0, size
    first, last = asked[1], asked[2]
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def locked_in(response: HttpResponse | FileResponse) -> HttpResponse:
    """Typed as what every view answers with; Django keeps the two apart only by how they hold their content."""
    response.headers["Content-Security-Policy"] = LOCKED_IN
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)
