import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from dayroom.features.account.tests.conftest import PASSWORD, code_of_last_letter
from dayroom.kernel.people.models import Person, Session
from tests.cast import Cast

NEW = "eight calm red horses"


def client_of(person: Person) -> Client:
    client = Client()
    assert client.post("/sign-in", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/you/").status_code == 200


def others_on_page(client: Client) -> list[str]:
    return re.findall(r'formaction="(/you/windows/\w+/end)"', client.get("/you/security").text)


def test_one_other_window_can_be_ended(member: Person) -> None:
    here, there = client_of(member), client_of(member)
    (address,) = others_on_page(here)
    assert here.post(address).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_other_windows_can_be_ended(member: Person) -> None:
    here, there, elsewhere = client_of(member), client_of(member), client_of(member)
    assert here.post("/you/windows/end-others").status_code == 302
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_nobody_ends_the_window_of_somebody_else(cast: Cast, member: Person) -> None:
    client_of(member)
    (address,) = others_on_page(client_of(member))
    assert cast.client("carer").post(address).status_code == 404
    assert Session.objects.filter(person=member).count() == 2


def test_the_page_does_not_give_the_keys_of_windows_away(member: Person) -> None:
    here = client_of(member)
    client_of(member)
    text = here.get("/you/security").text
    assert not [key for key in Session.objects.values_list("session_key", flat=True) if key in text]


def test_a_new_password_ends_every_other_window(member: Person) -> None:
    here, there = client_of(member), client_of(member)
    assert here.post("/you/password", {"oldpassword": "wrong wrong", "password1": NEW}).status_code == 422
    assert is_in(there)
    assert here.post("/you/password", {"oldpassword": PASSWORD, "password1": NEW}).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_reset_password_ends_all_windows_and_opens_none(member: Person) -> None:
    there, client = client_of(member), Client()
    client.post("/sign-in/password", {"email": member.email})
    assert client.post("/sign-in/password/code", {"code": code_of_last_letter()}).status_code == 302
    assert client.post("/sign-in/password/new", {"password1": "short"}).status_code == 422
    assert client.post("/sign-in/password/new", {"password1": NEW})["Location"] == "/sign-in/password/done"
    assert (is_in(client), is_in(there)) == (False, False)
    assert Client().post("/sign-in", {"login": member.email, "password": NEW}).status_code == 302


def test_an_idle_window_and_an_old_one_are_strangers_everywhere(member: Person) -> None:
    """Also for allauth's pages: otherwise the page to sign in would send a stranger home, and home back again."""
    for change in (
        {"seen_at": timezone.now() - timedelta(hours=13)},
        {"created_at": timezone.now() - timedelta(days=15)},
    ):
        client = client_of(member)
        Session.objects.filter(person=member).update(**change)
        assert not is_in(client)
        assert client.get("/sign-in").status_code == 200
        Session.objects.all().delete()


def test_learning_something_later_does_not_make_a_window_younger(member: Person) -> None:
    client = client_of(member)
    yesterday = timezone.now() - timedelta(days=13)
    Session.objects.filter(person=member).update(created_at=yesterday)
    client.post("/you/again", {"password": PASSWORD})
    assert Session.objects.get(person=member).created_at == yesterday


def test_a_new_address_needs_the_password_and_a_code_sent_there(member: Person) -> None:
    client = client_of(member)
    assert client.post("/you/email", {"email": "new@example.org", "action_add": "1"})["Location"].startswith(
        "/you/again"
    )
    resumed = client.post("/you/again?next=/you/email", {"password": PASSWORD})
    assert resumed["Location"] == "/sign-up/confirm", "what was asked before goes on by itself"
    member.refresh_from_db()
    assert member.email == "member@example.org"
    client.post("/sign-up/confirm", {"code": code_of_last_letter()})
    member.refresh_from_db()
    assert member.email == "new@example.org"


def test_whoever_came_by_a_code_long_ago_comes_in_again_before_changing_how(cast: Cast) -> None:
    client = cast.client("outsider")
    assert client.get("/you/password/first").status_code == 200
    Session.objects.filter(person=cast.outsider).update(created_at=timezone.now() - timedelta(hours=1))
    answer = client.get("/you/password/first")
    assert (answer.status_code, "come in again with a code" in answer.text) == (403, True)
