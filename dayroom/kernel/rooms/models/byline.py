import secrets
from typing import Self
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Credential, Hat, Person
from dayroom.kernel.people.professions import title_of
from dayroom.kernel.rooms.models.membership import Membership
from dayroom.kernel.rooms.models.room import Room

# Neutral words, the same in every language we ship; nobody is born, trained or ill as a tree.
SEALED_NAMES = (
    "Alder Ash Aspen Beech Birch Bramble Cedar Cherry Chestnut Cypress Dogwood Elder Elm Fern Fir Hawthorn Hazel "
    "Heather Holly Hornbeam Ivy Juniper Larch Laurel Lilac Lime Linden Magnolia Maple Mulberry Myrtle Oak Olive Pine "
    "Plane Poplar Quince Rowan Sorrel Spruce Sycamore Tamarisk Thorn Walnut Willow Yarrow Yew"
).split()


class BylineQuerySet(models.QuerySet["Byline"]):
    def mine(self) -> Self:
        """The database shows nobody more than their own authorship, so this needs no person."""
        return self.filter(authorship__isnull=False)


class Byline(models.Model):
    """What readers see of an author, frozen when written. `person` is set for real names only."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bylines")
    thread = models.ForeignKey("rooms.Entry", on_delete=models.CASCADE, null=True, related_name="sealed_bylines")
    naming = models.CharField(max_length=6, choices=Room.Naming)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    hat = models.CharField(max_length=12, choices=Hat.Kind, blank=True, db_default="")
    line = models.CharField(max_length=120, blank=True, db_default="")
    organisation = models.CharField(max_length=200, blank=True, db_default="")
    level = models.SmallIntegerField(db_default=0)
    checked_in = models.CharField(max_length=2, blank=True, db_default="")
    checked_at = models.DateField(null=True)

    objects = BylineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(naming="real"), name="byline_person_only_if_real"
            ),
        ]
        indexes = [models.Index(fields=["room", "thread"], name="byline_room")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_checked(self) -> bool:
        return self.level >= 2

    @property
    def is_company(self) -> bool:
        return self.hat == Hat.Kind.COMPANY

    @classmethod
    def namings_for(cls, membership: Membership) -> list[str]:
        """How this member may sign here, the room's own way first. Company staff always use their real name (R8)."""
        if membership.hat and membership.hat.kind == Hat.Kind.COMPANY:
            return [Room.Naming.REAL]
        if membership.room.naming == Room.Naming.PEN and not membership.pen_name:
            return [Room.Naming.REAL]
        return list(dict.fromkeys([membership.room.naming, Room.Naming.REAL]))

    @classmethod
    @transaction.atomic
    def sign(cls, membership: Membership, *, naming: str, thread_id: UUID | None = None) -> "Byline":
        """The caller's byline here as of now: the same row while nothing about it changed, a new frozen one when
        it did.
        """
        assert naming in cls.namings_for(membership)
        face = cls._face(membership, naming)
        if naming == Room.Naming.SEALED:
            return cls._sealed(membership, face, thread_id)
        found = cls.objects.mine().filter(room=membership.room, naming=naming, **face).first()
        return found or cls._freeze(membership, naming=naming, **face)

    @classmethod
    def _sealed(cls, membership: Membership, face: dict[str, object], thread_id: UUID | None) -> "Byline":
        """One name per person and thread, drawn at random: nothing in it leads to another thread."""
        in_thread = cls.objects.filter(room=membership.room, naming=Room.Naming.SEALED, thread_id=thread_id)
        mine = in_thread.mine().first() if thread_id else None
        if mine:
            return mine
        taken = set(in_thread.values_list("name", flat=True)) if thread_id else set()
        rounds = 1 + len(taken) // len(SEALED_NAMES)
        free = [name for name in sealed_names(rounds) if name not in taken] or sealed_names(rounds + 1)[
            -len(SEALED_NAMES) :
        ]
        face["name"] = secrets.choice(free)
        return cls._freeze(membership, naming=Room.Naming.SEALED, thread_id=thread_id, **face)

    @classmethod
    def _freeze(cls, membership: Membership, **face: object) -> "Byline":
        byline = cls.objects.create(room=membership.room, **face)
        Authorship.objects.record(byline, person=membership.person)
        return byline

    @classmethod
    def _face(cls, membership: Membership, naming: str) -> dict[str, object]:
        hat, person = membership.hat, membership.person
        checked = cls._best_check(person) if hat and hat.kind == Hat.Kind.CLINICIAN else None
        title = title_of(checked.profession, checked.specialty) if checked else ""
        face: dict[str, object] = {
            "hat": hat.kind if hat else "",
            "level": checked.level if checked else 0,
            "checked_in": checked.country if checked else "",
            "checked_at": checked.verified_at.date() if checked and checked.verified_at else None,
        }
        if naming != Room.Naming.REAL:
            # Country, date and organisation narrow a profession down to one person; a name that hides carries none.
            hidden = {"name": membership.pen_name, "line": membership.pen_line or title}
            face |= {"checked_in": "", "checked_at": None}
            return face | (hidden if naming == Room.Naming.PEN else {"name": "", "line": title})
        line = (hat.line if hat else "") or title
        organisation = hat.organisation.name if hat and hat.organisation else ""
        return face | {"name": person.name, "person": person, "line": line, "organisation": organisation}

    @staticmethod
    def _best_check(person: Person) -> Credential | None:
        live = [
            c for c in person.credentials.live().filter(kind=Credential.Kind.PROFESSION).order_by("-level") if c.is_live
        ]
        return live[0] if live else None


