"""A list of members from another system: each gets a letter with a link into one room, in the name of its host."""

from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from dayroom.features.lobby.inviting import invite_by_mail, read_invitees
from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Membership
from dayroom.kernel.wall import acting, as_owner

# A list that is longer is more likely the wrong file.
MOST = 20_000


class Command(BaseCommand):
    help = "Invites everybody in a list into a room."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--room", required=True)
        parser.add_argument("--host", required=True)
        parser.add_argument("--address", required=True)

    def handle(self, *, file: str, room: str, host: str, address: str, **_: object) -> None:
        try:
            invitees = read_invitees(Path(file).read_text(encoding="utf-8-sig"), most=MOST)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not in UTF-8. Save it so and try again.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person = person_with(host)
        with acting(person.id):
            membership = hosted(person, room=room)
            invite_by_mail(
                membership.room,
                invitees,
                by=person,
                role=Membership.Role.MEMBER,
                link=lambda token: address.rstrip("/") + reverse("invitation", args=[token]),
            )
        self.stdout.write(f"{len(invitees)} letters are on their way.")


def person_with(email: str) -> Person:
    with as_owner("bring_in_members"):
        person: Person | None = Person.objects.active().filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"Nobody here signs in with {email}.")
    return person


def hosted(person: Person, *, room: str) -> Membership:
    try:
        room_id = UUID(room.rstrip("/").rsplit("/", 1)[-1])
    except ValueError as error:
        raise CommandError(f"{room} is not a room. Copy the address of the room from the browser.") from error
    membership = (
        Membership.objects.live()
        .of(person)
        .filter(room_id=room_id, role=Membership.Role.HOST)
        .select_related("room")
        .first()
    )
    if membership is None:
        raise CommandError(f"{person.name} is not a host of that room.")
    return membership
