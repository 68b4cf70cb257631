"""What the live door asks the database, always as the application's role, behind the wall."""

import asyncio
from collections.abc import Collection

import psycopg
from django.db import connection as django_connection

from dayroom.kernel.people.living import LIVING, limits
from dayroom.kernel.wall import APPLICATION_ROLE

Row = tuple[str, ...]
Connection = psycopg.AsyncConnection[Row]

# A half-open connection to another machine is noticed within about a minute.
KEEPALIVE: dict[str, int] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "connect_timeout": 10,
}


async def connect() -> Connection:
    parameters = django_connection.get_connection_params()
    own = {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")}
    connection: Connection = await psycopg.AsyncConnection.connect(**own | KEEPALIVE, autocommit=True)
    await connection.execute(f"SET ROLE {APPLICATION_ROLE}")
    await connection.execute("SET statement_timeout = '10s'")
    return connection


class Questions:
    """One connection, one question at a time; a lost connection is made anew with the next question."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.connection: Connection | None = None

    async def ask(self, sql: str, parameters: list[object], *, person: str = "") -> list[Row]:
        """In this person's name, or nobody's. It changes nothing, so a question to a lost server is asked once more."""
        async with self.lock:
            if self.connection is None:
                self.connection = await connect()
            try:
                return await ask(self.connection, sql, parameters, person=person)
            except psycopg.OperationalError:
                if not self.connection.closed:
                    raise
            self.connection = None
            self.connection = await connect()
            return await ask(self.connection, sql, parameters, person=person)

    async def close(self) -> None:
        if self.connection is not None:
            await self.connection.close()

    async def readers(self, room: str, entry: str | None, people: Collection[str]) -> list[str]:
        rows = await self.ask("SELECT live_readers(%s, %s, %s::uuid[])::text", [room, entry, array(people)])
        return [row[0] for row in rows]

    async def rooms_of(self, person: str) -> set[str]:
        return {row[0] for row in await self.ask("SELECT room_id::text FROM my_rooms", [], person=person)}

    async def living(self, session_keys: Collection[str]) -> dict[str, str]:
        """The sessions among these that are still good, and whose they are."""
        sql = f"SELECT s.session_key, s.person_id::text FROM {LIVING} WHERE s.session_key = ANY (%s)"  # noqa: S608
        return dict(await self.ask(sql, [*limits(), list(session_keys)]))  # type: ignore[arg-type]


async def ask(connection: Connection, sql: str, parameters: list[object], *, person: str) -> list[Row]:
    if not person:
        return await (await connection.execute(sql, parameters)).fetchall()
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.person', %s, true)", [person])
        return await (await connection.execute(sql, parameters)).fetchall()


def array(ids: Collection[str]) -> str:
    """PostgreSQL's own way to write an array: ten times cheaper than a list for the driver."""
    return "{" + ",".join(ids) + "}"
