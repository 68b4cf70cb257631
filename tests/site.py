"""The real servers over the test's database, and a real browser, for tests marked `browser`.

What a test commits is emptied after it; the servers stay, and log in as the application does.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from dayroom.lib.logins import read_login
from dayroom.lib.postgres import Cluster
from dayroom.project.processes import ROOT
from dayroom.project.supervisor import Address, Child, page_command, wait_for_answer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def site_environment() -> dict[str, str]:
    var: Path = settings.VAR
    app = replace(Cluster(var.parent).app, database=str(connection.settings_dict["NAME"]))
    return os.environ | {
        "DAYROOM_DATABASE": app.address,
        "DAYROOM_DATABASE_ROLE": "app",
        "DAYROOM_DEMONSTRATION": "1",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="session")
def servers(django_db_setup: None) -> Iterator[str]:
    told = site_environment()
    assert read_login(told["DAYROOM_DATABASE"], name="the site").user == "dayroom_app"
    subprocess.run([sys.executable, "-m", "dayroom.project.collect"], cwd=ROOT, env=told, check=True)
    address = Address("127.0.0.1", free_port())
    pages = Child("pages", page_command(address, processes=1), told)
    pages.start()
    try:
        wait_for_answer(address, pages)
        yield address.shown.rstrip("/")
    finally:
        assert pages.process is not None
        pages.process.terminate()
        pages.stop()


@pytest.fixture
def site(servers: str, transactional_db: None) -> str:
    """The address of the site, without the slash at its end."""
    return servers


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "the browser tests need Chromium; bin/test installs it where it can"
    # Playwright keeps an event loop in this thread, and Django then refuses to touch the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Chromium's own sandbox does not work for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()
