import pytest

from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Hat
from dayroom.kernel.rooms.models import Ask, Membership, Room
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def door(cast: Cast, who: str | None, room: str, verb: str = "door", **sent: str) -> tuple[int, str]:
    address = f"/rooms/{cast.rooms[room].id}/{verb}"
    client = cast.client(who)
    response = client.get(address) if verb == "door" else client.post(address, sent)
    return response.status_code, response.content.decode()


def hat_of(cast: Cast, who: str) -> str:
    return str(Hat.objects.get(person=cast.people[who]).id)


def is_in(cast: Cast, who: str, room: str) -> bool:
    return bool(cast.sees(who, "SELECT 1 FROM my_rooms WHERE room_id = %s", [cast.rooms[room].id]))


def test_a_listed_door_says_what_the_room_is_and_how_to_come_in(cast: Cast) -> None:
    status, page = door(cast, "outsider", "community")
    assert status == 200
    assert "Ask to come in" in page
    assert "Your pen name in this room" in page


def test_a_door_nobody_may_look_for_is_the_same_404_as_no_room(cast: Cast) -> None:
    closed = cast.client("outsider").get(f"/rooms/{cast.rooms['circle'].id}/door")
    absent = cast.client("outsider").get("/rooms/019a0000-0000-7000-8000-000000000000/door")
    assert closed.status_code == absent.status_code == 404
    assert closed.content == absent.content


def test_a_member_reads_about_the_room_and_is_not_asked_to_come_in(cast: Cast) -> None:
    status, page = door(cast, "member", "community")
    assert status == 200
    assert "Leave this room" in page
    assert "Ask to come in" not in page


def test_a_stranger_reads_a_public_door_and_no_other(cast: Cast) -> None:
    assert door(cast, None, "commons")[0] == 200
    assert door(cast, None, "community")[0] == 404


def test_what_is_missing_is_said_in_words(cast: Cast) -> None:
    status, page = door(cast, "outsider", "professional")
    assert status == 200
    assert "You cannot come in yet" in page
    assert "Your licence was found in the register." in page
    assert "Come in</button>" not in page


def test_walking_in_makes_a_member(cast: Cast) -> None:
    assert not is_in(cast, "outsider", "commons")
    status, _ = door(cast, "outsider", "commons", "enter", hat=hat_of(cast, "outsider"))
    assert status == 302
    assert is_in(cast, "outsider", "commons")


def test_a_stranger_who_walks_in_is_sent_to_sign_in(cast: Cast) -> None:
    assert door(cast, None, "commons", "enter")[0] == 302
    assert Membership.objects.filter(room=cast.rooms["commons"]).count() == 0, "a stranger sees no memberships"


def test_an_unmet_gate_changes_nothing(cast: Cast) -> None:
    status, page = door(cast, "outsider", "professional", "enter", hat=hat_of(cast, "outsider"))
    assert status == 422
    assert "You cannot come in yet" in page
    assert not is_in(cast, "outsider", "professional")


def test_another_persons_hat_is_refused(cast: Cast) -> None:
    assert door(cast, "outsider", "commons", "enter", hat=hat_of(cast, "member"))[0] == 422
    assert not is_in(cast, "outsider", "commons")


def test_asking_is_kept_shown_and_taken_back(cast: Cast) -> None:
    sent = {"hat": hat_of(cast, "outsider"), "pen_name": "Birch", "message": "My sister has it."}
    assert door(cast, "outsider", "community", "ask", **sent)[0] == 302
    assert "You asked to come in." in door(cast, "outsider", "community")[1]
    assert door(cast, "outsider", "community", "ask/back")[0] == 302
    with cast.as_("outsider"):
        assert Ask.objects.get().state == Ask.State.TAKEN_BACK
        assert Event.objects.filter(verb="ask.taken_back", actor_id=cast.outsider.id).exists()


def test_asking_twice_is_one_sentence(cast: Cast) -> None:
    sent = {"hat": hat_of(cast, "outsider"), "pen_name": "Birch"}
    door(cast, "outsider", "community", "ask", **sent)
    status, page = door(cast, "outsider", "community", "ask", **sent)
    assert status == 422
    assert "You asked already" in page


def test_the_real_name_is_not_a_pen_name(cast: Cast) -> None:
    sent = {"hat": hat_of(cast, "outsider"), "pen_name": "otto outsider"}
    status, page = door(cast, "outsider", "community", "ask", **sent)
    assert status == 422
    assert "That is your real name." in page


def test_company_people_come_in_as_that_and_under_their_real_name(cast: Cast) -> None:
    with as_owner("demonstrate"):
        Hat.objects.create(person=cast.company, kind="patient")
    page = door(cast, "company", "commons")[1]
    assert "Works for a company" in page
    assert "Your pen name" not in page
    assert 'value="patient"' not in page


def test_the_door_of_a_community_says_that_companies_stay_outside(cast: Cast) -> None:
    assert "Nobody here works for a company." in door(cast, "company", "community")[1]
    assert "Nobody here works for a company." not in door(cast, "outsider", "community")[1]


def test_an_archived_room_takes_nobody(cast: Cast) -> None:
    with as_owner("demonstrate"):
        Room.objects.filter(id=cast.rooms["commons"].id).update(state="archived")
    assert door(cast, "outsider", "commons", "enter", hat=hat_of(cast, "outsider"))[0] == 422
    assert not is_in(cast, "outsider", "commons")


def test_a_turned_down_person_reads_why(cast: Cast) -> None:
    with cast.as_("outsider"):
        ask = Ask.make(cast.rooms["community"], person=cast.outsider, hat=None, pen_name="Birch")
    with cast.as_("host"):
        Ask.objects.get(id=ask.id).turn_down(by=cast.host, answer="This room is for people who live with it.")
    assert "This room is for people who live with it." in door(cast, "outsider", "community")[1]
    assert "Not let in" in cast.client("outsider").get("/rooms/").content.decode()
