import pytest
from django.test import Client, override_settings

from dayroom.kernel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("dayroom.web.tests.urls")]
HERE = "/components"


def test_a_member_chooses_dark_and_every_page_is_dark(cast) -> None:
    member = cast.client("member")
    assert b'data-theme="dark"' not in member.get(HERE).content, "need a light page for this test to mean anything"
    assert member.post("/look", {"theme": "dark", "next": HERE}).headers["Location"] == HERE
    assert b'data-theme="dark"' in member.get(HERE).content
    with cast.as_("member"):
        assert Person.objects.get(id=cast.member.id).theme == "dark"


def test_a_stranger_keeps_the_choice_in_a_cookie() -> None:
    stranger = Client()
    stranger.post("/look", {"text": "larger"})
    assert b'data-text="larger"' in stranger.get(HERE).content


def test_a_choice_that_does_not_exist_changes_nothing(cast) -> None:
    member = cast.client("member")
    response = member.post("/look", {"theme": "sepia"})
    assert response.status_code == 400
    assert "There is no such choice." in response.text
    assert "theme" not in response.cookies


def test_the_answer_never_leads_to_another_site() -> None:
    for lure in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert Client().post("/look", {"theme": "dark", "next": lure}).headers["Location"] == "/"


def test_a_swap_gets_nothing_to_swap() -> None:
    assert Client().post("/look", {"theme": "dark"}, headers={"HX-Request": "true"}).status_code == 204


def test_a_look_is_not_changed_by_reading() -> None:
    assert Client().get("/look").status_code == 405


def test_the_language_is_the_account_then_the_cookie_then_the_browser(cast) -> None:
    stranger = Client()
    italian = {"Accept-Language": "it"}
    assert b'lang="it"' in stranger.get(HERE, headers=italian).content
    stranger.post("/look", {"language": "en"})
    assert b'<html lang="en"' in stranger.get(HERE, headers=italian).content
    member = cast.client("member")
    member.post("/look", {"language": "it"})
    assert b'<html lang="it"' in member.get(HERE).content


@override_settings(LANGUAGES=[("en", "English"), ("ar", "Arabic")])
def test_a_page_in_arabic_runs_from_the_right() -> None:
    assert b'<html lang="ar" dir="rtl"' in Client().get(HERE, headers={"Accept-Language": "ar"}).content


def test_counts_are_for_people_with_an_account(cast) -> None:
    assert set(cast.client("member").get("/counts").json()) == {"needs", "messages", "rooms"}
    assert Client().get("/counts").status_code in (302, 401)
