from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_rooms_page_shows_my_rooms_and_doors_i_could_knock_at(cast: Cast) -> None:
    page = cast.client("member").get("/rooms/").content.decode()
    assert "The community room" in page
    assert "The commons room" in page
    assert "The circle room" not in page


def test_words_narrow_the_list_down(cast: Cast) -> None:
    page = cast.client("outsider").get("/rooms/?q=commons").content.decode()
    assert "The commons room" in page
    assert "The community room" not in page


def test_htmx_gets_only_the_list(cast: Cast) -> None:
    part = cast.client("outsider").get("/rooms/?q=commons", headers={"HX-Request": "true"}).content.decode()
    assert "The commons room" in part
    assert "<html" not in part


def test_no_match_says_so(cast: Cast) -> None:
    assert "No room found" in cast.client("outsider").get("/rooms/?q=zzzz").content.decode()


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    assert cast.client(None).get("/rooms/").status_code == 302


def test_the_list_costs_the_same_however_many_rooms_there_are(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = cast.client("outsider")
    client.get("/rooms/")
    with django_assert_max_num_queries(16):
        client.get("/rooms/")
