"""Reads settings from the environment, strictly: a value that is wrong stops the start with a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}
SHORTEST_SECRET = 32


class EnvironmentMistake(Exception):
    """A setting is missing or wrong; the message is a sentence for the person who starts the program."""


class Environment:
    def __init__(self, prefix: str, *, source: Mapping[str, str] = os.environ) -> None:
        self.prefix = prefix
        self.source = source

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self._value(name)
        if value:
            return value
        if default is None:
            raise EnvironmentMistake(f"{self.prefix}{name} is not set. Please set it.")
        return default

    def secret(self, name: str) -> str:
        value = self._value(name)
        if not value:
            raise EnvironmentMistake(
                f"{self.prefix}{name} is not set. Set it to at least {SHORTEST_SECRET} random characters and keep it."
            )
        if len(value) < SHORTEST_SECRET or len(set(value)) < 10:
            raise EnvironmentMistake(
                f"{self.prefix}{name} is too easy to guess. Set it to at least {SHORTEST_SECRET} random characters."
            )
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        value = self._value(name).lower()
        if not value:
            return default
        if value not in ON | OFF:
            raise EnvironmentMistake(f"{self.prefix}{name} is {value!r}. It can be 1 (on) or 0 (off).")
        return value in ON

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        value = self._value(name) or str(default)
        if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
            raise EnvironmentMistake(
                f"{self.prefix}{name} is {value!r}. It must be a whole number from {least} to {most}."
            )
        return int(value)

    def words(self, name: str, *, default: list[str]) -> list[str]:
        words = [word.strip() for word in self._value(name).split(",")]
        return [word for word in words if word] or default

    def choice(self, name: str, *, options: list[str], default: str) -> str:
        value = self._value(name) or default
        if value not in options:
            raise EnvironmentMistake(f"{self.prefix}{name} is {value!r}. It can be {' or '.join(options)}.")
        return value

    def folder(self, name: str, *, default: Path) -> Path:
        path = Path(self._value(name) or default)
        if not path.is_absolute():
            raise EnvironmentMistake(f"{self.prefix}{name} is {str(path)!r}. It must be a full path, starting with /.")
        return path

    def database(self, name: str, *, options: dict[str, object]) -> dict[str, object]:
        """Django's description of the database that a postgresql:// address names; `options` go to Django's driver."""
        given = postgres_address(self.text(name), name=f"{self.prefix}{name}")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": given.pop("dbname"),
            "USER": given.pop("user"),
            "PASSWORD": given.pop("password", ""),
            "HOST": given.pop("host", ""),
            "PORT": given.pop("port", ""),
            "OPTIONS": given | options,
        }

    def mailer(self, name: str, *, folder: Path) -> dict[str, object]:
        """Django's description of the mail server that an smtp:// or smtps:// address names; without one, a folder."""
        value = self._value(name)
        if not value:
            return {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": str(folder)},
            }
        parts = urlsplit(value)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise EnvironmentMistake(
                f"{self.prefix}{name} is not a mail server. Write smtp://user:password@host:587 or smtps://…:465."
            )
        secure = parts.scheme == "smtps"
        options = {
            "host": parts.hostname,
            "port": parts.port or (465 if secure else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": secure,
            "use_tls": not secure and bool(parts.username),
            "timeout": 10,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    def _value(self, name: str) -> str:
        return self.source.get(self.prefix + name, "").strip()


def postgres_address(address: str, *, name: str) -> dict[str, str]:
    """The parts of an address by libpq's own rules; the sentence never repeats the address, it holds a password."""
    mistake = EnvironmentMistake(f"{name} is not a PostgreSQL address. Write postgresql://user:password@host/database.")
    if not address.startswith(("postgresql://", "postgres://")):
        raise mistake
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        raise mistake from None
    if not parts.get("user") or not parts.get("dbname"):
        raise mistake
    return {key: str(value) for key, value in parts.items()}
