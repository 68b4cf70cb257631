from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import connection, models, transaction
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Organisation, Person


class MyRoom(models.Model):
    """The one definition of "rooms the named person is in": a view that both walls read."""

    room = models.OneToOneField("rooms.Room", on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    role = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "my_rooms"


class PublicRoom(models.Model):
    """Rooms that anybody may read, also without an account: the other half of the definition."""

    room = models.OneToOneField("rooms.Room", on_delete=models.DO_NOTHING, primary_key=True, related_name="+")

    class Meta:
        managed = False
        db_table = "public_rooms"


class RoomQuerySet(models.QuerySet["Room"]):
    def mine(self) -> Self:
        return self.filter(id__in=MyRoom.objects.values("room_id"))

    def seen(self) -> Self:
        return self.filter(models.Q(id__in=MyRoom.objects.values("room_id")) | models.Q(sight=Room.Sight.PUBLIC))

    def listed(self) -> Self:
        """Doors one may look for. Whether a door shows at all is the policy's answer, not this query's."""
        return (
            self.filter(state=Room.State.OPEN).exclude(listing=Room.Listing.NOBODY).exclude(kind=Room.Kind.CONVERSATION)
        )

    def doors(self) -> Self:
        """Rooms one is in, public ones, and doors one may look for (by the policy again)."""
        mine = models.Q(id__in=MyRoom.objects.values("room_id")) | models.Q(sight=Room.Sight.PUBLIC)
        return self.exclude(kind=Room.Kind.CONVERSATION).filter(
            mine | models.Q(state=Room.State.OPEN) & ~models.Q(listing=Room.Listing.NOBODY)
        )

    def not_mine(self) -> Self:
        return self.exclude(id__in=MyRoom.objects.values("room_id"))

    def about(self, words: str) -> Self:
        """Each word in the name, the purpose or the organisation."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                models.Q(title__icontains=word)
                | models.Q(purpose__icontains=word)
                | models.Q(organisation__name__icontains=word)
            )
        return found

    def side_rooms_of(self, room: "Room") -> Self:
        return self.mine().filter(parent=room, kind=Room.Kind.CIRCLE, state=Room.State.OPEN)


@dataclass(frozen=True)
class RoomPerson:
    """One line of the list of people in a room; `person_id` is None where names are pen names."""

    membership_id: UUID
    person_id: UUID | None
    name: str
    role: str
    hat: str
    line: str
    level: int
    since: datetime
    is_me: bool


@dataclass(frozen=True)
class RoomHost:
    """Somebody who looks after a room, under the name the room knows."""

    name: str
    role: str
    line: str
    is_checked: bool
    is_pen: bool


def list_field(*, longest: int = 60) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=longest), db_default=[], blank=True)


class Room(models.Model):
    """The unit of privacy, rules, moderation, retention and export.

    A kind is a bundle of defaults; the policy is the columns.
    """

    class Kind(models.TextChoices):
        CIRCLE = "circle", _("Care circle")
        COMMUNITY = "community", _("Community")
        PROFESSIONAL = "professional", _("Professional room")
        CHANNEL = "channel", _("Company channel")
        COMMONS = "commons", _("Open science")
        COLUMN = "column", _("Column")
        CONVERSATION = "conversation", _("Private conversation")

    class Sight(models.TextChoices):
        MEMBERS = "members", _("People in this room")
        PUBLIC = "public", _("Anyone, also without an account")

    class Door(models.TextChoices):
        CLOSED = "closed", _("Nobody new")
        INVITED = "invited", _("People a host invites")
        ASK = "ask", _("People who ask and are let in")
        OPEN = "open", _("Anyone who meets the conditions")

    class Listing(models.TextChoices):
        NOBODY = "nobody", _("Only people in it know that it exists")
        ELIGIBLE = "eligible", _("People who meet the conditions")
        EVERYONE = "everyone", _("Everyone with an account")

    class Posting(models.TextChoices):
        MEMBERS = "members", _("Everyone in the room")
        HOSTS = "hosts", _("Hosts start, everyone replies")
        REVIEWED = "reviewed", _("Hosts look before it shows")

    class Naming(models.TextChoices):
        REAL = "real", _("Real names")
        PEN = "pen", _("One lasting pen name each")
        SEALED = "sealed", _("A new sealed name in each thread")

    class Review(models.TextChoices):
        NONE = "none", _("No review")
        HELD = "held", _("First words of a new member are held")
        SIGNED = "signed", _("Signed off before it shows")

    class Watch(models.TextChoices):
        NONE = "none", _("Nothing is screened")
        COMPANY = "company", _("Screened for side effects, for the company")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ARCHIVED = "archived", _("Archived, read only")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(_("Name of the room"), max_length=120, blank=True)
    purpose = models.CharField(_("Who it is for, in one sentence"), max_length=240, blank=True, db_default="")
    rules = list_field(longest=240)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms"
    )
    founder = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sight = models.CharField(max_length=8, choices=Sight, db_default=Sight.MEMBERS)
    door = models.CharField(max_length=8, choices=Door, db_default=Door.INVITED)
    listing = models.CharField(max_length=8, choices=Listing, db_default=Listing.NOBODY)
    gate_hats = list_field()
    gate_professions = list_field()
    gate_specialties = list_field()
    gate_countries = list_field()
    gate_level = models.SmallIntegerField(db_default=0)
    gate_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gate_vouches = models.SmallIntegerField(db_default=0)
    posting = models.CharField(max_length=8, choices=Posting, db_default=Posting.MEMBERS)
    naming = models.CharField(max_length=6, choices=Naming, db_default=Naming.REAL)
    review = models.CharField(max_length=6, choices=Review, db_default=Review.NONE)
    watch = models.CharField(max_length=8, choices=Watch, db_default=Watch.NONE)
    reads_logged = models.BooleanField(db_default=False)
    versions_kept = models.BooleanField(db_default=False)
    retention_days = models.IntegerField(null=True, blank=True)
    languages = list_field()
    state = models.CharField(max_length=8, choices=State, db_default=State.OPEN)
    people_count = models.IntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=TransactionNow())

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(gate_level__range=(0, 3)), name="room_gate_level"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["circle", "conversation"]) | models.Q(sight="members"),
                name="room_private_kinds",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="channel") | models.Q(organisation__isnull=False), name="room_channel_owned"
            ),
        ]
        indexes = [
            models.Index(fields=["parent"], name="room_parent", condition=models.Q(parent__isnull=False)),
            models.Index(fields=["sight"], name="room_public", condition=models.Q(sight="public")),
        ]

    # A kind is a bundle of defaults; a host may change what SETTABLE names, nobody may change the rest.
    DEFAULTS: dict[str, dict[str, object]] = {
        Kind.CIRCLE: {"naming": Naming.REAL, "reads_logged": True, "versions_kept": True},
        Kind.COMMUNITY: {"naming": Naming.PEN, "door": Door.ASK, "listing": Listing.EVERYONE},
        Kind.PROFESSIONAL: {
            "naming": Naming.SEALED,
            "door": Door.OPEN,
            "listing": Listing.EVERYONE,
            "gate_hats": ["clinician"],
            "gate_level": 2,
        },
        Kind.CHANNEL: {
            "naming": Naming.REAL,
            "door": Door.OPEN,
            "listing": Listing.EVERYONE,
            "posting": Posting.HOSTS,
            "watch": Watch.COMPANY,
            "versions_kept": True,
        },
        Kind.COMMONS: {
            "naming": Naming.REAL,
            "door": Door.OPEN,
            "listing": Listing.EVERYONE,
            "sight": Sight.PUBLIC,
            "versions_kept": True,
        },
        Kind.COLUMN: {
            "naming": Naming.REAL,
            "door": Door.OPEN,
            "listing": Listing.EVERYONE,
            "sight": Sight.PUBLIC,
            "posting": Posting.HOSTS,
        },
        Kind.CONVERSATION: {"naming": Naming.REAL, "door": Door.CLOSED},
    }
    SETTABLE = (
        "title",
        "purpose",
        "rules",
        "door",
        "listing",
        "posting",
        "gate_hats",
        "gate_professions",
        "gate_specialties",
        "gate_countries",
        "gate_level",
        "gate_vouches",
        "review",
        "reads_logged",
        "versions_kept",
        "retention_days",
        "languages",
    )

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def is_private_kind(self) -> bool:
        return self.kind in (self.Kind.CIRCLE, self.Kind.CONVERSATION)

    @property
    def is_side_room(self) -> bool:
        return self.kind == self.Kind.CIRCLE and self.parent_id is not None

    @classmethod
    def found(cls, *, kind: str, title: str, **policy: object) -> "Room":
        """A room of this kind with its defaults. Save it and let its founder enter as host in the same transaction."""
        return cls(kind=kind, title=title, **(cls.DEFAULTS[kind] | policy))

    @transaction.atomic
    def change(self, *, by: Person, **fields: object) -> None:
        """Change what a host may change.

        People who no longer meet a tightened gate leave in this transaction, by trigger.
        """
        assert set(fields) <= set(self.SETTABLE)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        self.record("room.change", by=by, fields=list(fields))

    def would_end(self, **fields: object) -> set[UUID]:
        """The memberships that would end if this changed: tried within a savepoint and taken back.

        A host sees them all.
        """
        before = set(self._live_ids())
        with transaction.atomic():
            Room.objects.filter(id=self.id).update(**fields)
            after = set(self._live_ids())
            transaction.set_rollback(True)
        return before - after

    def _live_ids(self) -> "models.QuerySet[models.Model, UUID]":
        return self.memberships.filter(ended_at=None).values_list("id", flat=True)

    @transaction.atomic
    def archive(self, *, by: Person) -> None:
        self.state = self.State.ARCHIVED
        self.save(update_fields=["state"])
        self.record("room.archive", by=by)

    @transaction.atomic
    def reopen(self, *, by: Person) -> None:
        self.state = self.State.OPEN
        self.save(update_fields=["state"])
        self.record("room.reopen", by=by)

    def missing_for_me(self) -> list[str]:
        """The gates the named person does not meet, as words of the database's one definition; empty means come in."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT my_unmet_gates(%s)", [self.id])
            return list(cursor.fetchone()[0])

    def people(self) -> list[RoomPerson]:
        """Who is here, as the room's naming lets the named person know: no person stands behind a pen or sealed
        name.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM room_people(%s)", [self.id])
            return [RoomPerson(*row) for row in cursor.fetchall()]

    def hosts(self) -> list[RoomHost]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM room_hosts(%s)", [self.id])
            return [RoomHost(*row) for row in cursor.fetchall()]

    def record(self, verb: str, *, by: Person | None, outcome: str = "done", **facts: object) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.id if by else None,
                object_kind="room",
                object_id=self.id,
                room_id=self.id,
                outcome=outcome,
                facts=facts,  # type: ignore[arg-type]
            )
        )
