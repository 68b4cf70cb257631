"""The ground the measurements stand on: a database of its own under var/bench, filled once, and the product
serving it as in production.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dayroom.lib.postgres import kept_secret
from dayroom.project import processes
from dayroom.project.preparing import prepare
from dayroom.project.processes import ROOT, Logins, say
from dayroom.project.supervisor import Address, Child, page_command, wait_for_answer

PEOPLE, ROOMS = 20_000, 2_000
FILL = Path(__file__).with_name("fill.sql")


@dataclass(frozen=True)
class Ground:
    logins: Logins
    address: Address
    pages: Child
    database_pid: int
    people: int

    @property
    def pages_pid(self) -> int:
        assert self.pages.process is not None
        return self.pages.process.pid


@contextmanager
def ground(*, entries: int, people: int = PEOPLE, rooms: int = ROOMS) -> Iterator[Ground]:
    var = ROOT / "var" / "bench" / str(entries)
    var.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        {
            "DAYROOM_VAR": str(var),
            "DAYROOM_DEMONSTRATION": "0",
            "DAYROOM_SECRET_KEY": kept_secret(var / "secrets" / "secret-key"),
        }
    )
    os.environ.pop("DATABASE_URL", None)
    with processes.database(dies_with_parent=True) as logins:
        prepare(var, logins)
        fill(var, logins, entries=entries, people=people, rooms=rooms)
        address = Address(host="127.0.0.1", port=free_port())
        pages = Child("pages", page_command(address, processes=os.cpu_count() or 1), processes.page_environment(logins))
        pages.start()
        try:
            wait_for_answer(address, pages)
            yield Ground(logins, address, pages, postmaster(var), people)
        finally:
            assert pages.process is not None
            pages.process.terminate()
            pages.stop()


def fill(var: Path, logins: Logins, *, entries: int, people: int, rooms: int) -> None:
    stamp = var / "filled"
    size = f"{entries} {people} {rooms}"
    if stamp.exists() and stamp.read_text() == size:
        return
    say(f"filling the database: {entries} entries, {people} people, {rooms} rooms; this takes minutes")
    statements = (FILL.read_text() % {"entries": entries, "people": people, "rooms": rooms}).split(";\n")
    with psycopg.connect(logins.owner.address, autocommit=True) as connection:
        with connection.transaction():
            for statement in filter(str.strip, statements):
                connection.execute(statement.encode())
        connection.execute("VACUUM (ANALYZE)")
    stamp.write_text(size)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def postmaster(var: Path) -> int:
    return int((var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
