import io
import os
from collections.abc import Callable, Iterator

import pytest

from dayroom.project.backups import sealing
from dayroom.project.backups.parts import PUT_TOGETHER_WRONGLY, add_part, parts_of
from dayroom.project.backups.sealing import MAGIC, PIECE_BYTES, SALT_BYTES, TAG_BYTES, BackupTrouble, Seal, unsealed

KEY = "a key for tests alone, longer than needed"
BEGINNING = len(MAGIC) + SALT_BYTES + TAG_BYTES
PIECE = PIECE_BYTES + TAG_BYTES
PLAIN = os.urandom(PIECE_BYTES) * 2 + b"the end"


def sealed(plain: bytes) -> bytes:
    file = io.BytesIO()
    seal = Seal(file, secret=KEY)
    seal.write(plain)
    seal.end()
    return file.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _guesses_are_cheap() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "SCRYPT_COST", 2)
        yield


@pytest.fixture(scope="module")
def whole(_guesses_are_cheap: None) -> bytes:
    return sealed(PLAIN)


def opened(file: bytes, *, key: str = KEY) -> bytes:
    return b"".join(unsealed(io.BytesIO(file), secret=key))


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1])
def test_what_goes_in_comes_out_whatever_its_size(size: int) -> None:
    assert opened(sealed(PLAIN[:size])) == PLAIN[:size]


def test_every_file_has_a_key_of_its_own(whole: bytes) -> None:
    assert whole[BEGINNING:] != sealed(PLAIN)[BEGINNING:]
    assert len(whole) == BEGINNING + 3 * TAG_BYTES + len(PLAIN)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda file: file[:-1], "damaged, cut short"),
        (lambda file: file[: BEGINNING + 2 * PIECE], "damaged, cut short"),
        (lambda file: file[:BEGINNING], "damaged, cut short"),
        (lambda file: file + b"\0", "damaged, cut short"),
        (lambda file: file + file[-PIECE:], "damaged, cut short"),
        (lambda file: flipped(file, at=BEGINNING + PIECE + 7), "damaged, cut short"),
        (lambda file: flipped(file, at=len(file) - 1), "damaged, cut short"),
        (lambda file: swapped(file), "damaged, cut short"),
        (lambda file: file[: BEGINNING + PIECE] + file[BEGINNING + 2 * PIECE :], "damaged, cut short"),
        (lambda file: flipped(file, at=len(MAGIC)), "key does not open"),
        (lambda file: file[:30], "key does not open"),
        (lambda file: flipped(file, at=0), "not a backup"),
        (lambda file: b"", "not a backup"),
    ],
)
def test_a_file_that_is_not_as_it_was_is_refused(whole: bytes, harm: Callable[[bytes], bytes], sentence: str) -> None:
    with pytest.raises(BackupTrouble, match=sentence):
        opened(harm(whole))


def test_another_key_is_refused(whole: bytes) -> None:
    with pytest.raises(BackupTrouble, match="key does not open"):
        opened(whole, key=KEY + " ")


def test_nothing_unproven_is_given_out(whole: bytes) -> None:
    given = unsealed(io.BytesIO(flipped(whole, at=BEGINNING + PIECE)), secret=KEY)
    assert next(given) == PLAIN[:PIECE_BYTES]
    with pytest.raises(BackupTrouble):
        next(given)


def test_parts_come_back_in_order_and_an_unread_one_is_passed_over() -> None:
    file = io.BytesIO()
    seal = Seal(file, secret=KEY)
    add_part(seal, "first", [PLAIN, b"", b"more"])
    add_part(seal, "files/ü\udcff", [])
    add_part(seal, "last", [b"x"])
    seal.end()
    names = []
    for part in parts_of(unsealed(file, secret=KEY)):
        names.append(part.name)
        if part.name == "last":
            assert b"".join(part.content) == b"x"
    assert names == ["first", "files/ü\udcff", "last"]


def test_a_part_that_ends_too_early_is_refused() -> None:
    file = io.BytesIO()
    seal = Seal(file, secret=KEY)
    seal.write((4).to_bytes(4) + b"name" + (9).to_bytes(4) + b"short")
    seal.end()
    with pytest.raises(BackupTrouble, match=PUT_TOGETHER_WRONGLY):
        list(parts_of(unsealed(file, secret=KEY)))


def flipped(file: bytes, *, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def swapped(file: bytes) -> bytes:
    first, second = BEGINNING, BEGINNING + PIECE
    return file[:first] + file[second : second + PIECE] + file[first:second] + file[second + PIECE :]
