from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

import psycopg
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.models.room import Room
from dayroom.kernel.rooms.refusals import DoorStaysShut, NotAllowed

if TYPE_CHECKING:
    from dayroom.kernel.rooms.models.entry import EntryQuerySet


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self) -> Self:
        return self.filter(models.Q(until=None) | models.Q(until__gt=Now()), ended_at=None)

    def past(self) -> Self:
        return self.filter(until__lte=Now(), ended_at=None)

    def end_all(self, *, reason: str) -> int:
        """For jobs: the triggers do what follows from each end."""
        return self.update(ended_at=Now(), end_reason=reason)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)


class Membership(models.Model):
    """Person × room. Being in it is the whole of sight; an end is final, coming back is a new membership."""

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        MODERATOR = "moderator", _("Looks after the room")
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Reads only")
        VISITOR = "visitor", _("Reads from outside")

    class Notify(models.TextChoices):
        ALL = "all", _("Everything new")
        REPLIES = "replies", _("Replies to me")
        NOTHING = "nothing", _("Nothing")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, db_default=Role.MEMBER)
    hat = models.ForeignKey(Hat, on_delete=models.SET_NULL, null=True, blank=True)
    pen_name = models.CharField(max_length=40, blank=True, db_default="")
    pen_line = models.CharField(max_length=80, blank=True, db_default="")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(
        "rooms.Invitation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, db_default="")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=240, blank=True, db_default="")
    notify = models.CharField(max_length=8, choices=Notify, db_default=Notify.REPLIES)
    seen_up_to = models.UUIDField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "room"], condition=models.Q(ended_at=None), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["room", "pen_name"],
                condition=models.Q(ended_at=None) & ~models.Q(pen_name=""),
                name="pen_name_once",
            ),
        ]
        indexes = [models.Index(fields=["room"], condition=models.Q(ended_at=None), name="membership_room")]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def is_visitor(self) -> bool:
        return self.role == self.Role.VISITOR

    def entries(self) -> "EntryQuerySet":
        return self.room.entries.all()

    @classmethod
    @transaction.atomic
    def enter(cls, person: Person, room: Room, *, by: Person | None = None, **terms: object) -> "Membership":
        """Come in. The database refuses who may not: a met gate and an open door, an invitation, a host, or the
        founder.
        """
        membership = cls(person=person, room=room, **terms)
        try:
            with transaction.atomic():
                membership.save(force_insert=True)
        except DatabaseError as error:
            refused = refusal(error)
            if refused is error:
                raise
            raise refused from error
        membership._record("membership.enter", by=by or person, role=membership.role)
        return membership

    @transaction.atomic
    def end(self, *, reason: str, by: Person) -> None:
        """Notices go, streams close and the counts move with the row, by trigger, in this transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT end_membership(%s, %s)", [self.id, reason])
        self.end_reason = reason
        self._record("membership.end", by=by, reason=reason)

    def leave(self) -> None:
        self.end(reason="left", by=self.person)

    @transaction.atomic
    def change_role(self, role: str, *, by: Person) -> None:
        self.role = role
        self.save(update_fields=["role"])
        self._record("membership.change_role", by=by, role=role)

    def see_up_to(self, entry_id: UUID) -> None:
        """Not audited: where one stopped reading is the reader's own bookmark."""
        Membership.objects.filter(id=self.id).filter(
            models.Q(seen_up_to=None) | models.Q(seen_up_to__lt=entry_id)
        ).update(seen_up_to=entry_id)

    @transaction.atomic
    def change_notify(self, level: str) -> None:
        self.notify = level
        self.save(update_fields=["notify"])
        self._record("membership.change_notify", by=self.person, level=level)

    @transaction.atomic
    def shorten(self, until: datetime, *, by: Person) -> None:
        self.until = until
        self.save(update_fields=["until"])
        self._record("membership.shorten", by=by)

    def _record(self, verb: str, *, by: Person, **facts: str) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.id,
                object_kind="membership",
                object_id=self.id,
                room_id=self.room_id,
                subject_id=self.person_id,
                on_behalf_of_id=self.on_behalf_of_id,
                facts=dict(facts),
            )
        )


def refusal(error: DatabaseError) -> Exception:
    """The database's refusal at the door in words; any other error goes on as it is.

    Codes: `migrations/0002_sight.sql`.
    """
    cause = error.__cause__
    if isinstance(error, IntegrityError) and "pen_name_once" in str(error):
        return NotAllowed(_("Somebody in this room already has that pen name. Choose another."))
    if isinstance(error, IntegrityError) and "membership_once" in str(error):
        return NotAllowed(_("This person is already in the room."))
    if not isinstance(cause, psycopg.Error) or not (cause.sqlstate or "").startswith("DR"):
        return error
    if cause.sqlstate == "DR001":
        missing = (cause.diag.message_primary or "").split(",")
        return DoorStaysShut(_("This person cannot come in: a condition of the door is not met."), missing=missing)
    if cause.sqlstate == "DR003":
        return NotAllowed(_("Only people of the circle can be in a part of it."))
    return NotAllowed(_("Nobody has let this person in."))
