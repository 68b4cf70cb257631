"""R69: whether an account exists cannot be read from body, status, place, letters or the work the server does."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client

from dayroom.kernel.people.models import Person

Step = Callable[[Client, str], list[object]]
KNOWN, UNKNOWN = "member@example.org", "nobody@example.org"


def sign_in(client: Client, email: str) -> list[object]:
    return [client.post("/sign-in", {"login": email, "password": "wrong wrong wrong wrong"})]


def ask_for_code(client: Client, email: str) -> list[object]:
    return [client.post("/sign-in/code", {"email": email}), *type_wrong_codes(client, "/sign-in/code/confirm")]


def ask_for_password(client: Client, email: str) -> list[object]:
    return [client.post("/sign-in/password", {"email": email}), *type_wrong_codes(client, "/sign-in/password/code")]


def sign_up(client: Client, email: str) -> list[object]:
    form = {"name": "Nina Newcomer", "email": email, "password1": "seven quiet ducks"}
    return [client.post("/sign-up", form), *type_wrong_codes(client, "/sign-up/confirm")]


def type_wrong_codes(client: Client, address: str) -> list[object]:
    resend = client.post(address, {"action": "resend"})
    return [
        client.get(address),
        resend,
        *[client.post(address, {"code": "WRONG1"}) for _ in range(4)],
        client.get(address),
    ]


def seen(answer, email: str) -> tuple[object, ...]:
    """Everything the other side gets, but for what differs on every request anyway."""
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", answer.text).replace(email, "EMAIL")
    return answer.status_code, answer.headers.get("Location"), text, sorted(answer.headers), sorted(answer.cookies)


@pytest.mark.parametrize("step", [sign_in, ask_for_code, ask_for_password, sign_up])
def test_a_known_and_an_unknown_address_get_the_same(settings, member: Person, step: Step) -> None:
    settings.SIGN_UP_OPEN = True
    told, letters, hashed = [], [], []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        with patch.object(hashers.PBKDF2PasswordHasher, "encode", autospec=True, side_effect=slow()) as encode:
            told.append([seen(answer, email) for answer in step(Client(), email)])
        hashed.append(encode.call_count)
        letters.append([(letter.subject, letter.to) for letter in mail.outbox])
        mail.outbox.clear()
    assert told[0] == told[1]
    assert hashed[0] == hashed[1], "the costly part is done as often for both"
    assert [subject for subject, _to in letters[0]][:1] == [subject for subject, _to in letters[1]][:1]


def slow() -> Callable[..., str]:
    real = hashers.PBKDF2PasswordHasher.encode
    return lambda self, password, salt, iterations=None: real(self, password, salt, iterations)


def test_the_letters_say_nothing_telling(settings, member: Person) -> None:
    """R99: the same subject for a code, a taken address and an unknown one; no names, no rooms."""
    settings.SIGN_UP_OPEN = True
    ask_for_code(Client(), KNOWN)
    ask_for_code(Client(), UNKNOWN)
    sign_up(Client(), KNOWN)
    assert {letter.subject for letter in mail.outbox} == {"Your sign-in to Northmere"}
    for letter in mail.outbox:
        assert not re.search(r"Marek|patient|room|health|community", str(letter.body), re.IGNORECASE), letter.body
