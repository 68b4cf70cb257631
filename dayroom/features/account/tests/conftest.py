import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from pytest_django import Settings

from dayroom.kernel.people.models import Person
from tests.cast import Cast

PASSWORD = "four slow green boats"


class FewRounds(PBKDF2PasswordHasher):
    """The same work, less of it: what costs half a second a password costs nothing here."""

    iterations = 1000


@pytest.fixture(autouse=True)
def _few_rounds(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.FewRounds"]


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    """Attempts of one test do not count against the next."""
    cache.clear()


@pytest.fixture
def member(cast: Cast) -> Person:
    """One of the cast with a password and an address that was confirmed."""
    return with_password(cast.people["member"])


@pytest.fixture
def officer(cast: Cast) -> Person:
    return with_password(cast.people["officer"])


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def code_of_last_letter() -> str:
    found = re.search(r"The code is: (\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)
