"""The process that opens what people send has little to lose and ends in time."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from dayroom.lib import cleaning, confinement
from dayroom.lib.cleaning import ENVIRONMENT, cleaned
from dayroom.lib.kinds import VIDEO_BYTES, Refused
from dayroom.lib.tests.test_pictures import photograph


def confined(program: str) -> subprocess.CompletedProcess[str]:
    lines = ["from dayroom.lib.confinement import confine", "confine()", program]
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def test_what_comes_back_is_clean_and_nothing_stays(tmp_path: Path) -> None:
    with cleaned(io.BytesIO(photograph("JPEG")), name="a.jpg", within=tmp_path) as clean:
        assert (clean.family, clean.media_type) == ("picture", "image/jpeg")
        assert b"ZZSECRETZZ" not in clean.data.read_bytes()
        assert clean.thumbnail.exists()
        assert clean.folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_comes_through_with_its_values(tmp_path: Path) -> None:
    with (
        pytest.raises(Refused) as refused,
        cleaned(io.BytesIO(b"x" * (2 * 1024 * 1024 + 1)), name="a.txt", within=tmp_path),
    ):
        pass
    assert refused.value.values == {"limit": 2}


def test_more_than_the_largest_limit_is_not_even_kept(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        sent = 0

        def read(self, size: int = -1) -> bytes:
            self.sent += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(Refused, match="too large"), cleaned(endless, name="a.mp4", within=tmp_path):  # type: ignore[arg-type]
        pass
    assert endless.sent <= VIDEO_BYTES + 2 * cleaning.PIECE


def test_a_file_that_takes_too_long_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 0.01)
    with (
        pytest.raises(Refused, match="takes too long"),
        cleaned(io.BytesIO(photograph("JPEG")), name="a.jpg", within=tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_take_all_memory() -> None:
    done = confined(f"bytearray({confinement.MEMORY_BYTES})")
    assert "MemoryError" in done.stderr


def test_it_cannot_fill_the_disk(tmp_path: Path) -> None:
    done = confined(f"open({str(tmp_path / 'big')!r}, 'wb').truncate({confinement.FILE_BYTES} + 1)")
    assert done.returncode != 0


def test_it_has_no_network() -> None:
    done = confined("import socket; print(socket.if_nameindex())")
    if "[(1, 'lo')]" not in done.stdout:
        pytest.skip("this machine lets no process leave the network")
    assert confined("import socket; socket.create_connection(('127.0.0.1', 9))").returncode != 0


def test_it_knows_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYROOM_SECRET_KEY", "must not be seen")
    done = confined("import os; print(sorted(os.environ))")
    assert "DAYROOM_SECRET_KEY" not in done.stdout
