"""What lies in a backup, one part after another: the database, each file, and the manifest at the end."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from dayroom.project.backups.sealing import BackupTrouble, Seal

DATABASE, FILES, MANIFEST = "database", "files/", "manifest"
LENGTH_BYTES = 4
DIGEST_BYTES = 32
PUT_TOGETHER_WRONGLY = "The parts of this backup do not fit together, so nothing of it is used."


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Written last, when everything is known. `secret_key` only tells two keys apart."""

    made_at: str
    version: str
    server: int
    owner: str
    secret_key: str
    migrations: list[str]
    rows: dict[str, int]
    audit_lines: int
    audit_head: str
    files: int
    size: int
    settings: dict[str, str]

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True)
class Part:
    """`content` has to be read before the next part; what is left of it is passed over."""

    name: str
    content: Iterator[bytes]


def add_part(seal: Seal, name: str, content: Iterable[bytes]) -> tuple[int, str]:
    """Its size and SHA-256. Each block says how long it is, because a dump's length is not known before its end."""
    digest, size = hashlib.sha256(), 0
    add_block(seal, name.encode("utf-8", "surrogateescape"))
    for block in filter(None, content):
        add_block(seal, block)
        digest.update(block)
        size += len(block)
    add_block(seal, b"")
    seal.write(digest.digest())
    return size, digest.hexdigest()


def add_block(seal: Seal, block: bytes) -> None:
    seal.write(len(block).to_bytes(LENGTH_BYTES))
    seal.write(block)


def parts_of(pieces: Iterator[bytes]) -> Iterator[Part]:
    source = Source(pieces)
    while not source.is_at_end():
        part = Part(source.block().decode("utf-8", "surrogateescape"), content_of(source))
        yield part
        for _ in part.content:
            pass


def content_of(source: "Source") -> Iterator[bytes]:
    digest = hashlib.sha256()
    while block := source.block():
        digest.update(block)
        yield block
    if source.read(DIGEST_BYTES) != digest.digest():
        raise BackupTrouble(PUT_TOGETHER_WRONGLY)


class Source:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.waiting = bytearray()

    def block(self) -> bytes:
        return self.read(int.from_bytes(self.read(LENGTH_BYTES)))

    def read(self, length: int) -> bytes:
        while len(self.waiting) < length:
            piece = next(self.pieces, b"")
            if not piece:
                raise BackupTrouble(PUT_TOGETHER_WRONGLY)
            self.waiting += piece
        taken = bytes(self.waiting[:length])
        del self.waiting[:length]
        return taken

    def is_at_end(self) -> bool:
        if not self.waiting:
            self.waiting += next(self.pieces, b"")
        return not self.waiting
