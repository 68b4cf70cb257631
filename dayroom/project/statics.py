"""Serves the collected static files from memory, each read and packed once per process.

There are few of them and they change only with the program; names carry a hash, so browsers keep them for a year.
"""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import brotli

from dayroom.project.bridge import Headers, Scope, Send, refuse

FOREVER = b"public, max-age=31536000, immutable"
BRIEFLY = b"public, max-age=300"
PACKED_TYPES = ("text/", "image/svg", "application/json", "application/javascript")


@dataclass(frozen=True)
class StaticFile:
    headers: Headers
    plain: bytes
    packed: dict[bytes, bytes]

    def choose(self, accepted: bytes) -> tuple[Headers, bytes]:
        for coding, content in self.packed.items():
            if coding in accepted:
                return [*self.headers, (b"content-encoding", coding)], content
        return self.headers, self.plain


class Statics:
    def __init__(self, folder: Path, *, prefix: str) -> None:
        hashed = set(json.loads((folder / "staticfiles.json").read_text())["paths"].values())
        self.files: dict[str, StaticFile] = {}
        for path in folder.rglob("*"):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path.suffix not in (".br", ".gz"):
                self.files[prefix + name] = read(path, forever=name in hashed)

    async def __call__(self, scope: Scope, send: Send) -> None:
        file = self.files.get(cast(str, scope["path"]))
        if file is None:
            await refuse(send, 404, "There is no such file.")
            return
        if scope["method"] not in ("GET", "HEAD"):
            await refuse(send, 405, "Files can only be read.")
            return
        accepted = dict(cast(Headers, scope["headers"])).get(b"accept-encoding", b"")
        headers, content = file.choose(accepted)
        headers = [*headers, (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})


def read(path: Path, *, forever: bool) -> StaticFile:
    kind = "text/javascript" if path.suffix in (".js", ".mjs") else mimetypes.guess_type(path.name)[0]
    kind = kind or "application/octet-stream"
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode() if kind.startswith("text/") else kind.encode()),
        (b"cache-control", FOREVER if forever else BRIEFLY),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"vary", b"accept-encoding"),
    ]
    packed = {coding: path.with_name(path.name + ending) for coding, ending in ((b"br", ".br"), (b"gzip", ".gz"))}
    ready = {coding: file.read_bytes() for coding, file in packed.items() if file.exists()}
    return StaticFile(headers, path.read_bytes(), ready)


def pack(folder: Path) -> None:
    """Packs once, when files are collected, as tightly as it goes."""
    for path in folder.rglob("*"):
        kind = mimetypes.guess_type(path.name)[0] or ""
        if path.is_file() and kind.startswith(PACKED_TYPES):
            content = path.read_bytes()
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
