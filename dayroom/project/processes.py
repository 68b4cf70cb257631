"""Which environment each kind of process gets: the page servers never hold the owner's password."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dayroom.lib.environment import Environment
from dayroom.lib.logins import Login, prepare_given_server, read_login
from dayroom.lib.postgres import Cluster, kept_secret

ROOT = Path(__file__).resolve().parents[2]
APP_USER = "dayroom_app"
env = Environment("DAYROOM_")


@dataclass(frozen=True)
class Logins:
    owner: Login
    app: Login
    cluster: Cluster | None = None


def var_folder() -> Path:
    return env.folder("VAR", default=ROOT / "var")


@contextmanager
def database(*, dies_with_parent: bool = False) -> Iterator[Logins]:
    """The server of DATABASE_URL, or our own one: started if it rests, stopped by the last who leaves."""
    var = var_folder()
    address = os.environ.get("DATABASE_URL", "")
    if address:
        owner = read_login(address, name="DATABASE_URL")
        yield Logins(owner, prepare_given_server(owner, app_user=APP_USER, kept_password=lambda: app_password(var)))
        return
    cluster = Cluster(var)
    owner, app = cluster.start(dies_with_parent=dies_with_parent)
    with (var / "postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield Logins(owner, app, cluster)
        finally:
            if last_to_leave(users.fileno()):
                cluster.stop()


def last_to_leave(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def app_password(var: Path) -> str:
    return kept_secret(var / "secrets" / APP_USER)


def page_environment(logins: Logins) -> dict[str, str]:
    shared = shared_environment()
    shared.pop("DAYROOM_BACKUP_KEY", None)
    return shared | {"DAYROOM_DATABASE": logins.app.address, "DAYROOM_DATABASE_ROLE": "app"}


def owner_environment(logins: Logins, *, migrating: bool = False) -> dict[str, str]:
    return shared_environment() | {
        "DAYROOM_DATABASE": logins.owner.address,
        "DAYROOM_DATABASE_ROLE": "owner",
        "DAYROOM_MIGRATING": str(int(migrating)),
    }


def shared_environment() -> dict[str, str]:
    """What we were started with, less the owner's password, plus what the demonstration makes up for itself."""
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told["DJANGO_SETTINGS_MODULE"] = "dayroom.project.settings"
    told["PYTHONPATH"] = str(ROOT)
    if env.switch("DEMONSTRATION", default=False):
        told.setdefault("DAYROOM_SECRET_KEY", kept_secret(var_folder() / "secrets" / "secret-key"))
    return told


def say(progress: str) -> None:
    print(f"dayroom: {progress}", flush=True)
