import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from dayroom.lib.logins import Login, prepare_given_server
from dayroom.lib.postgres import Cluster, PostgresTrouble


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    # Not pytest's own folders: they are closed to other users, and when we are root the database is another user.
    with TemporaryDirectory(prefix="clinic") as name:
        Path(name).chmod(0o755)
        made = Cluster(Path(name))
        made.start()
        yield made
        made.stop()


def ask(login: Login, question: str) -> tuple[object, ...] | None:
    with psycopg.connect(login.address, autocommit=True) as connection:
        return connection.execute(question).fetchone()


def test_the_application_is_held_by_the_wall_and_owns_nothing(cluster: Cluster) -> None:
    rights = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = session_user"
    assert ask(cluster.app, rights) == (False, False, False, False)
    assert ask(cluster.owner, rights) == (False, False, True, True)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(cluster.app, "CREATE TABLE mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(cluster.app, "SET ROLE dayroom_owner")


def test_the_owner_can_step_down_but_does_not_inherit(cluster: Cluster) -> None:
    assert ask(cluster.owner, "SELECT pg_has_role('dayroom_app', 'SET'), pg_has_role('dayroom_app', 'USAGE')") == (
        True,
        False,
    )


def test_a_login_without_its_password_is_refused(cluster: Cluster) -> None:
    stranger = Login(user="postgres", password="", database="postgres", options=cluster.owner.options)
    with pytest.raises(psycopg.OperationalError, match="no password"):
        ask(stranger, "SELECT 1")


def test_nobody_else_on_the_machine_reaches_socket_data_or_passwords(cluster: Cluster) -> None:
    for folder in (cluster.socket_folder, cluster.home / "data", cluster.folder / "secrets"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    for secret in (cluster.folder / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert ask(cluster.owner, "SHOW listen_addresses") == ("",)


def test_what_was_committed_survives_a_kill_of_everything(cluster: Cluster) -> None:
    with psycopg.connect(cluster.owner.address, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert ask(cluster.owner, "SHOW synchronous_commit") == ("on",)
    processes = cluster.processes()
    assert len(processes) > 3, "the server should have started helpers of its own"
    for process in processes:
        process.send_signal(signal.SIGKILL)
    cluster.start()
    assert ask(cluster.owner, "SELECT answer FROM kept") == (42,)


def test_a_mark_that_now_names_a_stranger_does_not_block_the_start(cluster: Cluster) -> None:
    cluster.stop()
    mark = cluster.home / "data" / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{cluster.home / 'data'}\n")
    cluster.start()
    assert ask(cluster.owner, "SELECT 1") == (1,)


def test_a_server_that_runs_is_used_as_it_is(cluster: Cluster) -> None:
    before = {process.pid for process in cluster.processes()}
    Cluster(cluster.folder).start()
    assert before & {process.pid for process in cluster.processes()}


def test_lost_passwords_are_named_in_a_sentence(cluster: Cluster, tmp_path: Path) -> None:
    cluster.stop()
    kept = (cluster.folder / "secrets").rename(tmp_path / "kept")
    try:
        with pytest.raises(PostgresTrouble, match="do not open the data"):
            cluster.start()
    finally:
        cluster.stop()
        for secret in (cluster.folder / "secrets").iterdir():
            secret.unlink()
        (cluster.folder / "secrets").rmdir()
        kept.rename(cluster.folder / "secrets")
        cluster.start()


def test_a_server_we_were_given_gets_the_same_application_role_each_time(cluster: Cluster) -> None:
    superuser = Login(
        user="postgres",
        password=(cluster.folder / "secrets" / "postgres").read_text(),
        database="postgres",
        options=cluster.owner.options,
    )
    with psycopg.connect(superuser.address, autocommit=True) as connection:
        connection.execute("CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'p@ss/word'")
        connection.execute("CREATE DATABASE site OWNER boss")
    boss = Login(user="boss", password="p@ss/word", database="site", options=cluster.owner.options)
    first = prepare_given_server(boss, app_user="other_app", kept_password=str)
    assert prepare_given_server(boss, app_user="other_app", kept_password=str) == first
    assert ask(first, "SELECT session_user::text") == ("other_app",)
    with psycopg.connect(boss.address) as connection:
        connection.execute("SET ROLE other_app")
    assert "p@ss" not in repr(boss)
