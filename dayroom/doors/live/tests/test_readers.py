"""The one function that looks for many people at once says exactly what the wall says for each."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from dayroom.kernel.rooms.models import Room
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WRITERS = {
    "community": "member", "circle": "clinician", "professional": "colleague", "channel": "company",
    "commons": "clinician", "side": "patient", "conversation": "carer",
}  # fmt: skip


def readers(cast: Cast, room: UUID, entry: UUID | None, people: list[UUID]) -> set[object]:
    rows = cast.sees(None, "SELECT live_readers(%s, %s, %s::uuid[])", [room, entry, people])
    return {row[0] for row in rows}


@pytest.mark.parametrize("posting", ["members", "reviewed"])
def test_it_says_what_the_wall_says(cast: Cast, posting: str) -> None:
    everybody = [person.id for person in cast.people.values()]
    states = set()
    for key, writer in WRITERS.items():
        with cast.as_(next(who for who in cast.people if cast.sees(who, HOSTS, [cast.rooms[key].id]))):
            assert Room.objects.filter(id=cast.rooms[key].id).update(posting=posting) == 1
        said = cast.say(writer, key)
        states.add(said.state)
        members = {person.id for who, person in cast.people.items() if cast.sees(who, IN, [said.room_id])}
        seeing = {person.id for who, person in cast.people.items() if cast.sees(who, SEEN, [said.id])}
        assert readers(cast, said.room_id, said.id, everybody) == seeing & members
        assert readers(cast, said.room_id, None, everybody) == members
        other = next(room for name, room in cast.rooms.items() if name != key)
        assert readers(cast, other.id, said.id, everybody) == set()
    assert ("held" in states) == (posting == "reviewed"), "held words are half of what this test is for"


HOSTS = "SELECT 1 FROM my_rooms WHERE room_id = %s AND role = 'host'"
IN = "SELECT 1 FROM my_rooms WHERE room_id = %s"
SEEN = "SELECT 1 FROM rooms_entry WHERE id = %s"


def test_it_answers_only_with_those_it_was_asked_about(cast: Cast) -> None:
    said = cast.say("host", "community")
    asked = [cast.member.id, cast.outsider.id]
    assert readers(cast, said.room_id, said.id, asked) == {cast.member.id}


def test_a_page_of_somebody_gets_no_answer(cast: Cast) -> None:
    said = cast.say("host", "community")
    assert cast.sees("host", "SELECT live_readers(%s, %s, %s::uuid[])", [said.room_id, said.id, [cast.member.id]]) == []


def test_the_view_of_everybodys_memberships_is_closed_to_the_application(cast: Cast) -> None:
    with cast.as_("host"), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("SELECT * FROM live_memberships")
