"""Inviting many: a pasted list is read whole before anything is saved; the letters leave after the transaction."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Invitation, Room

MOST = 100


@dataclass(frozen=True)
class Invitee:
    name: str
    email: str


def read_invitees(text: str, *, most: int = MOST) -> list[Invitee]:
    """Name and address with a comma between, one person a line; every wrong line is named."""
    rows = [
        (place, [cell.strip() for cell in row])
        for place, row in enumerate(csv.reader(text.splitlines()), 1)
        if any(row)
    ]
    if len(rows) > most:
        raise ValidationError(_("At most %(most)s people at once, please.") % {"most": most})
    invitees, mistakes, known = [], [], set[str]()
    for place, row in rows:
        mistake = mistake_in(row, known=known)
        if mistake:
            mistakes.append(_("Line %(line)s: %(mistake)s") % {"line": place, "mistake": mistake})
        else:
            invitees.append(Invitee(row[0][:120], row[1].lower()))
            known.add(row[1].lower())
    if mistakes:
        raise ValidationError(mistakes)
    return invitees


def mistake_in(row: list[str], *, known: set[str]) -> str:
    if len(row) != 2:
        return _("write a name, a comma and an e-mail address.")
    try:
        validate_email(row[1])
    except ValidationError:
        return _("“%(word)s” is not an e-mail address.") % {"word": row[1]}
    return _("this address is in the list twice.") if row[1].lower() in known else ""


@transaction.atomic
def invite_by_mail(
    room: Room, invitees: Iterable[Invitee], *, by: Person, role: str, link: Callable[[str], str]
) -> None:
    """R99: the letter names neither the room nor what it is about; the link says it to its holder."""
    letters = []
    for invitee in invitees:
        _invitation, token = Invitation.make(room, by=by, email=invitee.email, name=invitee.name, role=role)
        letters.append(letter_to(invitee, by=by, link=link(token)))
    transaction.on_commit(lambda: mailers.default.send_messages(letters))


def letter_to(invitee: Invitee, *, by: Person, link: str) -> EmailMessage:
    subject = _("%(person)s invites you to %(site)s") % {"person": by.name, "site": settings.SITE_NAME}
    words = _(
        "Hello %(name)s,\n\n%(person)s invites you into a room on %(site)s. "
        "This link shows you which one:\n\n%(link)s\n\n"
        "It works for 14 days and only for this address. If you do not know %(person)s, you need do nothing.\n"
    )
    values = {"name": invitee.name, "person": by.name, "site": settings.SITE_NAME, "link": link}
    return EmailMessage(subject, words % values, to=[invitee.email])
