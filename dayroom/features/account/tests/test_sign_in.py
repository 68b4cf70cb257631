import pytest
from django.core import mail
from django.test import Client

from dayroom.features.account.tests.conftest import PASSWORD, code_of_last_letter
from dayroom.kernel.people.models import Person, Session
from tests.cast import Cast

ANDROID = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"}


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", {"login": email, "password": password, **more}, headers=ANDROID)


def events(cast: Cast, who: str | None, verb: str) -> list[tuple[object, ...]]:
    sql = "SELECT outcome, actor_id, facts::text FROM audit_event WHERE verb = %s ORDER BY id"
    return cast.sees(who, sql, [verb])


def test_the_right_password_opens_a_window_in_ones_own_name(cast: Cast, member: Person) -> None:
    client = Client()
    answer = sign_in(client, "member@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = client.get("/you/")
    assert (page.status_code, "Marek Member" in page.text) == (200, True)
    row = Session.objects.get(person=member)
    assert (row.agent, row.strong) == ("Firefox, Android", False)
    assert [(event[0], event[1]) for event in events(cast, "member", "session.begin")] == [("done", member.id)]


def test_after_signing_in_one_lands_where_one_wanted_to_go(member: Person) -> None:
    client = Client()
    asked = client.get("/you/profile")
    assert asked["Location"] == "/sign-in?next=/you/profile"
    assert sign_in(client, "member@example.org", next="/you/profile")["Location"] == "/you/profile"


@pytest.mark.parametrize("lure", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(member: Person, lure: str) -> None:
    assert sign_in(Client(), "member@example.org", next=lure)["Location"] == "/"


def test_a_wrong_password_says_so_in_one_sentence_and_leaves_a_line_without_the_address(
    cast: Cast, member: Person
) -> None:
    answer = sign_in(Client(), "member@example.org", "not my password at all")
    assert (answer.status_code, "The email or the password is not right." in answer.text) == (422, True)
    assert 'value="member@example.org"' in answer.text, "an error never clears a field"
    (line,) = events(cast, "member", "session.begin")
    assert (line[0], line[1]) == ("failed", None)
    assert "member@" not in str(line)


def test_a_code_by_mail_opens_a_window(cast: Cast) -> None:
    """Also for somebody brought in from a list, who was never here before."""
    client = Client()
    assert client.post("/sign-in/code", {"email": "outsider@example.org"})["Location"] == "/sign-in/code/confirm"
    assert client.post("/sign-in/code/confirm", {"code": "WRONG1"}).status_code == 422
    answer = client.post("/sign-in/code/confirm", {"code": code_of_last_letter().lower()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/you/").status_code == 200
    assert len(mail.outbox) == 1


def test_three_wrong_codes_end_the_try_and_the_next_page_says_so(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in/code", {"email": "outsider@example.org"})
    code = code_of_last_letter()
    answers = [client.post("/sign-in/code/confirm", {"code": "WRONG1"}, follow=True) for _ in range(3)]
    assert "That was tried too often" in answers[-1].text
    client.post("/sign-in/code/confirm", {"code": code})
    assert client.get("/you/").status_code == 302, "the right code comes too late"


def test_too_many_wrong_passwords_make_everybody_wait(member: Person) -> None:
    client = Client()
    for _ in range(5):
        assert sign_in(client, "member@example.org", "wrong wrong wrong wrong").status_code == 422
    late = sign_in(client, "member@example.org")
    assert (late.status_code, late["Retry-After"]) == (429, "300")
    assert "That was tried too often" in late.text
    assert sign_in(Client(REMOTE_ADDR="10.9.8.7"), "member@example.org").status_code == 429, "the account waits"
    assert sign_in(client, "carer@example.org", "wrong wrong wrong wrong").status_code == 422, "others do not"


def test_one_address_cannot_try_all_accounts(cast: Cast) -> None:
    client = Client()
    statuses = [sign_in(client, f"nobody{number}@example.org", "wrong wrong wrong").status_code for number in range(12)]
    assert (statuses[0], statuses[-1]) == (422, 429)


def test_a_suspended_person_is_out_at_once_and_stays_out(cast: Cast, member: Person, officer: Person) -> None:
    client = Client()
    sign_in(client, "member@example.org")
    with cast.as_("officer"):
        member.suspend(by=officer, reason="test")
    assert client.get("/you/").status_code == 302
    assert sign_in(client, "member@example.org")["Location"] == "/sign-in/closed"
    assert client.get("/sign-in/closed").status_code == 403
    assert client.get("/you/").status_code == 302


def test_signing_out_ends_the_window_and_clears_the_browser(cast: Cast, member: Person) -> None:
    client = Client()
    sign_in(client, "member@example.org")
    assert client.get("/sign-out").status_code == 200
    assert client.get("/you/").status_code == 200, "looking at the page does nothing"
    answer = client.post("/sign-out")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/sign-in", '"cache", "storage"')
    assert client.get("/you/").status_code == 302
    assert not Session.objects.filter(person=member).exists()
    assert [event[0] for event in events(cast, "member", "session.end")] == ["done"]


def test_nobody_is_an_invented_person_outside_the_demonstration(cast: Cast) -> None:
    assert Client().post(f"/sign-in/as/{cast.member.id}").status_code == 404
    assert "invented people" not in Client().get("/sign-in").text


def test_our_own_pages_never_touch_djangos_session(cast: Cast, django_assert_max_num_queries) -> None:
    client = cast.client("member")
    with django_assert_max_num_queries(20) as seen:
        client.get("/you/profile")
    assert not [query["sql"] for query in seen.captured_queries if "session_data" in query["sql"]]
