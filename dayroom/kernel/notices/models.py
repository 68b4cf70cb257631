"""That something happened, for one person.

Rows first; the page, mail and push come from them and never say more outside the wall.
"""

from typing import Self
from uuid import UUID

from django.db import connection, models
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Entry, Room

UNSEEN_CAP = 99
UNSEEN = """
SELECT count(*) FROM (SELECT 1 FROM notices_notice WHERE person_id = wall_me() AND seen_at IS NULL LIMIT %s) few
"""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def newest(self) -> Self:
        return self.order_by("-id")

    def before(self, cursor: UUID | None) -> Self:
        return self.filter(id__lt=cursor) if cursor else self

    def with_rooms(self) -> Self:
        """Room, entry and byline as far as the reader sees them today: a row the wall hides comes back as None."""
        return self.select_related("room", "entry__byline").defer("entry__text", "entry__html")

    def see(self) -> int:
        return self.unseen().update(seen_at=Now())


class Notice(models.Model):
    """Written by triggers beside the act itself (`migrations/0002_tell.sql`), so every door tells the same people."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("Somebody answered you")
        MESSAGE = "message", _("Somebody wrote to you")
        NEW = "new", _("Something new in a room")
        HELD = "held", _("Words wait for a host")
        ASK = "ask", _("Somebody asks to come in")
        LET_IN = "let_in", _("You were let in")
        TURNED_DOWN = "turned_down", _("You were not let in")
        BROUGHT_IN = "brought_in", _("You were brought into a room")
        ENDED = "ended", _("You are no longer in a room")
        CREDENTIAL = "credential", _("A check of your details changed")
        SEAL_OPENED = "seal_opened", _("Your name was opened")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")
    room_title = models.CharField(max_length=120, blank=True, db_default="")
    reason = models.CharField(max_length=240, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_person"),
            models.Index(fields=["person"], name="notice_unseen", condition=models.Q(seen_at=None)),
            models.Index(fields=["entry"], name="notice_entry", condition=models.Q(entry__isnull=False)),
        ]

    @staticmethod
    def unseen_count() -> int:
        """Of the person named, up to a cap. Plain SQL, because Home has 1.6 ms for everything."""
        with connection.cursor() as cursor:
            cursor.execute(UNSEEN, [UNSEEN_CAP])
            return int(cursor.fetchone()[0])
