import pytest

from dayroom.kernel.rooms.models import Membership
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def panel(cast: Cast, who: str | None, room: str, name: str) -> tuple[int, str]:
    response = cast.client(who).get(f"/rooms/{cast.rooms[room].id}/{name}", headers={"HX-Request": "true"})
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("room", ["community", "circle", "professional", "channel", "commons", "side", "conversation"])
@pytest.mark.parametrize("name", ["who", "me"])
def test_everybody_in_a_room_can_open_both_panels(cast: Cast, room: str, name: str) -> None:
    for membership in Membership.objects.none():
        raise AssertionError(membership)
    host = {"community": "host", "circle": "patient", "side": "patient", "professional": "clinician"}.get(room)
    who = host or {"channel": "company", "commons": "colleague", "conversation": "carer"}[room]
    status, words = panel(cast, who, room, name)
    assert status == 200
    assert "<html" not in words
    assert cast.client(who).get(f"/rooms/{cast.rooms[room].id}/{name}").status_code == 200


def test_an_outsider_gets_the_same_404_as_for_no_room(cast: Cast) -> None:
    assert panel(cast, "outsider", "community", "who")[0] == 404


def test_the_five_steps_are_all_there(cast: Cast) -> None:
    words = panel(cast, "member", "community", "who")[1]
    steps = [
        "3 people are in this room",
        "Rowan",
        "How they got in",
        "Companies cannot",
        "Search engines",
        "run this site",
        "go wrong",
    ]
    places = [words.index(step) for step in steps]
    assert places == sorted(places)


def test_a_pen_name_hides_the_person_and_their_id(cast: Cast) -> None:
    words = panel(cast, "observer", "community", "who")[1]
    assert "Rowan" in words
    assert "Marek Member" not in words
    assert str(cast.member.id) not in words


def test_a_sealed_room_lists_only_those_who_look_after_it(cast: Cast) -> None:
    words = panel(cast, "clinician", "professional", "who")[1]
    assert "Dr Clara Clinician" in words
    assert "Dr Kofi Colleague" not in words


def test_a_stranger_in_a_public_room_is_told_that_anyone_reads(cast: Cast) -> None:
    assert "Anyone can read this" in panel(cast, None, "commons", "who")[1]
    assert "You have no account" in panel(cast, None, "commons", "me")[1]


def test_a_channel_says_that_its_company_reads(cast: Cast) -> None:
    assert "Aldane Pharma (invented) reads everything here." in panel(cast, "member", "channel", "who")[1]


def test_me_says_who_i_am_and_who_could_find_out(cast: Cast) -> None:
    words = panel(cast, "member", "community", "me")[1]
    assert "Rowan" in words
    assert "Two people who run this site" in words


def test_what_reaches_me_is_changed(cast: Cast) -> None:
    response = cast.client("member").post(f"/rooms/{cast.rooms['community'].id}/notify", {"level": "nothing"})
    assert response.status_code == 302
    with cast.as_("member"):
        assert cast.membership("member", "community").notify == "nothing"


def test_an_unknown_level_changes_nothing(cast: Cast) -> None:
    response = cast.client("member").post(f"/rooms/{cast.rooms['community'].id}/notify", {"level": "loud"})
    assert response.status_code == 422
    with cast.as_("member"):
        assert cast.membership("member", "community").notify == "replies"
