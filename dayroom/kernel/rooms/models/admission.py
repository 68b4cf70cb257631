"""Coming in: invitations, asking, vouching. Being let in is always a new membership, made by `Membership.enter`."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import UUID7, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.models.membership import Membership
from dayroom.kernel.rooms.models.room import Room
from dayroom.kernel.rooms.refusals import DoorStaysShut, NotAllowed


@dataclass(frozen=True)
class OpenInvitation:
    """A live invitation as its holder may see it."""

    id: UUID
    room_id: UUID
    title: str
    kind: str
    naming: str
    purpose: str
    by: str
    email: str
    role: str
    expires_at: datetime


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link into one room. Only its fingerprint is kept; with an address it opens for that address alone."""

    LASTS = timedelta(days=14)

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, db_default="")
    name = models.CharField(max_length=120, blank=True, db_default="")
    role = models.CharField(max_length=10, choices=Membership.Role, db_default=Membership.Role.MEMBER)
    uses_left = models.IntegerField(db_default=1)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    @classmethod
    @transaction.atomic
    def make(
        cls,
        room: Room,
        *,
        by: Person,
        email: str = "",
        name: str = "",
        role: str = Membership.Role.MEMBER,
        uses: int = 1,
    ) -> tuple["Invitation", str]:
        """The invitation and its token; the token is shown or mailed once and cannot be read again."""
        token = secrets.token_urlsafe(32)
        invitation = cls.objects.create(
            room=room,
            by=by,
            fingerprint=fingerprint(token),
            email=email.strip().lower(),
            name=name,
            role=role,
            uses_left=uses,
            expires_at=timezone.now() + cls.LASTS,
        )
        room.record("invitation.make", by=by, role=role, uses=uses)
        return invitation, token

    @staticmethod
    def find(token: str) -> OpenInvitation | None:
        """What the holder of a link may know before coming in; None for a link that never was, ran out or was
        taken back.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM open_invitation(%s)", [fingerprint(token)])
            row = cursor.fetchone()
        return OpenInvitation(*row) if row else None

    @transaction.atomic
    def revoke(self, *, by: Person) -> None:
        self.revoked_at = Now()
        self.save(update_fields=["revoked_at"])
        self.room.record("invitation.revoke", by=by)


class AskQuerySet(models.QuerySet["Ask"]):
    def waiting(self) -> Self:
        return self.filter(state=Ask.State.WAITING)


class Ask(models.Model):
    """Somebody asks to come in; a host answers. In a pen room the host sees the pen name, not the person."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        LET_IN = "let_in", _("Let in")
        TURNED_DOWN = "turned_down", _("Turned down")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks")
    hat = models.ForeignKey(Hat, on_delete=models.SET_NULL, null=True)
    hat_kind = models.CharField(max_length=12, choices=Hat.Kind, blank=True, db_default="")
    shown_name = models.CharField(max_length=120)
    pen_name = models.CharField(max_length=40, blank=True, db_default="")
    pen_line = models.CharField(max_length=80, blank=True, db_default="")
    message = models.CharField(max_length=500, blank=True, db_default="")
    state = models.CharField(max_length=12, choices=State, db_default=State.WAITING)
    asked_at = models.DateTimeField(db_default=Now())
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=240, blank=True, db_default="")

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], condition=models.Q(state="waiting"), name="ask_once"),
        ]

    @classmethod
    @transaction.atomic
    def make(
        cls, room: Room, *, person: Person, hat: Hat | None, pen_name: str = "", pen_line: str = "", message: str = ""
    ) -> "Ask":
        refuse_at_door(room, door=Room.Door.ASK)
        if cls.objects.waiting().filter(room=room, person=person).exists():
            raise NotAllowed(_("You asked already. A host reads it and decides."))
        ask = cls.objects.create(
            room=room,
            person=person,
            hat=hat,
            hat_kind=hat.kind if hat else "",
            shown_name=pen_name or person.name,
            pen_name=pen_name,
            pen_line=pen_line,
            message=message,
        )
        ask._record("ask.make", by=person)
        return ask

    @transaction.atomic
    def let_in(self, *, by: Person) -> Membership:
        self._answer(self.State.LET_IN, by=by)
        return Membership.enter(
            self.person,
            self.room,
            by=by,
            hat=self.hat,
            pen_name=self.pen_name,
            pen_line=self.pen_line,
            reason="asked and let in",
        )

    @transaction.atomic
    def turn_down(self, *, by: Person, answer: str) -> None:
        self._answer(self.State.TURNED_DOWN, by=by, answer=answer)

    @transaction.atomic
    def take_back(self) -> None:
        self._answer(self.State.TAKEN_BACK, by=self.person)

    def _answer(self, state: str, *, by: Person, answer: str = "") -> None:
        if self.state != self.State.WAITING:
            raise NotAllowed(_("This has already been answered."))
        self.state, self.answered_by, self.answered_at, self.answer = state, by, Now(), answer
        self.save(update_fields=["state", "answered_by", "answered_at", "answer"])
        self._record(f"ask.{state}", by=by)

    def _record(self, verb: str, *, by: Person) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.id,
                object_kind="ask",
                object_id=self.id,
                room_id=self.room_id,
                subject_id=self.person_id,
            )
        )


class Vouch(models.Model):
    """A member says: I know this person and they belong here. A door may ask for several."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person", "by"], name="vouch_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("by")), name="vouch_for_others"),
        ]


def refuse_at_door(room: Room, *, door: str) -> None:
    """The same rule the database holds, asked first so that the person gets words instead of an error."""
    if room.state == Room.State.ARCHIVED or room.door != door:
        raise DoorStaysShut(_("This room does not take new people this way."), missing=[])
    refuse_unmet(room)


def refuse_unmet(room: Room) -> None:
    missing = room.missing_for_me()
    if missing:
        raise DoorStaysShut(_("You cannot come in yet. Below is what is missing."), missing=missing)


def walk_in(room: Room, *, person: Person, hat: Hat | None, pen_name: str = "", pen_line: str = "") -> Membership:
    """Through an open door."""
    refuse_at_door(room, door=Room.Door.OPEN)
    return Membership.enter(person, room, hat=hat, pen_name=pen_name, pen_line=pen_line, reason="open door")


@transaction.atomic
def accept(
    invitation: OpenInvitation, *, person: Person, hat: Hat | None, pen_name: str = "", pen_line: str = ""
) -> Membership:
    """By invitation. Gates hold for the invited too; the database takes one use off the invitation."""
    if invitation.email and invitation.email != person.email:
        raise DoorStaysShut(
            _("This invitation was sent to another address. Sign in with that address to use it."), missing=[]
        )
    room = Room(id=invitation.room_id)
    refuse_unmet(room)
    return Membership.enter(
        person,
        room,
        role=invitation.role,
        invitation_id=invitation.id,
        hat=hat,
        pen_name=pen_name,
        pen_line=pen_line,
        reason="invited",
    )
