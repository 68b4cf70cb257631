"""`dayroom backup`: one encrypted file with the database, the files, and what is needed to prove them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings

from dayroom import VERSION
from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.files.models import ORIGINAL
from dayroom.lib.logins import Connection, Login
from dayroom.project.backups.parts import DATABASE, FILES, MANIFEST, Manifest, add_part
from dayroom.project.backups.sealing import BackupTrouble, Seal
from dayroom.project.backups.site import (
    LEFT_OUT,
    Progress,
    blocks_of,
    files_folder,
    mark_of_secret_key,
    owner_login,
    program,
    rows_of,
    secret_for_making,
    size_in_words,
)
from dayroom.project.processes import say

# pg_dump reads under the forced policies. A table where the owner does not see every row must not be lost silently.
HIDDEN = """
SELECT c.relname FROM pg_class c JOIN pg_roles me ON me.rolname = current_user
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
  AND (c.relforcerowsecurity OR c.relowner <> me.oid) AND NOT me.rolsuper AND NOT me.rolbypassrls
  AND (NOT EXISTS (
         SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
         AND me.oid = ANY (p.polroles) AND pg_get_expr(p.polqual, p.polrelid) = 'true')
       OR EXISTS (
         SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('*', 'r')
         AND (me.oid = ANY (p.polroles) OR 0 = ANY (p.polroles))))
"""
# None of them holds a password or a key.
TOLD_SETTINGS = "HOSTS SITE_NAME HTTPS PROXIES PAGE_PROCESSES PAGE_THREADS MAIL_FROM SIGNUP DEMONSTRATION".split()


def back_up(target: Path) -> None:
    folder = files_folder()
    refuse_place(target, folder=folder)
    with fresh_file(target) as written:
        manifest = write(written, owner=owner_login(), folder=folder)
    size = size_in_words(target.stat().st_size)
    Event.objects.record(Act(verb="site.backup", actor_id=None, facts={"head": manifest.audit_head}))
    rows = sum(manifest.rows.values())
    say(f"{target} holds {rows:,} rows, {manifest.files:,} files and {manifest.audit_lines:,} audit lines in {size}")
    say("keep DAYROOM_SECRET_KEY elsewhere too: it is not in the file, and second steps are locked with it")


def refuse_place(target: Path, *, folder: Path) -> None:
    if target.exists():
        raise BackupTrouble(f"{target} is there already. Give the backup another name.")
    if target.resolve().is_relative_to(folder.resolve()):
        raise BackupTrouble("The backup cannot lie among the files that go into it. Choose another folder.")


@contextmanager
def fresh_file(target: Path) -> Iterator[IO[bytes]]:
    """Under its name only when it is whole and on the disk, and readable by nobody else at any time."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            yield written
            written.flush()
            os.fsync(written.fileno())
        fresh.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise BackupTrouble(f"{error.filename or target} could not be written or read: {error.strerror}.") from error
    finally:
        fresh.unlink(missing_ok=True)


def write(written: IO[bytes], *, owner: Login, folder: Path) -> Manifest:
    """The database first: a file is never changed once it is stored, so every row's file comes after its row."""
    with psycopg.connect(owner.address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = str(one(connection, "SELECT pg_export_snapshot()"))
        rows = seen_rows(connection)
        seal = Seal(written, secret=secret_for_making())
        say("writing the database")
        add_part(seal, DATABASE, dump(owner, snapshot=snapshot))
        say("writing the files")
        files, size = add_files(seal, folder, connection=connection)
        manifest = describe(connection, rows=rows, files=files, size=size, owner=owner)
    add_part(seal, MANIFEST, [manifest.packed()])
    seal.end()
    return manifest


def seen_rows(connection: Connection) -> dict[str, int]:
    hidden = [str(name) for (name,) in connection.execute(HIDDEN)]
    if hidden:
        raise BackupTrouble(f"The owner of the tables does not see every row of {', '.join(hidden)}. Nothing is saved.")
    rows = rows_of(connection)
    if "django_migrations" not in rows:
        raise BackupTrouble("There is nothing to save: the database has no tables yet.")
    return rows


def dump(owner: Login, *, snapshot: str) -> Iterator[bytes]:
    arguments = ["--format=custom", "--no-owner", "--no-comments", "--enable-row-security", f"--snapshot={snapshot}"]
    arguments += [f"--exclude-table-data=public.{name}" for name in sorted(LEFT_OUT)]
    with program("pg_dump", *arguments, owner=owner, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield from Progress("database").over(blocks_of(process.stdout))


def add_files(seal: Seal, folder: Path, *, connection: Connection) -> tuple[int, int]:
    """How many, and how many bytes. What is erased meanwhile, or was lost before, is told."""
    progress = Progress("files")
    files = total = originals = 0
    for path in stored(folder):
        name = str(path.relative_to(folder))
        try:
            opened = path.open("rb")
        except FileNotFoundError:
            continue
        with opened:
            size, digest = add_part(seal, FILES + name, progress.over(blocks_of(opened)))
        files, total = files + 1, total + size
        if path.name == ORIGINAL:
            originals += check_original(path.parent.name, digest=digest, connection=connection)
    missing = int(str(one(connection, "SELECT count(*) FROM files_file"))) - originals
    if missing:
        say(f"{missing:,} files that the database knows are not in the folder: erased in this moment, or lost before")
    return files, total


def check_original(key: str, *, digest: str, connection: Connection) -> bool:
    """Whether the database knows it."""
    found = connection.execute("SELECT sha256 FROM files_file WHERE key = %s", [key]).fetchone()
    if found and found[0] != digest:
        say(f"the file {key} is not as it was stored; it is saved as it is")
    return found is not None


def stored(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        paths = (Path(place) / name for name in sorted(names))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def describe(connection: Connection, *, rows: dict[str, int], files: int, size: int, owner: Login) -> Manifest:
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()
    head = connection.execute(
        "SELECT position, encode(hash, 'hex') FROM audit_link ORDER BY position DESC LIMIT 1"
    ).fetchone()
    lines, last = head or (0, "")
    named = {name: os.environ.get(f"DAYROOM_{name}", "") for name in TOLD_SETTINGS}
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=VERSION,
        server=connection.info.server_version // 10_000,
        owner=owner.user,
        secret_key=mark_of_secret_key(),
        migrations=[str(name) for (name,) in migrations],
        rows=rows,
        audit_lines=int(str(lines)),
        audit_head=str(last),
        files=files,
        size=size,
        settings={name: value for name, value in named.items() if value} | {"SITE_NAME": settings.SITE_NAME},
    )


def one(connection: Connection, question: str) -> object:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]
