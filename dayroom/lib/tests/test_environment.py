from pathlib import Path

import pytest

from dayroom.lib.environment import Environment, EnvironmentMistake


def given(**values: str) -> Environment:
    return Environment("T_", source={f"T_{name}": value for name, value in values.items()})


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("ON", True), ("yes", True), ("0", False), ("off", False)])
def test_a_switch_is_on_or_off(value: str, meaning: bool) -> None:
    assert given(DEBUG=value).switch("DEBUG", default=not meaning) is meaning


def test_a_switch_that_is_neither_stops_the_start() -> None:
    with pytest.raises(EnvironmentMistake, match=r"T_DEBUG is 'maybe'. It can be 1 \(on\) or 0 \(off\)."):
        given(DEBUG="maybe").switch("DEBUG", default=False)


@pytest.mark.parametrize("value", ["", "short", "a" * 64])
def test_a_secret_that_is_missing_or_easy_to_guess_stops_the_start(value: str) -> None:
    with pytest.raises(EnvironmentMistake, match="at least 32 random characters"):
        given(SECRET_KEY=value).secret("SECRET_KEY")


@pytest.mark.parametrize("value", ["-1", "1.5", "99999", "ten", "٣"])
def test_a_number_out_of_range_stops_the_start(value: str) -> None:
    with pytest.raises(EnvironmentMistake, match="whole number from 1 to 65535"):
        given(PORT=value).number("PORT", default=8000, least=1, most=65535)


def test_a_folder_must_be_a_full_path() -> None:
    assert given().folder("VAR", default=Path("/srv")) == Path("/srv")
    with pytest.raises(EnvironmentMistake, match="full path"):
        given(VAR="var").folder("VAR", default=Path("/srv"))


def test_a_database_address_follows_libpq() -> None:
    database = given(D="postgresql://me:p%40ss@/rooms?host=/run/pg&sslmode=require").database(
        "D", options={"prepare_threshold": 3}
    )
    assert database["USER"] == "me"
    assert database["PASSWORD"] == "p@ss"
    assert database["HOST"] == "/run/pg"
    assert database["NAME"] == "rooms"
    assert database["OPTIONS"] == {"sslmode": "require", "prepare_threshold": 3}


@pytest.mark.parametrize("value", ["mysql://me:secret@h/d", "postgresql://h:secret/", "postgresql://u:secret@h/d?no=1"])
def test_a_wrong_database_address_is_refused_without_repeating_its_password(value: str) -> None:
    with pytest.raises(EnvironmentMistake, match="not a PostgreSQL address") as refused:
        given(D=value).database("D", options={})
    assert "secret" not in str(refused.value)


def test_mail_goes_into_a_folder_until_a_server_is_named() -> None:
    assert given().mailer("SMTP", folder=Path("/var/mail"))["OPTIONS"] == {"file_path": "/var/mail"}
    options = given(SMTP="smtp://clinic:p%40ss@mail.example.org").mailer("SMTP", folder=Path("/x"))["OPTIONS"]
    assert options == {
        "host": "mail.example.org", "port": 587, "username": "clinic", "password": "p@ss",
        "use_ssl": False, "use_tls": True, "timeout": 10,
    }  # fmt: skip


def test_a_mail_address_that_is_no_server_stops_the_start() -> None:
    with pytest.raises(EnvironmentMistake, match="T_SMTP is not a mail server"):
        given(SMTP="mail.example.org").mailer("SMTP", folder=Path("/x"))
