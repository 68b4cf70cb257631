"""One encrypted stream: pieces of one size, each bound to its place, to the beginning and to whether it is the last."""

import hashlib
import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"dayroom backup 1\n"
SALT_BYTES = 32
PIECE_BYTES = 1 << 20
TAG_BYTES = 16
# 64 MiB and a fifth of a second for each guess; written into the format, so that no file can ask for more.
SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_MEMORY = 2**16, 8, 1 << 27
# The nonces of pieces end in 0 or 1.
NONCE_OF_BEGINNING = b"\xff" * 12


class BackupTrouble(Exception):
    """A backup could not be made or used; the message is a sentence for the operator."""


class Seal:
    def __init__(self, file: IO[bytes], *, secret: str) -> None:
        self.file = file
        self.beginning = MAGIC + os.urandom(SALT_BYTES)
        self.cipher = cipher(secret, beginning=self.beginning)
        self.waiting = bytearray()
        self.number = 0
        file.write(self.beginning + self.cipher.encrypt(NONCE_OF_BEGINNING, b"", self.beginning))

    def write(self, data: bytes) -> None:
        self.waiting += data
        while len(self.waiting) > PIECE_BYTES:
            self._seal(bytes(self.waiting[:PIECE_BYTES]), last=False)
            del self.waiting[:PIECE_BYTES]

    def end(self) -> None:
        self._seal(bytes(self.waiting), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.encrypt(nonce(self.number, last=last), piece, self.beginning))
        self.number += 1


def unsealed(file: IO[bytes], *, secret: str) -> Iterator[bytes]:
    """What was written, from the start of the file; nothing is given out that is not proven whole and in its place."""
    file.seek(0)
    beginning = file.read(len(MAGIC) + SALT_BYTES)
    if not beginning.startswith(MAGIC):
        raise BackupTrouble("This file is not a backup that this version of Dayroom can read.")
    opener = cipher(secret, beginning=beginning)
    try:
        opener.decrypt(NONCE_OF_BEGINNING, file.read(TAG_BYTES), beginning)
    except InvalidTag:
        raise BackupTrouble("The key does not open this file, or the beginning of the file is damaged.") from None
    number, piece, last = 0, file.read(PIECE_BYTES + TAG_BYTES), False
    while not last:
        following = file.read(PIECE_BYTES + TAG_BYTES)
        last = not following
        try:
            opened = opener.decrypt(nonce(number, last=last), piece, beginning)
        except InvalidTag:
            raise BackupTrouble("The file is damaged, cut short or out of order, so nothing of it is used.") from None
        yield opened
        number, piece = number + 1, following


def cipher(secret: str, *, beginning: bytes) -> AESGCM:
    """A key for this file alone, so that counting makes nonces that never come twice."""
    salt = beginning[len(MAGIC) :]
    cost = {"n": SCRYPT_COST, "r": SCRYPT_BLOCK, "p": 1, "maxmem": SCRYPT_MEMORY}
    return AESGCM(hashlib.scrypt(secret.encode(), salt=salt, dklen=32, **cost))


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
