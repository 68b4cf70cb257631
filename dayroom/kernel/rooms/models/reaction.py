from django.db import models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models.entry import Entry
from dayroom.kernel.rooms.models.membership import Membership
from dayroom.kernel.rooms.models.room import Room


class Reaction(models.Model):
    """Thanks and "same here" are counted; "seen / will do / done" are silent and show who, where people use real
    names.
    """

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        SAME = "same", _("Same here")
        SEEN = "seen", _("Seen")
        WILL_DO = "will_do", _("Will do")
        DONE = "done", _("Done")

    ANSWERS = (Kind.SEEN, Kind.WILL_DO, Kind.DONE)

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person", "kind"], name="reaction_once")]

    @classmethod
    @transaction.atomic
    def toggle(cls, entry: Entry, *, by: Membership, kind: str) -> bool:
        """Put there or taken away again; True when it is there now.

        One person has one of the silent answers at a time.
        """
        mine = cls.objects.filter(entry=entry, person=by.person_id)
        if mine.filter(kind=kind).delete()[0]:
            entry.record("reaction.take", by=by, kind=kind)
            return False
        if kind in cls.ANSWERS:
            mine.filter(kind__in=cls.ANSWERS).delete()
        cls.objects.create(room_id=entry.room_id, entry=entry, person_id=by.person_id, kind=kind)
        entry.record("reaction.put", by=by, kind=kind)
        return True
