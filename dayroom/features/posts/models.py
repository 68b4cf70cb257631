from typing import Self
from uuid import UUID

from django.db import connection, models
from django.db.models.functions import UUID7, Now

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Entry, Membership, Room


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, membership: Membership, *, thread_id: UUID | None) -> Self:
        return self.filter(room=membership.room_id, person=membership.person_id, thread=thread_id)

    def keep(self, membership: Membership, *, thread_id: UUID | None, fields: dict[str, list[str]]) -> None:
        self.update_or_create(
            room_id=membership.room_id,
            person_id=membership.person_id,
            thread_id=thread_id,
            defaults={"fields": fields, "updated_at": Now()},
        )

    def drop(self, membership: Membership, *, thread_id: UUID | None) -> None:
        self.of(membership, thread_id=thread_id).delete()


class Draft(models.Model):
    """What one person has begun to write in a room: the form as it was typed, until it is posted."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    updated_at = models.DateTimeField(db_default=Now())

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "room", "thread"], nulls_distinct=False, name="draft_once"),
        ]


class Citation(models.Model):
    """What an entry points to: another entry, or a paper by its number. Sight is asked of each reader anew."""

    class Register(models.TextChoices):
        DOI = "doi", "DOI"
        PUBMED = "pmid", "PubMed"

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="citation")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    cited = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, related_name="+")
    register = models.CharField(max_length=4, choices=Register, blank=True, db_default="")
    number = models.CharField(max_length=200, blank=True, db_default="")

    ADDRESSES = {Register.DOI: "https://doi.org/{}", Register.PUBMED: "https://pubmed.ncbi.nlm.nih.gov/{}/"}

    class Meta:
        indexes = [models.Index(fields=["cited"], name="citation_cited", condition=models.Q(cited__isnull=False))]


# One statement: the thread is read up to here, and the room up to just before the first word in it that is still
# unread, so that reading one thread never makes the news of another disappear.
MOVE = """
WITH moved AS (
    INSERT INTO posts_reading (room_id, person_id, thread_id, up_to) VALUES (%(room)s, wall_me(), %(thread)s, %(up_to)s)
    ON CONFLICT (person_id, thread_id) DO UPDATE SET up_to = greatest(excluded.up_to, posts_reading.up_to)),
unread AS (
    SELECT e.id FROM rooms_entry e
    LEFT JOIN posts_reading r ON r.person_id = wall_me() AND r.thread_id = coalesce(e.thread_id, e.id)
    WHERE e.room_id = %(room)s AND e.state = 'published' AND coalesce(e.thread_id, e.id) <> %(thread)s
      AND e.id > coalesce(%(before)s, %(zero)s) AND (r.up_to IS NULL OR r.up_to < e.id)
    ORDER BY e.room_id, e.id LIMIT 1)
UPDATE rooms_membership m SET seen_up_to = greatest(m.seen_up_to, coalesce(
    (SELECT e.id FROM rooms_entry e WHERE e.room_id = %(room)s AND e.id < (SELECT id FROM unread)
     ORDER BY e.room_id, e.id DESC LIMIT 1),
    CASE WHEN EXISTS (SELECT 1 FROM unread) THEN m.seen_up_to ELSE %(up_to)s END))
WHERE m.id = %(membership)s
"""
ZERO = UUID(int=0)


class Reading(models.Model):
    """How far one person has read one thread: the reader's own bookmark, seen by nobody else and not audited."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    up_to = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="reading_once")]

    @staticmethod
    def move(membership: Membership, *, thread_id: UUID, up_to: UUID) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                MOVE,
                {
                    "room": membership.room_id,
                    "thread": thread_id,
                    "up_to": up_to,
                    "membership": membership.id,
                    "before": membership.seen_up_to,
                    "zero": ZERO,
                },
            )
