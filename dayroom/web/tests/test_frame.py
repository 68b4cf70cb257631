import pytest
from django.test import Client

from dayroom.web.lintel import room_lintel

pytestmark = [pytest.mark.django_db, pytest.mark.urls("dayroom.web.tests.urls")]


def test_what_does_not_exist_is_the_same_page_for_everybody(cast) -> None:
    stranger = Client().get("/rooms/00000000-0000-7000-8000-000000000000/nothing")
    member = cast.client("member").get("/not/even/an/address")
    assert stranger.status_code == member.status_code == 404
    assert stranger.content == member.content
    assert b"/not/even" not in member.content


def test_a_page_without_its_token_is_refused_in_plain_words(cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/look", {"theme": "dark"})
    assert response.status_code == 403
    assert "Go back, load it again" in response.text


def test_the_rail_names_my_rooms_and_the_places(cast) -> None:
    shown = cast.client("member").get("/components").text
    assert cast.rooms["community"].title in shown
    for address in ('href="/rooms/"', 'href="/messages/"', 'href="/you/"'):
        assert shown.count(address) == 2, "once in the rail, once in the bar"


def test_a_stranger_sees_no_rail_and_a_way_in() -> None:
    shown = Client().get("/components").text
    assert "Sign in" in shown
    assert "My rooms" not in shown
    assert "data-live" not in shown


def test_the_token_and_the_person_are_in_the_page_once(cast) -> None:
    shown = cast.client("member").get("/components").text
    assert shown.count("hx-headers:inherited") == 1
    assert f'data-me="{cast.member.id}"' in shown


def test_the_lintel_says_where_who_and_as_whom(cast) -> None:
    with cast.as_("member"):
        over = room_lintel(cast.membership("member", "community"))
    assert over.title == cast.rooms["community"].title
    assert over.data_room == "community"
    assert "see this" in str(over.who_label)
    assert str(over.me_label).endswith("(pen name)")
    assert over.sponsor == ""


def test_a_channel_says_on_every_page_who_pays(cast) -> None:
    with cast.as_("company"):
        over = room_lintel(cast.membership("company", "channel"))
    assert str(over.sponsor).startswith(cast.rooms["channel"].organisation.name)


def test_a_circle_shows_real_names(cast) -> None:
    with cast.as_("patient"):
        over = room_lintel(cast.membership("patient", "circle"))
    assert over.data_room == "care"
    assert over.me_label == cast.patient.name
