"""Everything is killed while people write; after the next start all that was acknowledged is there (design §7)."""

import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

from dayroom.lib.postgres import Cluster
from dayroom.project.processes import ROOT
from tests.site import free_port

READY = 120


@dataclass
class Site:
    """`dayroom serve` on data of its own, as an operator starts it."""

    var: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYROOM_", "DATABASE_"))}
        return kept | {
            "DAYROOM_VAR": str(self.var),
            "DAYROOM_DEMONSTRATION": "1",
            "DAYROOM_PAGE_PROCESSES": "1",
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "dayroom", "serve"]
        with (self.var.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + READY
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/sign-in", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.var.parent / "serve.log").read_text())

    def kill(self) -> None:
        """-9, all at once: who watches over it, page servers, jobs, and the database with all its processes."""
        assert self.process is not None
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        family += Cluster(self.var).processes()
        for one in family:
            with suppressed():
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=20)
        self.process.wait(20)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        Cluster(self.var).stop()


@contextmanager
def suppressed() -> Iterator[None]:
    """Some are gone because the one they lived with went first."""
    try:
        yield
    except psutil.NoSuchProcess:
        return


@dataclass
class Writer:
    """One of the invented people, writing one post after the other through the form, and noting each that was taken."""

    site: Site
    name: str
    acknowledged: list[str] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)
        page = self.read("/sign-in")
        place = re.search(rf'action="(/sign-in/as/[^"]+)"(?:(?!</form>).)*as {self.name}', page, re.DOTALL)
        assert place, "the demonstration signs in with one click"
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        self.send(place[1], {})
        rooms = self.read("/rooms/")
        found = re.search(r'href="(/rooms/[0-9a-f-]{36}/)"[^>]*>\s*Sam’s care circle', rooms)
        assert found
        self.room = found[1]

    def read(self, path: str) -> str:
        answer = self.browser.open(f"http://localhost:{self.site.port}{path}", timeout=10)
        return str(answer.read().decode())

    def send(self, path: str, fields: dict[str, str]) -> str:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        headers = {"Origin": f"http://localhost:{self.site.port}"}
        request = urllib.request.Request(f"http://localhost:{self.site.port}{path}", body, headers)
        return str(self.browser.open(request, timeout=10).url)

    def write_until_killed(self) -> None:
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(f"{self.room}write"))[0]
        while True:
            words = f"{self.name} says this as number {self.sent}."
            self.sent += 1
            try:
                at = self.send(f"{self.room}write", {"text": words, "audience": "all"})
            except (OSError, http.client.HTTPException):
                return
            assert "posted=" in at, at
            self.acknowledged.append(words)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    var = tmp_path / "var"
    var.mkdir()
    site = Site(var)
    site.start()
    yield site
    site.stop()


def kept_in(site: Site) -> set[str]:
    """Straight from the tables, past every page."""
    with psycopg.connect(Cluster(site.var).owner.address) as connection:
        return {row[0] for row in connection.execute("SELECT text FROM rooms_entry")}


def test_what_was_acknowledged_survives_kill_9_of_everything_and_the_chain_holds(site: Site) -> None:
    writers = [Writer(site, name) for name in ("Ruth Okafor", "Kemi Okafor", "Beata Nowak")]
    threads = [threading.Thread(target=writer.write_until_killed) for writer in writers]
    for thread in threads:
        thread.start()
    while sum(len(writer.acknowledged) for writer in writers) < 40:
        assert all(thread.is_alive() for thread in threads)
        time.sleep(0.02)
    site.kill()
    for thread in threads:
        thread.join(20)
    acknowledged = {words for writer in writers for words in writer.acknowledged}
    assert len(acknowledged) >= 40, "need writing in progress for this to mean anything"
    site.start()
    kept = kept_in(site)
    assert acknowledged - kept == set()
    late = {words for words in kept if " says this as number " in words} - acknowledged
    assert len(late) <= len(writers), "at most the one each was sending"
    verified = subprocess.run(
        [sys.executable, "-m", "dayroom", "verify-audit"],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    again = Writer(site, "Ruth Okafor")
    assert writers[0].acknowledged[-1] in again.read(again.room)
