import pytest
from django.core import mail
from django.test import Client

from dayroom.features.account.tests.conftest import code_of_last_letter
from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Invitation
from tests.cast import Cast

NEW = {"name": "Nina Newcomer", "email": "nina@example.org", "password1": "seven quiet ducks"}


@pytest.fixture
def _open(settings) -> None:
    settings.SIGN_UP_OPEN = True


@pytest.mark.usefixtures("_open")
def test_a_newcomer_confirms_the_address_with_a_code_and_is_in(cast: Cast) -> None:
    client = Client()
    assert client.post("/sign-up", NEW)["Location"] == "/sign-up/confirm"
    assert client.get("/you/").status_code == 302, "not before the address is confirmed"
    answer = client.post("/sign-up/confirm", {"code": code_of_last_letter()})
    assert answer.status_code == 302
    assert "Nina Newcomer" in client.get("/you/").text
    nina = Person.objects.get(email="nina@example.org")
    assert (nina.name, nina.language, nina.officer) == ("Nina Newcomer", "en", False)


def test_where_people_come_by_invitation_a_stranger_cannot_sign_up(cast: Cast) -> None:
    assert "by invitation" in Client().get("/sign-up").text
    Client().post("/sign-up", NEW)
    assert not Person.objects.filter(email="nina@example.org").exists()


def test_an_invitation_opens_the_door_and_carries_the_address_over(cast: Cast) -> None:
    with cast.as_("host"):
        _invitation, token = Invitation.make(cast.rooms["community"], by=cast.host, email="nina@example.org")
    door = f"/sign-up?next=/invitations/{token}"
    client = Client()
    assert 'value="nina@example.org"' in client.get(door).text
    assert client.post(door, NEW | {"next": f"/invitations/{token}"}).status_code == 302
    answer = client.post("/sign-up/confirm", {"code": code_of_last_letter()})
    assert answer["Location"] == f"/invitations/{token}"
    assert Client().get("/sign-up?next=/invitations/never-was").text.count("by invitation")


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("fourteen chars", "at least 15 characters"),
        ("passwordpassword", "Many people use this password"),
        ("sunshine 12345678", "Many people use this password"),
        ("123123123123123", "Many people use this password"),
        ("aaaaaaaaaaaaaaaa", "Many people use this password"),
        ("Nina Newcomer 1234", "too easy to guess"),
        ("northmere northmere", "too easy to guess"),
        ("x" + "long " * 60, "at most 256"),
    ],
)
def test_a_password_is_long_not_common_and_not_about_oneself(cast: Cast, password: str, sentence: str) -> None:
    answer = Client().post("/sign-up", NEW | {"password1": password})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not Person.objects.filter(email="nina@example.org").exists()


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    "password",
    [
        "".join(map(str, range(1000, 1032))),
        "ein langer Satz mit Umlauten äöü",
        "aaaaaaaaaaaaaaaa bb",
        "   spaces   count   ",
    ],
)
def test_any_characters_and_any_length_up_to_256_will_do(cast: Cast, password: str) -> None:
    assert Client().post("/sign-up", NEW | {"password1": password}).status_code == 302


@pytest.mark.usefixtures("_open")
def test_a_missing_name_comes_back_with_a_sentence(cast: Cast) -> None:
    answer = Client().post("/sign-up", NEW | {"name": ""})
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert not mail.outbox
