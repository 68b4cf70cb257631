"""`dayroom serve`: the database, the page servers and the job worker start, run and stop together."""

import fcntl
import http.client
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from dayroom.lib.environment import Environment
from dayroom.lib.family import stop_with_parent
from dayroom.project import processes
from dayroom.project.preparing import prepare
from dayroom.project.processes import ROOT, Logins, env, say

READY_SECONDS = 60
STOP_SECONDS = 10
# A process that ends sooner than this after its start would only end again.
SHORTEST_LIFE_SECONDS = 10
# Above the number of live streams one process may hold; the server's default would refuse the 1,025th.
STREAMS = 12_000
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class ServeTrouble(Exception):
    """Serving cannot begin or go on; the message is a sentence for the person who started it."""


class Stop(Exception):
    """Somebody asked us to end."""


@dataclass
class Address:
    host: str = field(default_factory=lambda: Environment("").text("HOST", default="127.0.0.1"))
    port: int = field(default_factory=lambda: Environment("").number("PORT", default=8000, least=1, most=65535))

    def check_free(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise ServeTrouble(
                    f"Port {self.port} on {self.host} cannot be used ({error.strerror}). "
                    f"Choose another one, for example: PORT={self.port + 1} bin/serve"
                ) from error

    @property
    def local(self) -> str:
        return "127.0.0.1" if self.host in ("0.0.0.0", "::", "localhost") else self.host  # noqa: S104

    @property
    def shown(self) -> str:
        host = "localhost" if self.local == "127.0.0.1" else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


@dataclass
class Child:
    """One process that is started again when it ends by itself, unless it ends at once."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    since: float = 0.0

    def start(self) -> None:
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            # What matters is logged to the error output; the job worker also chats.
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=stop_with_parent(signal.SIGKILL),
        )

    def look_after(self) -> None:
        if self.process is None or self.process.poll() is None:
            return
        if time.monotonic() - self.since < SHORTEST_LIFE_SECONDS:
            raise ServeTrouble(f"The process for {self.name} ended at once; what it said is above.")
        say(f"the process for {self.name} ended and is started again")
        self.start()

    def stop(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def serve() -> None:
    address = Address()
    var = processes.var_folder()
    with stopping_on_signals(), only_one(var):
        address.check_free()
        check_settings(address)
        say("looking for the database" if "DATABASE_URL" in os.environ else "starting the database")
        with processes.database(dies_with_parent=True) as logins:
            prepare(var, logins)
            keep_running(address, logins)


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # A second Ctrl-C during the stop must not cut it short.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        yield
    except Stop:
        say("stopped")


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "serve.lock").open("a")
    except OSError as error:
        raise ServeTrouble(f"The folder {var} cannot be written: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServeTrouble(f"Dayroom already runs with the data in {var}. Stop that one first.") from None
        yield


def check_settings(address: Address) -> None:
    """The page servers' settings are read here first: a mistake is one sentence and nothing has started."""
    if env.switch("DEMONSTRATION", default=False) and address.host not in LOOPBACK:
        os.environ.setdefault("DAYROOM_HOSTS", "*")
    before = dict(os.environ)
    try:
        os.environ.update(processes.shared_environment() | {"DAYROOM_DATABASE": "postgresql://nobody@/nothing"})
        runpy.run_path(str(ROOT / "dayroom" / "project" / "settings.py"))
    finally:
        os.environ.clear()
        os.environ.update(before)


def keep_running(address: Address, logins: Logins) -> None:
    count = env.number("PAGE_PROCESSES", default=os.cpu_count() or 1, least=1, most=64)
    pages = Child("pages", page_command(address, processes=count), processes.page_environment(logins))
    jobs = Child("jobs", job_command(), processes.owner_environment(logins))
    children = [pages, jobs]
    try:
        say("starting the page servers")
        pages.start()
        wait_for_answer(address, pages)
        jobs.start()
        greet(address)
        while True:
            if logins.cluster is not None and logins.cluster.has_ended:
                say("the database ended and is started again")
                logins.cluster.start(dies_with_parent=True)
            for child in children:
                child.look_after()
            time.sleep(0.5)
    finally:
        for child in children:
            if child.process is not None:
                child.process.terminate()
        for child in children:
            child.stop()


def page_command(address: Address, *, processes: int) -> list[str]:
    options = {
        "--interface": "asginl",
        "--host": address.host,
        "--port": str(address.port),
        "--workers": str(processes),
        "--blocking-threads": "1",
        "--backlog": "2048",
        "--backpressure": str(STREAMS),
        # Open streams would otherwise keep a stopping server for ever.
        "--workers-kill-timeout": "3",
        "--log-level": "warning",
    }
    switches = ["--no-ws", "--respawn-failed-workers"]
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *flat, *switches, "dayroom.project.serving:application"]


def job_command() -> list[str]:
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]


def wait_for_answer(address: Address, pages: Child) -> None:
    end = time.monotonic() + READY_SECONDS
    name = env.words("HOSTS", default=["localhost"])[0].replace("*", "localhost")
    while time.monotonic() < end:
        if pages.process is not None and pages.process.poll() is not None:
            raise ServeTrouble("The page servers did not start; what they said is above.")
        connection = http.client.HTTPConnection(address.local, address.port, timeout=READY_SECONDS)
        try:
            connection.request("GET", "/", headers={"Host": name})
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise ServeTrouble(f"The page servers did not answer within {READY_SECONDS} seconds.")


def greet(address: Address) -> None:
    say(f"ready at {address.shown}")
    if env.switch("DEMONSTRATION", default=False):
        say("the people and texts are invented; the first page lists them, one click signs you in as one of them")
    say("Ctrl-C stops everything")
