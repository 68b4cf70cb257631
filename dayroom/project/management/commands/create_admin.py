"""The first officer cannot be appointed by an officer, so the operator does it, with a line in the audit."""

import sys
from argparse import ArgumentParser
from getpass import getpass

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.wall import as_owner


class Command(BaseCommand):
    help = "Makes somebody an officer of the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *, email: str, name: str, **_: object) -> None:
        email = email.strip().lower()
        with as_owner("make_officer"):
            person = Person.objects.filter(email=email).first() or make_person(email, name=name)
            person.officer = True
            person.save(update_fields=["officer"])
            Event.objects.record(
                Act(
                    verb="person.appoint",
                    actor_id=None,
                    object_kind="person",
                    object_id=person.id,
                    subject_id=person.id,
                    purpose="appointed on the server",
                )
            )
        self.stdout.write(f"{person.name} is an officer of this site and signs in with {email}.")


def make_person(email: str, *, name: str) -> Person:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"{email} is not an e-mail address.") from error
    if not name:
        raise CommandError("Nobody here has this address yet. Add --name with the person's name.")
    person = Person(email=email, name=name)
    password = ask_password()
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def ask_password() -> str:
    """Never an argument: those can be read in the list of processes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("A password for this person: ")
    if getpass("Once more: ") != password:
        raise CommandError("The two were not the same. Nothing was changed.")
    return password
