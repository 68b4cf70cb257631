"""What making and restoring share: the key, the owner's login, the programs of PostgreSQL, and telling how it goes."""

import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from psycopg import sql
from psycopg.conninfo import make_conninfo

from dayroom.lib.logins import Connection, Login, read_login
from dayroom.lib.postgres import BINARIES, kept_secret
from dayroom.project import processes
from dayroom.project.backups.sealing import BackupTrouble
from dayroom.project.processes import env, say

READ_BYTES = 1 << 20
QUIET_SECONDS = 5.0
OUR_TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (
    SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
ORDER BY 1
"""
# The windows people were signed in with must not open again, and counted attempts mean nothing later.
LEFT_OUT = {"people_session", "cache"}


def secret_for_making() -> str:
    path = key_file()
    if not os.environ.get("DAYROOM_BACKUP_KEY") and not path.exists():
        kept_secret(path)
        say(f"made the key {path}. Keep a copy of it elsewhere: without it no restore is possible.")
    return secret_for_restoring()


def secret_for_restoring() -> str:
    if os.environ.get("DAYROOM_BACKUP_KEY"):
        return env.secret("BACKUP_KEY")
    path = key_file()
    if not path.exists():
        raise BackupTrouble(f"The key is missing. Set DAYROOM_BACKUP_KEY, or put the key of the backup into {path}.")
    return path.read_text().strip()


def key_file() -> Path:
    return processes.var_folder() / "secrets" / "backup-key"


def owner_login() -> Login:
    """The wall's one list has no entry for this: the programs of PostgreSQL log in by themselves, as migrations do."""
    assert settings.DATABASE_ROLE == "owner"
    return read_login(os.environ["DAYROOM_DATABASE"], name="DAYROOM_DATABASE")


def files_folder() -> Path:
    store = storages["default"]
    if not isinstance(store, FileSystemStorage):
        raise BackupTrouble("The files are in the bucket of DAYROOM_FILES, and a backup holds files of a folder only.")
    return Path(store.location)


def rows_of(connection: Connection) -> dict[str, int]:
    tables = [str(name) for (name,) in connection.execute(OUR_TABLES) if name not in LEFT_OUT]
    return {name: count(connection, name) for name in tables}


def count(connection: Connection, table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    row = found.fetchone()
    assert row is not None
    return int(str(row[0]))


def mark_of_secret_key() -> str:
    return hashlib.sha256(f"backup {settings.SECRET_KEY}".encode()).hexdigest()[:16]


@contextmanager
def program(
    name: str, *arguments: str, owner: Login, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of PostgreSQL at work on the owner's database; it has to end well."""
    address = make_conninfo(user=owner.user, dbname=owner.database, **owner.options)
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [str(BINARIES / "bin" / name), *arguments, f"--dbname={address}"],
            # Where everybody on the machine could read it, the password is not said.
            env={"HOME": os.environ.get("HOME", "/"), "PGPASSWORD": owner.password},
            stdin=stdin,
            stdout=stdout,
            stderr=complaints,
        )
        try:
            yield process
        except BrokenPipeError:
            pass  # It ended early; what it complained about says why.
        except BaseException:
            process.kill()
            raise
        finally:
            close(process)
        if process.returncode:
            complaints.seek(0)
            lines = complaints.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise BackupTrouble(f"{name} did not finish: {lines[0]}")


def close(process: "subprocess.Popen[bytes]") -> None:
    for pipe in filter(None, (process.stdin, process.stdout)):
        try:
            pipe.close()
        except BrokenPipeError:
            continue
    process.wait()


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(READ_BYTES):
        yield block


class Progress:
    """Says how far it is, but not all the time."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.bytes = 0
        self.said_at = time.monotonic()

    def over(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self.bytes += len(block)
            if time.monotonic() - self.said_at > QUIET_SECONDS:
                say(f"{self.what}: {size_in_words(self.bytes)} so far")
                self.said_at = time.monotonic()
            yield block


def size_in_words(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB"
