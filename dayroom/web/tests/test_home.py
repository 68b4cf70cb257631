import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_stranger_is_led_to_the_sign_in_page(cast: Cast) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert b"community room" not in answer.content


def test_what_is_new_stands_under_its_room(cast: Cast) -> None:
    cast.say("host", "community", "We meet on *Thursday* at ten.", title="Coffee on Thursday")
    page = cast.client("member").get("/").content.decode()
    assert "The community room" in page
    assert "Coffee on Thursday" in page
    assert "New, by Hanna Host" in page
    assert "That is everything." in page
    assert "The circle room" not in page


def test_a_room_i_am_not_in_is_not_on_my_home(cast: Cast) -> None:
    cast.say("patient", "circle", "Only for the circle.")
    assert "Only for the circle" in cast.client("carer").get("/").content.decode()
    page = cast.client("outsider").get("/").content.decode()
    assert "circle room" not in page
    assert "You are not in a room yet" in page
