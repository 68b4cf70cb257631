"""Append-only record of who did what, in plain ids; a deferred trigger chains each line by hash when its
transaction ends.
"""

from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import connection, models
from django.db.models.functions import UUID7


@dataclass(frozen=True, kw_only=True)
class Act:
    """One audited act. `facts` holds plain words and numbers only: never text a person wrote, names, tokens or
    addresses.
    """

    verb: str
    actor_id: UUID | None
    hat: str = ""
    object_kind: str = ""
    object_id: UUID | None = None
    room_id: UUID | None = None
    subject_id: UUID | None = None
    on_behalf_of_id: UUID | None = None
    purpose: str = ""
    outcome: str = "done"
    facts: dict[str, str | int | bool | list[str]] = field(default_factory=dict)


class EventQuerySet(models.QuerySet["Event"]):
    def record(self, act: Act) -> None:
        """Written without RETURNING: the application role may add lines that it may not read afterwards."""
        columns = asdict(act) | {"facts": connection.ops.adapt_json_value(act.facts, None)}
        names = ", ".join(columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO audit_event ({names}) VALUES ({marks})", list(columns.values()))  # noqa: S608

    def about(self, object_id: UUID) -> "EventQuerySet":
        return self.filter(object_id=object_id)


class Event(models.Model):
    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"))
    actor_id = models.UUIDField(null=True)
    hat = models.TextField(db_default="")
    verb = models.TextField()
    object_kind = models.TextField(db_default="")
    object_id = models.UUIDField(null=True)
    room_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    on_behalf_of_id = models.UUIDField(null=True)
    purpose = models.TextField(db_default="")
    outcome = models.TextField(db_default="done")
    facts = models.JSONField(db_default={})

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["room_id", "-id"], name="event_room"),
            models.Index(fields=["object_id", "-id"], name="event_object"),
            models.Index(
                fields=["subject_id", "-id"], name="event_subject", condition=models.Q(subject_id__isnull=False)
            ),
        ]


class Link(models.Model):
    """One ring of the chain: position, event, and the hash over the previous ring and the event's own columns."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    hash = models.BinaryField()
