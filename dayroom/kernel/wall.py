"""The wall in the database: who a statement is for, and the few named places that may look over it.

Reading and writing happen as the application role, which owns nothing and cannot bypass row-level security; the
policies
ask `app.person`. That setting is always local to a transaction, so no connection goes back to the pool with a name on
it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

APPLICATION_ROLE = "dayroom_app"

# Everything that ever runs as the owner of the tables, and why the application role cannot do it.
OWNER_JOBS = {
    "verify_audit": "recomputes the chain over every room's events",
    "lapse": "ends credentials and memberships whose time has passed, for everybody",
    "bring_in_members": "an administrator's list makes people and invitations before anybody has entered",
    "make_officer": "the first officer cannot be appointed by an officer",
    "demonstrate": "loads the invented network, speaking as many people",
    "bench": "fills a database of its own with invented entries",
    "sweep_files": "removes the bytes of files that were never posted or are erased",
    "session": "sign-in finds the person behind an address before anybody is named",
    "overview": "counts for the site's officers, without content",
}


def take_role(sender: type[BaseDatabaseWrapper], connection: BaseDatabaseWrapper, **_: object) -> None:
    """Jobs, shells and tests log in as the owner and step down at once; web processes log in below the wall already."""
    if settings.DATABASE_ROLE == "owner" and not settings.MIGRATING:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APPLICATION_ROLE}")


def name_person(person_id: UUID | None) -> None:
    """Name the person for the rest of this transaction; None is a stranger."""
    assert connection.in_atomic_block, "a name outlives its request unless it is local to a transaction"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(person_id or "")])


def named_person() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.person', true), '')")
        return str(cursor.fetchone()[0])


@contextmanager
def acting(person_id: UUID | None) -> Iterator[None]:
    """One transaction on behalf of one person, for jobs, commands and tests."""
    with transaction.atomic():
        before = named_person()
        name_person(person_id)
        yield
        name_person(UUID(before) if before else None)


@contextmanager
def as_owner(job: str) -> Iterator[None]:
    """Run as the owner of the tables. Web processes cannot: their login is not a member of that role.

    An error rolls the savepoint back and with it the role.
    """
    assert job in OWNER_JOBS, f"{job} is not in the list of jobs that may run as the owner"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.DATABASE_OWNER)}")
        yield
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(before)}")


def sql(path: Path, *, reverse: str = migrations.RunSQL.noop) -> migrations.RunSQL:
    """A migration step from an SQL file, run whole (function bodies hold semicolons)."""
    return migrations.RunSQL([path.read_text()], reverse)


def wall(
    table: str, *, seen: str, added: str | None = None, changed: str | None = None, gone: str | None = None
) -> str:
    """Forced row-level security for one table: who sees rows, and who may add, change and delete them (None:
    nobody).
    """
    policies = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        f"CREATE POLICY seen ON {table} FOR SELECT TO {APPLICATION_ROLE} USING ({seen})",
    ]
    if added:
        policies.append(f"CREATE POLICY added ON {table} FOR INSERT TO {APPLICATION_ROLE} WITH CHECK ({added})")
    if changed:
        policies.append(f"CREATE POLICY changed ON {table} FOR UPDATE TO {APPLICATION_ROLE} USING ({changed})")
    if gone:
        policies.append(f"CREATE POLICY gone ON {table} FOR DELETE TO {APPLICATION_ROLE} USING ({gone})")
    return ";\n".join(policies) + ";\n"


ME = "wall_me()"
IN_MY_ROOMS = "room_id IN (SELECT room_id FROM my_rooms)"
IN_SEEN_ROOMS = f"({IN_MY_ROOMS} OR room_id IN (SELECT room_id FROM public_rooms))"  # noqa: S608
IN_ROOMS_I_HOST = "room_id IN (SELECT room_id FROM my_rooms WHERE role = 'host')"
