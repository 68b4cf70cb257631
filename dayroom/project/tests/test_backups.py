"""A whole site goes into one file and comes back: on database servers of its own, by the commands an operator types."""

import errno
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.conf import LazySettings
from psycopg import sql

from dayroom.lib.logins import Login
from dayroom.lib.postgres import BINARIES
from dayroom.project import processes
from dayroom.project.backups.making import fresh_file, refuse_place, seen_rows
from dayroom.project.backups.sealing import BackupTrouble
from dayroom.project.backups.site import files_folder
from dayroom.project.processes import ROOT, Logins

WORD = "quokkaplanted"
KEY = "zq81-for-tests-alone-and-long-enough-to-be-believed"
SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
PEOPLE = ("Ruth Okafor", "Dr Anna Lindqvist", "Tom Brandt")


@dataclass
class Site:
    var: Path
    logins: Logins

    def run(self, *words: str, key: str = KEY) -> "subprocess.CompletedProcess[str]":
        told = {"DAYROOM_VAR": str(self.var), "DAYROOM_SECRET_KEY": SECRET_KEY, "DAYROOM_DEMONSTRATION": "1"}
        told |= {"DAYROOM_BACKUP_KEY": key} if key else {}
        command = [sys.executable, "-m", "dayroom", *words]
        return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)

    def files(self) -> dict[str, tuple[bytes, int]]:
        folder = self.var / "files"
        found = (path for path in folder.rglob("*") if path.is_file())
        return {str(p.relative_to(folder)): (p.read_bytes(), stat.S_IMODE(p.stat().st_mode)) for p in found}

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.logins.owner.address, autocommit=True) as connection:
            found = connection.execute(question)
            return list(found.fetchall()) if found.description else []


@contextmanager
def site_in(var: Path) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYROOM_VAR", str(var))
        patch.delenv("DATABASE_URL", raising=False)
        with processes.database() as logins:
            yield Site(var, logins)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not pytest's own folders: they are closed to other users, and when we are root the database is another user.
    with TemporaryDirectory(prefix="clinic") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def lively(folder: Path) -> Iterator[Site]:
    with site_in(folder / "lively") as site:
        for word in ("migrate", "demonstrate"):
            assert site.run(word).returncode == 0
        planted = site.var / "files" / "aa" / "bb" / "aabb" / "thumbnail"
        planted.parent.mkdir(parents=True, mode=0o700)
        planted.write_text(WORD * 20)
        planted.chmod(0o600)
        site.ask(f"UPDATE people_organisation SET name = name || ' {WORD}'")
        site.ask(
            "INSERT INTO people_session (session_key, session_data, expire_date) VALUES ('k', '', now() + '1 day')"
        )
        yield site


@pytest.fixture(scope="module")
def backup(lively: Site, folder: Path) -> Path:
    file = folder / "site.backup"
    made = lively.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert f"{len(lively.files())} files" in made.stdout
    return file


@pytest.fixture(scope="module")
def empty(folder: Path) -> Iterator[Site]:
    with site_in(folder / "empty") as site:
        yield site


def is_untouched(site: Site) -> bool:
    return site.ask("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == [] and site.files() == {}


def is_one_sentence(refused: "subprocess.CompletedProcess[str]", saying: str) -> bool:
    return refused.returncode == 1 and saying in refused.stderr and refused.stderr.count("\n") == 1


def test_the_file_is_readable_by_its_owner_alone_and_shows_nothing(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []
    whole = backup.read_bytes()
    assert len(whole) > 1_000_000
    for word in (WORD, "Okafor", "rooms_entry", "PGDMP", "audit_head"):
        assert word.encode() not in whole


def test_nothing_is_written_over_or_among_the_files(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    with pytest.raises(BackupTrouble, match="is there already"):
        refuse_place(tmp_path / "old", folder=tmp_path / "files")
    with pytest.raises(BackupTrouble, match="among the files"):
        refuse_place(tmp_path / "files" / "new", folder=tmp_path / "files")


def test_a_backup_cut_short_leaves_nothing(tmp_path: Path) -> None:
    def write_half() -> None:
        with fresh_file(tmp_path / "new") as written:
            written.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BackupTrouble, match="No space left"):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_files_in_a_bucket_are_refused(settings: LazySettings) -> None:
    settings.STORAGES = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    with pytest.raises(BackupTrouble, match="in the bucket"):
        files_folder()


def test_a_table_the_owner_does_not_see_whole_stops_the_backup(lively: Site) -> None:
    with psycopg.connect(lively.logins.owner.address) as connection:
        assert seen_rows(connection)["rooms_entry"] > 50
        connection.execute("DROP POLICY owner ON rooms_entry")
        connection.execute("CREATE POLICY narrow ON rooms_room AS RESTRICTIVE USING (false)")
        with pytest.raises(BackupTrouble, match="rooms_entry, rooms_room"):
            seen_rows(connection)
        connection.rollback()


def test_one_changed_byte_is_refused_and_nothing_is_touched(empty: Site, backup: Path, tmp_path: Path) -> None:
    harmed = bytearray(backup.read_bytes())
    harmed[len(harmed) // 2] ^= 1
    (tmp_path / "harmed").write_bytes(harmed)
    assert is_one_sentence(empty.run("restore", str(tmp_path / "harmed")), "damaged, cut short")
    assert is_untouched(empty)


def test_without_its_key_nothing_is_restored(empty: Site, backup: Path) -> None:
    assert is_one_sentence(empty.run("restore", str(backup), key=""), "The key is missing.")
    assert not (empty.var / "secrets" / "backup-key").exists()
    assert is_untouched(empty)


def test_a_site_comes_back_as_it_was_for_everybody(lively: Site, empty: Site, backup: Path) -> None:
    done = empty.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "the audit chain is whole" in done.stdout
    assert "DAYROOM_SECRET_KEY is another" not in done.stdout
    assert empty.files() == lively.files()
    assert outline(empty.logins.owner) == outline(lively.logins.owner) != ""
    sights = [sight(lively, who) for who in (*PEOPLE, None)]
    assert [sight(empty, who) for who in (*PEOPLE, None)] == sights
    assert len({str(seen) for seen in sights}) == 4, "each of them should see something else"
    assert empty.ask("SELECT count(*) FROM people_session") == [(0,)]
    assert empty.ask("SELECT verb FROM audit_event ORDER BY id DESC LIMIT 1") == [("site.restore",)]
    assert empty.logins.app.password != lively.logins.app.password
    assert is_one_sentence(empty.run("restore", str(backup)), "Restore into an empty installation")


def outline(owner: Login) -> str:
    """Tables, policies, triggers, functions and grants, in the words of PostgreSQL itself.

    It writes the casts of a list in another way once they have been read back, so brackets and casts are left out.
    """
    command = [str(BINARIES / "bin" / "pg_dump"), "--schema-only", "--restrict-key=same", f"--dbname={owner.address}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"[()]|::(text|character varying)(\[\])?", "", told)


def sight(site: Site, name: str | None) -> dict[str, object]:
    """How many rows, and which, the application's role is shown in this one's name, table by table."""
    walled = site.ask(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND has_table_privilege('dayroom_app', oid, 'SELECT')"
        " AND relname <> 'audit_event'"
    )
    who = site.ask(f"SELECT id FROM people_person WHERE name = '{name}'")[0][0] if name else ""
    seen = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
    with psycopg.connect(site.logins.app.address) as connection:
        connection.execute("SELECT set_config('app.person', %s, true)", [str(who)])
        return {
            str(table): connection.execute(sql.SQL(seen).format(sql.Identifier(str(table)))).fetchone()
            for (table,) in walled
        }
