"""The `dayroom` command: each of its words is one act of whoever runs the site."""

import argparse
import os
import sys

import django
from django.core.management import CommandError, call_command
from django.db import connections

from dayroom.lib.environment import EnvironmentMistake
from dayroom.lib.logins import LoginTrouble
from dayroom.lib.postgres import PostgresTrouble
from dayroom.project import processes
from dayroom.project.backups.sealing import BackupTrouble
from dayroom.project.preparing import PreparingTrouble
from dayroom.project.supervisor import ServeTrouble, serve

TROUBLES = (
    BackupTrouble, EnvironmentMistake, LoginTrouble, PostgresTrouble, PreparingTrouble, ServeTrouble, CommandError
)  # fmt: skip
SETTINGS = """settings come from the environment:
  DAYROOM_SECRET_KEY     at least 32 random characters, kept outside the programs; needed
  DAYROOM_HOSTS          the names the site answers to, separated by commas; default localhost
  DAYROOM_SITE_NAME      what the site calls itself
  DAYROOM_HTTPS          1 when browsers reach the site over HTTPS, as they should
  DAYROOM_PROXIES        how many proxies of yours stand before the site; default 0
  DAYROOM_DEMONSTRATION  1 for the invented network; never with real people
  DAYROOM_VAR            the folder for data, files and passwords
  DATABASE_URL           a PostgreSQL server of yours instead of the one that comes with Dayroom
  DAYROOM_BACKUP_KEY     what encrypts backups; without it, a key is made in the folder's secrets
  HOST, PORT             where to listen; default 127.0.0.1 and 8000
docs/running.md tells them all."""


def main() -> None:
    given = vars(parser().parse_args())
    word = given.pop("word")
    try:
        if word == "serve":
            serve()
        else:
            manage(word.replace("-", "_"), given)
    except TROUBLES as trouble:
        sys.exit(f"dayroom: {trouble}")


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="dayroom",
        description="Runs a private social network for health care.",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = whole.add_subparsers(dest="word", required=True, metavar="WORD")
    add(words, "serve", "Start the database, the page servers and the job worker, and keep them running.")
    add(words, "migrate", "Bring the database's tables to this version. Run it before the new version serves.")
    add(words, "demonstrate", "Load the invented network. What is there already stays as it is.")
    admin = add(
        words, "create-admin", "Make somebody an officer of the site; asks for a password if the person is new."
    )
    admin.add_argument("email", help="the address the person signs in with")
    admin.add_argument("--name", default="", help="the person's name, if nobody here has this address yet")
    members = add(
        words, "import-members", "Invite everybody in a list into a room, by letter, in the name of its host."
    )
    members.add_argument("file", help="one person a line: name, comma, e-mail address; UTF-8")
    members.add_argument("--room", required=True, help="the room's address or id")
    members.add_argument("--host", required=True, help="the address a host of that room signs in with")
    members.add_argument(
        "--address", required=True, help="the site's address for the links, like https://rooms.example.org"
    )
    audit = add(words, "verify-audit", "Walk the whole audit chain and name every line that was changed or removed.")
    audit.add_argument("--head", default="", help="a head that was written down earlier; it must still be in the chain")
    backup = add(words, "backup", "Write the database and the files into one encrypted file, while the site runs.")
    backup.add_argument("file", help="a new file; nothing is written over. It opens only with the key it is made with")
    restore = add(words, "restore", "Fill an empty installation from a backup, after proving every byte of it.")
    restore.add_argument("file", help="what `dayroom backup` wrote; the key is in DAYROOM_BACKUP_KEY or in the secrets")
    return whole


def add(
    words: "argparse._SubParsersAction[argparse.ArgumentParser]", word: str, purpose: str
) -> argparse.ArgumentParser:
    return words.add_parser(word, help=purpose, description=purpose)


def manage(command: str, options: dict[str, object]) -> None:
    if "DAYROOM_DATABASE" in os.environ:
        run(command, options)
        return
    with processes.database() as logins:
        os.environ.update(processes.owner_environment(logins, migrating=command == "migrate"))
        try:
            run(command, options)
        finally:
            connections.close_all()


def run(command: str, options: dict[str, object]) -> None:
    django.setup()
    # The one word that stands without a name, where there is one.
    arguments = [options.pop(name) for name in ("email", "file") if name in options]
    call_command(command, *arguments, **options)
    if command == "migrate":
        call_command("createcachetable")
