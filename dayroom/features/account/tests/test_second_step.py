import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from dayroom.features.account.tests.conftest import PASSWORD, code_of_last_letter
from dayroom.kernel.people.models import Person, Session
from tests.cast import Cast


def code_of_app(secret: str) -> str:
    """What an app shows now, computed from the key on the page."""
    cache.clear()
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def client_of(person: Person, *, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/sign-in", {"login": person.email, "password": password})
    return client


def set_up_app(client: Client, *, password: str = PASSWORD) -> tuple[str, list[str]]:
    """The key of the app, and the recovery codes that are shown once."""
    client.post("/you/again?next=/you/app", {"password": password})
    page = client.get("/you/app")
    secret = re.search(r'class="key"[^>]*>(\w+)<', page.text).group(1)  # type: ignore[union-attr]
    assert client.post("/you/app", {"code": code_of_app(secret)})["Location"] == "/you/recovery"
    codes = re.findall(r"<code>(\d{4}) (\d{4})</code>", client.get("/you/recovery").text)
    return secret, ["".join(code) for code in codes]


def test_setting_up_an_app_asks_once_more_who_one_is(member: Person) -> None:
    client = client_of(member)
    assert client.get("/you/app")["Location"] == "/you/again?next=%2Fyou%2Fapp"
    assert client.post("/you/again?next=/you/app", {"password": "wrong wrong wrong"}).status_code == 422
    assert client.get("/you/app").status_code == 302
    assert client.post("/you/again?next=/you/app", {"password": PASSWORD})["Location"] == "/you/app"
    page = client.get("/you/app")
    assert (page.status_code, "<svg" in page.text, "style=" in page.text) == (200, True, False)
    assert client.post("/you/app", {"code": "000000"}).status_code == 422


def test_with_an_app_the_password_alone_opens_nothing(cast: Cast, member: Person) -> None:
    secret, _codes = set_up_app(client_of(member))
    client = Client()
    answer = client.post("/sign-in", {"login": member.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second-step"
    assert client.get("/you/").status_code == 302
    assert client.post("/sign-in/second-step", {"code": "000000"}).status_code == 422
    assert client.get("/you/").status_code == 302
    assert client.post("/sign-in/second-step", {"code": code_of_app(secret)})["Location"] == "/"
    assert client.get("/you/").status_code == 200
    assert Session.objects.filter(person=member, strong=True).count() == 2
    verbs = {row[0] for row in cast.sees("member", "SELECT verb FROM audit_event WHERE subject_id = %s", [member.id])}
    assert {"second_step.add", "session.second_step", "session.begin"} <= verbs


def test_a_code_of_the_app_works_once(member: Person) -> None:
    secret, _codes = set_up_app(client_of(member))
    code = code_of_app(secret)
    first, second = client_of(member), client_of(member)
    assert first.post("/sign-in/second-step", {"code": code}).status_code == 302
    assert second.post("/sign-in/second-step", {"code": code}).status_code == 422


def test_neither_a_mailed_code_nor_a_new_password_goes_round_the_second_step(member: Person) -> None:
    """R67: e-mail alone is no way back in."""
    set_up_app(client_of(member))
    by_mail = Client()
    by_mail.post("/sign-in/code", {"email": member.email})
    answer = by_mail.post("/sign-in/code/confirm", {"code": code_of_last_letter()})
    assert answer["Location"] == "/sign-in/second-step"
    reset = Client()
    reset.post("/sign-in/password", {"email": member.email})
    reset.post("/sign-in/password/code", {"code": code_of_last_letter()})
    reset.post("/sign-in/password/new", {"password1": "eight calm red horses"})
    assert reset.get("/you/").status_code == 302
    again = client_of(member, password="eight calm red horses")
    assert again.get("/sign-in/second-step").status_code == 200
    assert again.get("/you/").status_code == 302


def test_recovery_codes_are_shown_once_and_work_once(member: Person) -> None:
    client = client_of(member)
    _secret, codes = set_up_app(client)
    assert len(codes) == 10
    assert codes[0] not in client.get("/you/recovery").text
    lost = client_of(member)
    assert lost.post("/sign-in/second-step", {"code": codes[0]})["Location"] == "/"
    assert client_of(member).post("/sign-in/second-step", {"code": codes[0]}).status_code == 422


def test_secrets_are_kept_encrypted(member: Person) -> None:
    secret, codes = set_up_app(client_of(member))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0] not in kept


def test_the_second_step_can_be_tried_five_times(member: Person) -> None:
    set_up_app(client_of(member))
    cache.clear()
    client = client_of(member)
    statuses = [client.post("/sign-in/second-step", {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_an_officer_without_a_second_step_is_sent_to_set_one_up(officer: Person) -> None:
    client = client_of(officer)
    assert client.get("/you/")["Location"] == "/you/security/needed"
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/you/security/needed"
    assert "two steps" in client.get("/you/security/needed").text
    set_up_app(client)
    assert client.get("/you/").status_code == 200, "the second step has just been shown"


def test_whoever_looks_after_rooms_needs_a_second_step_too(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.host)
    assert client.get("/you/")["Location"] == "/you/security/needed"
    plain = Client()
    plain.force_login(cast.member)
    assert plain.get("/you/").status_code == 200


def test_an_officer_keeps_the_last_second_step(officer: Person) -> None:
    client = client_of(officer)
    set_up_app(client)
    assert client.post("/you/app/remove").status_code == 422
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_a_short_password_is_fine_only_beside_a_second_step_which_then_stays(member: Person) -> None:
    client = client_of(member)
    short = {"oldpassword": PASSWORD, "password1": "tin fish"}
    assert client.post("/you/password", short).status_code == 422
    set_up_app(client)
    assert client.post("/you/password", short).status_code == 302
    assert client.post("/you/app/remove").status_code == 422
    long = {"oldpassword": "tin fish", "password1": "eight calm red horses"}
    assert client.post("/you/password", long).status_code == 302
    assert client.post("/you/app/remove").status_code == 302
    assert not Authenticator.objects.filter(user=member).exists()


@pytest.mark.usefixtures("member")
def test_a_change_of_steps_is_told_by_mail_without_saying_more(
    member: Person, django_capture_on_commit_callbacks
) -> None:
    client = client_of(member)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert {letter.subject for letter in mail.outbox} == {"How you sign in to Northmere has changed"}
