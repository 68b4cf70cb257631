"""What raw SQL as the application role shows, whoever forgot a filter above it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_stranger_sees_nothing_private(cast: Cast) -> None:
    for room in cast.rooms:
        writer = (
            "clinician"
            if room in ("circle", "professional", "conversation", "commons")
            else "patient"
            if room == "side"
            else "company"
            if room == "channel"
            else "host"
        )
        cast.say(writer, room)
    public = [(cast.rooms["commons"].id,)]
    assert cast.sees(None, "SELECT DISTINCT room_id FROM rooms_entry") == public
    assert cast.sees(None, "SELECT id FROM rooms_room") == public
    for table in (
        "rooms_membership",
        "rooms_authorship",
        "notices_notice",
        "audit_event",
        "rooms_ask",
        "rooms_reaction",
    ):
        assert cast.sees(None, f"SELECT 1 FROM {table}") == []


def test_members_see_their_rooms_and_nobody_elses(cast: Cast) -> None:
    said = cast.say("host", "community")
    assert cast.sees("member", "SELECT id FROM rooms_entry") == [(said.id,)]
    assert cast.sees("outsider", "SELECT id FROM rooms_entry") == []


def test_a_side_room_leaves_no_trace_for_others_of_the_circle(cast: Cast) -> None:
    cast.say("patient", "side")
    side = cast.rooms["side"].id
    assert cast.sees("carer", "SELECT count(*) FROM rooms_entry WHERE room_id = %s", [side]) == [(1,)]
    for table, column in (
        ("rooms_room", "id"),
        ("rooms_entry", "room_id"),
        ("rooms_membership", "room_id"),
        ("rooms_byline", "room_id"),
    ):
        assert cast.sees("clinician", f"SELECT 1 FROM {table} WHERE {column} = %s", [side]) == []


def test_nobody_reads_who_stands_behind_a_pen_name(cast: Cast) -> None:
    cast.say("member", "community")
    assert cast.sees("observer", "SELECT 1 FROM rooms_authorship") == []
    assert cast.sees("observer", "SELECT person_id FROM rooms_byline WHERE name = 'Rowan'") == [(None,)]
    assert cast.sees("observer", "SELECT 1 FROM rooms_membership WHERE person_id <> wall_me()") == []
    assert cast.sees(
        "observer", "SELECT person_id FROM room_people(%s) WHERE name = 'Rowan'", [cast.rooms["community"].id]
    ) == [(None,)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO rooms_membership (person_id, room_id, role) VALUES (wall_me(), %(room)s, 'member')",
        "INSERT INTO rooms_membership (person_id, room_id, role) VALUES (wall_me(), %(room)s, 'host')",
        "SELECT unmet_gates(wall_me(), %(room)s)",
        "SELECT end_unmet(NULL, %(room)s)",
        "INSERT INTO my_rooms VALUES (%(room)s, 'host')",
        "UPDATE my_rooms SET role = 'host'",
        "DELETE FROM audit_event WHERE room_id = %(room)s",
        "UPDATE audit_event SET verb = 'x' WHERE room_id = %(room)s",
        "SELECT * FROM audit_link WHERE %(room)s IS NOT NULL",
        "ALTER TABLE rooms_entry DISABLE ROW LEVEL SECURITY; SELECT %(room)s",
    ],
)
def test_the_application_role_cannot_climb(cast: Cast, statement: str) -> None:
    room = cast.rooms["circle"]
    with cast.as_("outsider"), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement.replace("%(room)s", f"'{room.id}'::uuid"))


def test_every_table_with_a_room_stands_behind_the_forced_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, (SELECT count(*) FROM pg_policy p WHERE
            p.polrelid = c.oid) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'room_id'
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""
        )
        tables = cursor.fetchall()
    assert len(tables) >= 9
    assert [name for name, forced, policies in tables if not forced or policies < 2] == []
