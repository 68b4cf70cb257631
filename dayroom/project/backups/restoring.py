"""`dayroom restore`: first every byte is proven, then an empty installation is filled, then the result is proven."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import psycopg
from django.db.migrations.loader import MigrationLoader

from dayroom.kernel.audit.chain import verify_chain
from dayroom.kernel.audit.models import Act, Event
from dayroom.lib.logins import Login
from dayroom.project import processes
from dayroom.project.backups.parts import (
    DATABASE,
    FILES,
    MANIFEST,
    PUT_TOGETHER_WRONGLY,
    Manifest,
    Part,
    parts_of,
)
from dayroom.project.backups.sealing import BackupTrouble, unsealed
from dayroom.project.backups.site import (
    OUR_TABLES,
    Progress,
    files_folder,
    mark_of_secret_key,
    owner_login,
    program,
    rows_of,
    secret_for_restoring,
    size_in_words,
)
from dayroom.project.processes import say

NOT_EMPTY = "{what} Restore into an empty installation: name an empty folder in DAYROOM_VAR, or an empty database."


def restore(file: Path) -> None:
    owner, secret = owner_login(), secret_for_restoring()
    refuse_full(owner)
    try:
        with file.open("rb") as backup:
            say(f"checking {file}")
            manifest = proven(backup, secret=secret)
            say(f"it is whole: made {manifest.made_at} by Dayroom {manifest.version}")
            refuse_unfit(manifest, owner=owner)
            fill(backup, secret=secret, owner=owner)
            prove(manifest, owner=owner)
    except OSError as error:
        raise BackupTrouble(f"{error.filename or file} could not be read or written: {error.strerror}.") from error


def proven(backup: IO[bytes], *, secret: str) -> Manifest:
    """Reads all of it and touches nothing."""
    files = size = 0
    packed = b""
    progress = Progress("checked")
    for number, part in enumerate(parts_of(unsealed(backup, secret=secret))):
        if packed or (part.name == DATABASE) != (number == 0):
            raise BackupTrouble(PUT_TOGETHER_WRONGLY)
        if part.name == MANIFEST:
            packed = b"".join(part.content)
            continue
        length = sum(len(block) for block in progress.over(part.content))
        if number:
            place_of(part, within=Path("/"))
            files, size = files + 1, size + length
    if not packed:
        raise BackupTrouble(PUT_TOGETHER_WRONGLY)
    manifest = Manifest(**json.loads(packed))
    if (manifest.files, manifest.size) != (files, size):
        raise BackupTrouble(PUT_TOGETHER_WRONGLY)
    return manifest


def place_of(part: Part, *, within: Path) -> Path:
    path = PurePosixPath(part.name.removeprefix(FILES))
    if not part.name.startswith(FILES) or path.is_absolute() or not path.parts or ".." in path.parts:
        raise BackupTrouble(PUT_TOGETHER_WRONGLY)
    return within / path


def refuse_full(owner: Login) -> None:
    folder = files_folder()
    if folder.exists() and any(folder.iterdir()):
        raise BackupTrouble(NOT_EMPTY.format(what=f"There are files in {folder}."))
    with psycopg.connect(owner.address) as connection:
        if connection.execute(OUR_TABLES).fetchone():
            raise BackupTrouble(NOT_EMPTY.format(what="The database has tables already."))


def refuse_unfit(manifest: Manifest, *, owner: Login) -> None:
    with psycopg.connect(owner.address) as connection:
        if connection.info.server_version // 10_000 < manifest.server:
            raise BackupTrouble(f"The backup needs PostgreSQL {manifest.server} or later.")
    if owner.user != manifest.owner:
        raise BackupTrouble(
            f"The tables of the backup belong to the role {manifest.owner}, and here the owner is {owner.user}. "
            f"Let {manifest.owner} own the new database."
        )
    if unknown := set(manifest.migrations) - known_migrations():
        raise BackupTrouble(f"The backup comes from a newer version of Dayroom, which knows {min(unknown)}.")


def known_migrations() -> set[str]:
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    assert found is not None
    replaced = {name for migration in found.values() for name in migration.replaces}
    return {".".join(name) for name in {*found, *replaced}}


def fill(backup: IO[bytes], *, secret: str, owner: Login) -> None:
    """All or nothing: the files wait aside until the database, in one transaction, has everything."""
    folder = files_folder()
    with waiting_folder(folder) as aside:
        say("bringing back the files")
        progress = Progress("files")
        for part in parts_of(unsealed(backup, secret=secret)):
            if part.name.startswith(FILES):
                bring_back(place_of(part, within=aside), progress.over(part.content))
        say("bringing back the database")
        load(backup, secret=secret, owner=owner)
        aside.rename(folder)
    # The tables may be those of an older version, whatever was prepared here before.
    shutil.rmtree(processes.var_folder() / "stamps", ignore_errors=True)


@contextmanager
def waiting_folder(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.restoring.", dir=folder.parent))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def bring_back(path: Path, content: Iterator[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        for block in content:
            written.write(block)
        written.flush()
        os.fsync(written.fileno())


def load(backup: IO[bytes], *, secret: str, owner: Login) -> None:
    """The application's role has its own password here; what it may touch comes with the tables."""
    part = next(parts_of(unsealed(backup, secret=secret)))
    assert part.name == DATABASE
    arguments = ["--single-transaction", "--exit-on-error", "--no-owner"]
    with program("pg_restore", *arguments, owner=owner, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for block in Progress("database").over(part.content):
            process.stdin.write(block)


def prove(manifest: Manifest, *, owner: Login) -> None:
    with psycopg.connect(owner.address, autocommit=True) as connection:
        connection.execute("ANALYZE")
        rows = rows_of(connection)
    wrong = sorted(name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name))
    if wrong:
        raise BackupTrouble(f"The site is back, but the number of rows differs in {', '.join(wrong)}.")
    say(f"all {len(rows)} tables have the rows they had, {sum(rows.values()):,} in all")
    verdict = verify_chain(expected_head=manifest.audit_head)
    faults = list(verdict.faults)
    if (verdict.lines, verdict.head) != (manifest.audit_lines, manifest.audit_head):
        faults.append("It does not end where it ended.")
    if faults:
        raise BackupTrouble(f"The site is back, but its audit chain is not whole: {' '.join(faults)}")
    say(f"the audit chain is whole: {verdict.lines:,} lines, head {verdict.head}")
    Event.objects.record(Act(verb="site.restore", actor_id=None, facts={"head": verdict.head}))
    say(f"{manifest.files:,} files are back in {files_folder()}, {size_in_words(manifest.size)}")
    advise(manifest)


def advise(manifest: Manifest) -> None:
    told = ", ".join(f"DAYROOM_{name}={value}" for name, value in sorted(manifest.settings.items()))
    say(f"the site ran with {told}")
    if manifest.secret_key != mark_of_secret_key():
        say("DAYROOM_SECRET_KEY is another one than before: until it is the same, no second step is accepted")
    if known_migrations() - set(manifest.migrations):
        say("this version has newer tables: dayroom serve or dayroom migrate brings them")
    say("everybody is signed out, and can sign in again")
