from collections.abc import Sequence
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models.functions import UUID7, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Entry, Membership, Room
from dayroom.kernel.rooms.refusals import NotAllowed

LEAST_OPTIONS, MOST_OPTIONS = 2, 12


class Poll(models.Model):
    """The question below an entry's words. Its results show to who has answered, and to everyone once it is closed."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="poll")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=200)
    closes_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.question

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @classmethod
    @transaction.atomic
    def ask(
        cls, entry: Entry, *, question: str, options: Sequence[str], closes_at: datetime | None, by: Membership
    ) -> "Poll":
        poll = cls.objects.create(entry=entry, room_id=entry.room_id, question=question, closes_at=closes_at)
        PollOption.objects.bulk_create(
            PollOption(poll=poll, room_id=entry.room_id, entry=entry, place=place, words=words)
            for place, words in enumerate(options)
        )
        entry.record("poll.ask", by=by, options=str(len(options)))
        return poll

    @transaction.atomic
    def vote(self, option: "PollOption", *, by: Membership) -> None:
        """One vote each, for good: a vote that could be moved would tell from the counts who moved it."""
        if self.is_closed:
            raise NotAllowed(_("This poll is closed."))
        if PollVote.objects.filter(entry_id=self.entry_id, person_id=by.person_id).exists():
            raise NotAllowed(_("You have voted here already."))
        PollVote.objects.cast(option, by=by)
        # Without room and poll: hosts of real-name rooms read their room's lines, and would learn who voted when.
        Event.objects.record(Act(verb="poll.vote", actor_id=by.person_id, object_kind="poll"))


class PollOption(models.Model):
    """One answer; `votes` is moved by a trigger, so that nobody needs to see anybody's vote."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    place = models.SmallIntegerField()
    words = models.CharField(max_length=120)
    votes = models.IntegerField(db_default=0)

    class Meta:
        ordering = ["poll", "place"]
        constraints = [models.UniqueConstraint(fields=["poll", "place"], name="option_once")]

    def __str__(self) -> str:
        return self.words


class PollVoteQuerySet(models.QuerySet["PollVote"]):
    def cast(self, option: PollOption, *, by: Membership) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO polls_pollvote (room_id, entry_id, option_id, person_id) VALUES (%s, %s, %s, %s)",
                [option.room_id, option.entry_id, option.id, by.person_id],
            )


class PollVote(models.Model):
    """Who voted how. Everybody reads their own row and no other; there is no way to open it."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = PollVoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="vote_once")]