def sealed_names(rounds: int) -> list[str]:
    return [name if turn == 0 else f"{name} {turn + 1}" for turn in range(rounds) for name in SEALED_NAMES]


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def record(self, byline: Byline, *, person: Person) -> None:
        """Without RETURNING and without the ORM's own look back: this table answers nobody but its own row's person."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO rooms_authorship (byline_id, room_id, person_id) VALUES (%s, %s, %s)",
                [byline.id, byline.room_id, person.id],
            )


class Authorship(models.Model):
    """Who stands behind a byline.

    The application role reads its own rows and no others; `SealOpening` is the only way in.
    """

    byline = models.OneToOneField(Byline, on_delete=models.CASCADE, primary_key=True, related_name="authorship")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "room"], name="authorship_person")]


class SealOpening(models.Model):
    """Opening a pen or sealed name: one officer asks with a reason, another opens, the person is told at once.

    Both officers may record a legal ground to wait; the person is then told after `LONGEST_WAIT_DAYS` at the latest.
    """

    LONGEST_WAIT_DAYS = 30

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    byline = models.ForeignKey(Byline, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    reason = models.CharField(_("Why it has to be known who this is"), max_length=500)
    legal_ground = models.CharField(
        _("Legal ground to tell the person later"), max_length=500, blank=True, db_default=""
    )
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="opening_has_reason"),
            models.CheckConstraint(
                condition=models.Q(opened_by=None) | ~models.Q(opened_by=models.F("asked_by")), name="opening_takes_two"
            ),
        ]

    @classmethod
    @transaction.atomic
    def ask(
        cls, *, room_id: object, byline_id: object, by: Person, reason: str, legal_ground: str = ""
    ) -> "SealOpening":
        opening = cls.objects.create(
            room_id=room_id, byline_id=byline_id, asked_by=by, reason=reason, legal_ground=legal_ground
        )
        Event.objects.record(
            Act(
                verb="seal.ask",
                actor_id=by.id,
                object_kind="byline",
                object_id=opening.byline_id,
                room_id=opening.room_id,
            )
        )
        return opening

    @transaction.atomic
    def open(self, *, by: Person) -> Person:
        """The person behind the name.

        The database refuses anybody but a second officer, and writes the audit line itself.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT open_seal(%s)", [self.id])
            person_id = cursor.fetchone()[0]
        self.refresh_from_db()
        person: Person = Person.objects.get(id=person_id)
        return person
