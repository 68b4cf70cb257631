import pytest

from dayroom.kernel.people.models import Hat
from dayroom.kernel.rooms.models import Ask, Membership
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast: Cast) -> Ask:
    with cast.as_("outsider"):
        hat = Hat.objects.get(person=cast.outsider)
        return Ask.make(cast.rooms["community"], person=cast.outsider, hat=hat, pen_name="Birch", message="Hello.")


def answer(cast: Cast, who: str, ask: Ask, verb: str, **sent: str) -> int:
    return cast.client(who).post(f"/rooms/{ask.room_id}/asks/{ask.id}/{verb}", sent).status_code


def state_of(ask: Ask) -> str:
    with as_owner("demonstrate"):
        return str(Ask.objects.get(id=ask.id).state)


def test_the_host_sees_the_pen_name_and_not_the_person(cast: Cast, ask: Ask) -> None:
    page = cast.client("host").get(f"/rooms/{ask.room_id}/asks").content.decode()
    assert "Birch" in page
    assert "Otto Outsider" not in page


def test_only_those_who_look_after_the_room_see_who_waits(cast: Cast, ask: Ask) -> None:
    assert cast.client("member").get(f"/rooms/{ask.room_id}/asks").status_code == 403
    assert cast.client("outsider").get(f"/rooms/{ask.room_id}/asks").status_code == 404


@pytest.mark.parametrize("who", ["host", "member"])
def test_a_host_or_a_moderator_lets_somebody_in(cast: Cast, ask: Ask, who: str) -> None:
    if who == "member":
        with as_owner("demonstrate"):
            Membership.objects.filter(person=cast.member, room=ask.room_id).update(role="moderator")
    assert answer(cast, who, ask, "let-in") == 302
    assert cast.sees("outsider", "SELECT role FROM my_rooms WHERE room_id = %s", [ask.room_id]) == [("member",)]


def test_saying_no_needs_a_reason(cast: Cast, ask: Ask) -> None:
    assert answer(cast, "host", ask, "turn-down") == 422
    assert state_of(ask) == "waiting"
    assert answer(cast, "host", ask, "turn-down", **{f"{ask.id}-reason": "Try the carers’ room."}) == 302
    assert state_of(ask) == "turned_down"


def test_a_member_cannot_answer(cast: Cast, ask: Ask) -> None:
    assert answer(cast, "member", ask, "let-in") == 403
    assert state_of(ask) == "waiting"


def test_an_answered_question_is_gone(cast: Cast, ask: Ask) -> None:
    answer(cast, "host", ask, "let-in")
    assert answer(cast, "host", ask, "let-in") == 404


def test_a_question_of_another_room_is_not_there(cast: Cast, ask: Ask) -> None:
    response = cast.client("patient").post(f"/rooms/{cast.rooms['circle'].id}/asks/{ask.id}/let-in")
    assert response.status_code == 404
