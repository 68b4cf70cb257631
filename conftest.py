"""Gives every test run a database server and a database of its own, and the environment that settings.py reads."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import django
import pytest
import pytest_django
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from dayroom.lib.postgres import Cluster

pytest_plugins = ["tests.cast", "tests.site"]

VAR = Path(os.environ.get("DAYROOM_TEST_VAR") or Path(__file__).parent / "var" / "test")
NAMES = VAR / "names"


def claim_name() -> IO[str]:
    """A database name nobody else uses now: runs side by side do not meet, and `--reuse-db` finds the old ones."""
    NAMES.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        lock = (NAMES / str(number)).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            number += 1
            continue
        os.environ["DAYROOM_TEST_NAME"] = str(number)
        return lock


# Workers of xdist inherit the name from the process that started them and add their own ending to it.
CLAIM = None if "DAYROOM_TEST_NAME" in os.environ else claim_name()
OWNER, APP = Cluster(VAR, durable=False).start()

for name, value in {
    "DJANGO_SETTINGS_MODULE": "dayroom.project.settings",
    "DAYROOM_SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DAYROOM_DATABASE": OWNER.address,
    "DAYROOM_DATABASE_ROLE": "owner",
    "DAYROOM_VAR": str(VAR / os.environ["DAYROOM_TEST_NAME"]),
    "DAYROOM_DEMONSTRATION": "0",
}.items():
    os.environ[name] = value

settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_{os.environ['DAYROOM_TEST_NAME']}"
# Pages name their files plainly: nothing has been collected, so there is no list of names with hashes.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# The tests of one app may import its records while pytest still collects, so the apps must be there by now.
django.setup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tables are made by the owner, as in production."""
    settings.MIGRATING = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """From here on every connection steps down to the application's role: tests run with the wall up."""
    settings.MIGRATING = False
    with django_db_blocker.unblock():
        connection.close()
    yield
    settings.MIGRATING = True
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True, scope="session")
def _owner_empties_tables() -> Iterator[None]:
    """Only the owner may truncate; Django does so after a test that needed real transactions."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def as_owner(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        empty(case)
        connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_owner)
        yield


@pytest.fixture(autouse=True)
def _nobody_inherits_a_language() -> Iterator[None]:
    """A request leaves its language behind in its thread; the next test is not asked in it."""
    yield
    translation.deactivate()
