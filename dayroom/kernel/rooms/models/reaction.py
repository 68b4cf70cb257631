from django.db import models
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models.entry import Entry
from dayroom.kernel.rooms.models.room import Room


class Reaction(models.Model):
    """Thanks and "same here" are counted; "seen / will do / done" are silent and show who, where people use real names."""

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
