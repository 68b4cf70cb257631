"""The invented network behind the real servers, made once for all browser tests here, and windows onto it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import pytest_django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from dayroom.kernel.wall import acting
from dayroom.project.demonstration.network import Network, load
from tests.browser.eyes import DESK

# A browser says so of each page and fetch that was refused; the tests look at the status themselves.
REFUSED = "Failed to load resource: the server responded with a status of 4"


def empty() -> None:
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "only a database of tests is ever emptied"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    call_command("flush", verbosity=0, interactive=False)
    connection.close()


@pytest.fixture(scope="package")
def network(servers: str, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Network]:
    with django_db_blocker.unblock():
        empty()
        yield load()
        empty()


@pytest.fixture(scope="package")
def transactional_db(network: Network) -> None:
    """pytest-django makes a database only when some test asks for it by this name; here no test empties it."""


@dataclass
class Windows:
    """Browser windows of different people. What any of them complains about, or asks of another site, is noted."""

    browser: Browser
    site: str
    network: Network
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, who: str | None, **options: object) -> Page:
        """A new window of a device of its own, signed in as one of the invented people; None is a stranger."""
        options = {"viewport": DESK, "base_url": self.site} | options
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("request", self.see)
        self.contexts.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": self.key_of(who), "url": self.site}])
        return context.new_page()

    def key_of(self, who: str) -> str:
        client = Client()
        with acting(None):
            client.force_login(self.network.people[who])
        session = client.session
        # They came in by two steps, so that no page sends officers away to set up the second.
        session["strong"] = True
        session.save()
        return client.cookies["session"].value

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def see(self, request: Request) -> None:
        """R98: no page asks anything of another site."""
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.site + "/"):
            self.complaints.append(f"{request.frame.page.url} asks {request.url}")

    def told(self) -> list[str]:
        """What was noted until now, once."""
        noted, self.complaints = self.complaints, []
        return noted

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture
def windows(browser: Browser, servers: str, network: Network, transactional_db: None) -> Iterator[Windows]:
    opened = Windows(browser, servers, network)
    yield opened
    opened.close()
    assert opened.complaints == [], "something on these pages complains, or asks another site"


@pytest.fixture(scope="module")
def long_windows(browser: Browser, servers: str, network: Network, transactional_db: None) -> Iterator[Windows]:
    """For a module that looks at everything once and then says what it found; it asks `told` itself."""
    opened = Windows(browser, servers, network)
    yield opened
    opened.close()
