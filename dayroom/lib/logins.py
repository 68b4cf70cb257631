"""The two roles of the database: the owner makes tables, the application only uses them and cannot pass the wall."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

import psycopg
from psycopg import errors, sql

from dayroom.lib.environment import postgres_address

OLDEST_SERVER = 180000
OWNER_RIGHTS = sql.SQL("LOGIN NOSUPERUSER CREATEROLE CREATEDB NOBYPASSRLS")
APP_RIGHTS = sql.SQL("LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS")

Connection = psycopg.Connection[tuple[object, ...]]


class LoginTrouble(Exception):
    """The roles could not be made or used; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Login:
    user: str
    password: str = field(repr=False)
    database: str
    options: dict[str, str]

    @property
    def address(self) -> str:
        name = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"postgresql://{name}@/{quote(self.database, safe='')}?{urlencode(self.options, quote_via=quote)}"


def read_login(address: str, *, name: str) -> Login:
    parts = postgres_address(address, name=name)
    user, password, database = parts.pop("user"), parts.pop("password", ""), parts.pop("dbname")
    return Login(user=user, password=password, database=database, options=parts)


def prepare_own_server(superuser: Login, *, owner: Login, app: Login) -> None:
    """On our own server: both roles, the leave to step down from owner to application, and the database."""
    with psycopg.connect(superuser.address, autocommit=True) as connection:
        write_role(connection, owner, rights=OWNER_RIGHTS)
        write_role(connection, app, rights=APP_RIGHTS)
        allow_step_down(connection, owner=owner.user, app=app.user)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [owner.database]).fetchone()
        if not known:
            names = {"database": sql.Identifier(owner.database), "owner": sql.Identifier(owner.user)}
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
        allow_connecting(connection, database=owner.database, app=app.user)


def prepare_given_server(owner: Login, *, app_user: str, kept_password: Callable[[], str]) -> Login:
    """On a server we were given: the application's role beside the owner we log in as."""
    password = derived_password(owner, app_user=app_user) if owner.password else kept_password()
    app = replace(owner, user=app_user, password=password)
    try:
        with psycopg.connect(owner.address, autocommit=True, connect_timeout=10) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise LoginTrouble("The server of DATABASE_URL is too old. PostgreSQL 18 or later is needed.")
            if not can_log_in(app):
                write_role(connection, app, rights=APP_RIGHTS)
            allow_step_down(connection, owner=owner.user, app=app.user)
            allow_connecting(connection, database=owner.database, app=app.user)
    except errors.InsufficientPrivilege as error:
        raise LoginTrouble(
            f"The user {owner.user} of DATABASE_URL may not make the role {app_user}. Give that user CREATEROLE."
        ) from error
    except psycopg.OperationalError as error:
        raise LoginTrouble(f"The server of DATABASE_URL cannot be used: {first_line(error)}") from error
    if not can_log_in(app):
        raise LoginTrouble(f"The server of DATABASE_URL does not let the role {app_user} log in with a password.")
    return app


def derived_password(owner: Login, *, app_user: str) -> str:
    """The same for every installation that uses this owner, so that two on one server do not lock each other out."""
    salt = f"dayroom:{owner.user}:{app_user}".encode()
    return hashlib.scrypt(owner.password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=24).hex()


def can_log_in(login: Login) -> bool:
    """Whether it works, and the role is one that the wall holds."""
    try:
        with psycopg.connect(login.address, connect_timeout=10) as connection:
            question = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            return connection.execute(question).fetchone() == (False,)
    except psycopg.OperationalError:
        return False


def write_role(connection: Connection, login: Login, *, rights: sql.SQL) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login.user]).fetchone()
    # The server gets only the verifier, so that no password can end in its log.
    verifier = connection.pgconn.encrypt_password(login.password.encode(), login.user.encode(), b"scram-sha-256")
    connection.execute(
        sql.SQL("{verb} ROLE {user} {rights} PASSWORD {verifier}").format(
            verb=sql.SQL("ALTER" if known else "CREATE"),
            user=sql.Identifier(login.user),
            rights=rights,
            verifier=sql.Literal(verifier.decode()),
        )
    )


def allow_step_down(connection: Connection, *, owner: str, app: str) -> None:
    names = {"app": sql.Identifier(app), "owner": sql.Identifier(owner)}
    connection.execute(sql.SQL("GRANT {app} TO {owner} WITH INHERIT FALSE, SET TRUE").format(**names))


def allow_connecting(connection: Connection, *, database: str, app: str) -> None:
    names = {"database": sql.Identifier(database), "app": sql.Identifier(app)}
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}").format(**names))


def first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
