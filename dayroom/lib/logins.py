"""The two roles of the database: the owner makes tables, the application only uses them and cannot pass the wall."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql


class LoginTrouble(Exception):
    """The roles could not be made; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Login:
    user: str
    password: str
    database: str
    host: str
    port: str

    @property
    def address(self) -> str:
        question = urlencode({"host": self.host, "port": self.port})
        return f"postgresql://{quote(self.user)}:{quote(self.password)}@/{quote(self.database)}?{question}"


OWNER_RIGHTS = sql.SQL("LOGIN NOSUPERUSER CREATEROLE CREATEDB NOBYPASSRLS")
APP_RIGHTS = sql.SQL("LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS")


def prepare_server(superuser: Login, *, owner: Login, app: Login) -> None:
    """On our own server: both roles, the leave to step down from owner to application, and the database."""
    with psycopg.connect(superuser.address, autocommit=True) as connection:
        for login, rights in ((owner, OWNER_RIGHTS), (app, APP_RIGHTS)):
            write_role(connection, login, rights=rights)
        allow_step_down(connection, owner=owner.user, app=app.user)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [owner.database]).fetchone()
        if not known:
            names = {"database": sql.Identifier(owner.database), "owner": sql.Identifier(owner.user)}
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
        grant_connect(connection, database=owner.database, app=app.user)


def write_role(connection: "psycopg.Connection[tuple[object, ...]]", login: Login, *, rights: sql.SQL) -> None:
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


def allow_step_down(connection: "psycopg.Connection[tuple[object, ...]]", *, owner: str, app: str) -> None:
    connection.execute(
        sql.SQL("GRANT {app} TO {owner} WITH INHERIT FALSE, SET TRUE").format(
            app=sql.Identifier(app), owner=sql.Identifier(owner)
        )
    )


def grant_connect(connection: "psycopg.Connection[tuple[object, ...]]", *, database: str, app: str) -> None:
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}").format(
            database=sql.Identifier(database), app=sql.Identifier(app)
        )
    )
