from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dayroom.kernel.rooms.models.admission import walk_in
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


def test_one_s_own_words_are_not_new_to_oneself(cast: Cast) -> None:
    cast.say("member", "community", "Mine.", title="My own question")
    page = cast.client("member").get("/").content.decode()
    assert "My own question" not in page
    assert "Nothing new happened in your rooms." in page
    assert "My own question" in cast.client("host").get("/").content.decode()


def test_replies_to_me_are_told_by_their_number(cast: Cast) -> None:
    asked = cast.say("member", "community", "What helps?", title="Falls at night")
    for text in ("A bottle.", "A lamp."):
        cast.say("host", "community", text, parent=asked)
    page = cast.client("member").get("/").content.decode()
    assert "2 new replies to you" in page
    assert "Falls at night" in page


def test_the_part_of_a_circle_stands_under_the_circle_for_those_in_it(cast: Cast) -> None:
    cast.say("patient", "side", "Only for you.")
    page = cast.client("carer").get("/").content.decode()
    assert "Only for you." in page
    assert "only 2 people see this" in page
    assert "The side room" not in page
    assert 'data-count="room-' in page
    for who in ("clinician", "outsider"):
        assert "Only for you." not in cast.client(who).get("/").content.decode()


def test_what_is_new_in_a_part_changes_nothing_for_others(cast: Cast) -> None:
    before = cast.client("clinician").get("/counts").json()
    cast.say("patient", "side", "Only for you.")
    assert cast.client("clinician").get("/counts").json() == before


def test_read_words_are_not_new(cast: Cast) -> None:
    said = cast.say("host", "community", "Read by now.", title="An old one")
    with cast.as_("member"):
        cast.membership("member", "community").see_up_to(said.id)
    assert "An old one" not in cast.client("member").get("/").content.decode()


def test_what_was_said_before_one_came_in_is_not_new(cast: Cast) -> None:
    cast.say("clinician", "commons", "Said long before.", title="Before you came")
    with cast.as_("outsider"):
        walk_in(cast.rooms["commons"], person=cast.outsider, hat=cast.outsider.hats.first())
    page = cast.client("outsider").get("/").content.decode()
    assert "Before you came" not in page


def test_folded_and_withdrawn_words_do_not_show(cast: Cast) -> None:
    cast.say("host", "community", "A broken hip.", title="", about="a fall")
    gone = cast.say("host", "community", "Taken back.", title="Taken back")
    with cast.as_("host"):
        gone.withdraw(cast.membership("host", "community"))
    page = cast.client("member").get("/").content.decode()
    assert "About a fall" in page
    assert "A broken hip" not in page
    assert "Taken back" not in page


def test_company_people_are_named_as_such(cast: Cast) -> None:
    cast.say("company", "channel", "A film.", title="My first month")
    page = cast.client("member").get("/").content.decode()
    assert "who works for Aldane Pharma (invented)" in page
    assert "Aldane Pharma (invented) runs this channel" in page


def test_home_costs_the_same_number_of_statements_with_more_in_it(
    cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = cast.client("member")
    client.get("/")
    for room, who in (("community", "host"), ("channel", "company")):
        for number in range(5):
            cast.say(who, room, "Words.", title=f"Number {number}")
    # The transaction (two), the loader, the rooms, the lines, the notices.
    with django_assert_num_queries(6):
        page = client.get("/").content.decode()
    assert "Number 4" in page
