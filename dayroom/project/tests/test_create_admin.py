import io

import pytest
from django.core.management import CommandError, call_command

from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

GOOD = "seven slow trams to the sea"


def create(monkeypatch: pytest.MonkeyPatch, email: str, *, password: str = GOOD, **options: str) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_admin", email, stdout=said, **options)
    return said.getvalue()


def test_a_new_person_becomes_an_officer_who_can_sign_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is an officer" in create(monkeypatch, "Nora@Example.org", name="Nora New")
    with as_owner("overview"):
        nora = Person.objects.get(email="nora@example.org")
        assert nora.officer
        assert nora.check_password(GOOD)
        assert nora.emailaddress_set.get().verified
        assert Event.objects.about(nora.id).get().verb == "person.appoint"


def test_somebody_who_is_here_already_keeps_the_password(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "member@example.org")
    with as_owner("overview"):
        member = Person.objects.get(email="member@example.org")
    assert member.officer
    assert not member.check_password(GOOD)


@pytest.mark.parametrize(
    ("email", "options", "sentence"),
    [
        ("nobody", {"name": "N"}, "not an e-mail address"),
        ("new@example.org", {}, "Add --name"),
        ("new@example.org", {"name": "N", "password": "short"}, "at least"),
    ],
)
def test_a_mistake_makes_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, email: str, options: dict[str, str], sentence: str
) -> None:
    with as_owner("overview"):
        before = Person.objects.count()
    with pytest.raises(CommandError, match=sentence):
        create(monkeypatch, email, **options)
    with as_owner("overview"):
        assert Person.objects.count() == before
