from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.rooms.models.byline import Authorship, Byline
from dayroom.kernel.rooms.models.membership import Membership
from dayroom.kernel.rooms.models.room import MyRoom, PublicRoom, Room
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.lib.markup import render


class EntryQuerySet(models.QuerySet["Entry"]):
    def seen(self) -> Self:
        """The room set said explicitly; the policy behind it then finds nothing to remove."""
        return self.filter(
            models.Q(room_id__in=MyRoom.objects.values("room_id"))
            | models.Q(room_id__in=PublicRoom.objects.values("room_id"))
        )

    def published(self) -> Self:
        return self.filter(state=Entry.State.PUBLISHED)

    def shown(self) -> Self:
        """What a page lists: published words, and a sentence in the place of what was taken away."""
        return self.exclude(state=Entry.State.HELD)

    def held(self) -> Self:
        return self.filter(state=Entry.State.HELD)

    def threads(self) -> Self:
        return self.filter(parent=None)

    def replies_in(self, thread: "Entry") -> Self:
        return self.filter(thread=thread)

    def with_author(self) -> Self:
        """Byline joined, and whether it is the reader's own: the database shows nobody any authorship but their own."""
        return self.select_related("byline").annotate(
            is_mine=models.Exists(Authorship.objects.filter(byline_id=models.OuterRef("byline_id")))
        )

    def before(self, cursor: UUID | None) -> Self:
        return self.filter(id__lt=cursor) if cursor else self

    def after(self, cursor: UUID) -> Self:
        return self.filter(id__gt=cursor)


class Entry(models.Model):
    """Whatever people say or do in a room. A feature adds at most a one-to-one detail row."""

    class State(models.TextChoices):
        HELD = "held", _("Waits for a host")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Taken back")
        ERASED = "erased", _("Erased")

    # From → to, and the role besides the author that may do it.
    MOVES = {
        (State.HELD, State.PUBLISHED): "moderate",
        (State.HELD, State.WITHDRAWN): "moderate",
        (State.PUBLISHED, State.WITHDRAWN): "moderate",
        (State.WITHDRAWN, State.PUBLISHED): "moderate",
    }

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20)
    byline = models.ForeignKey(Byline, on_delete=models.PROTECT, related_name="entries")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    thread = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    language = models.CharField(max_length=10, blank=True, db_default="")
    title = models.CharField(max_length=200, blank=True, db_default="")
    text = models.TextField(blank=True, db_default="")
    html = models.TextField(blank=True, db_default="")
    about = models.CharField(max_length=120, blank=True, db_default="")
    state = models.CharField(max_length=10, choices=State, db_default=State.PUBLISHED)
    state_reason = models.CharField(max_length=240, blank=True, db_default="")
    taken_by_host = models.BooleanField(db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    # Moved by triggers, so that a member needs no right to change somebody else's row.
    reply_count = models.IntegerField(db_default=0)
    thanks_count = models.IntegerField(db_default=0)
    same_count = models.IntegerField(db_default=0)
    newest_id = models.UUIDField(null=True)

    is_mine: bool  # known after `with_author()`

    objects = EntryQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None, thread=None) | models.Q(parent__isnull=False, thread__isnull=False),
                name="entry_reply_has_thread",
            ),
        ]
        indexes = [
            models.Index(fields=["room", "-id"], name="entry_room"),
            models.Index(fields=["room", "-newest_id"], name="entry_threads", condition=models.Q(parent=None)),
            models.Index(fields=["room"], name="entry_held", condition=models.Q(state="held")),
            models.Index(fields=["thread", "id"], name="entry_replies", condition=models.Q(thread__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def root_id(self) -> UUID:
        return self.thread_id or self.id

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @classmethod
    @transaction.atomic
    def say(
        cls,
        membership: Membership,
        *,
        kind: str,
        text: str,
        title: str = "",
        about: str = "",
        language: str = "",
        parent: "Entry | None" = None,
        naming: str = "",
    ) -> "Entry":
        """Say something in the membership's room: byline, entry and audit line in one transaction."""
        refuse_to_write(membership, parent)
        naming = naming or Byline.namings_for(membership)[0]
        byline = Byline.sign(membership, naming=naming, thread_id=parent.root_id if parent else None)
        entry = cls.objects.create(
            room=membership.room,
            kind=kind,
            byline=byline,
            parent=parent,
            thread_id=parent.root_id if parent else None,
            title=title,
            text=text,
            html=render(text),
            about=about,
            language=language,
            state=state_for(membership),
        )
        if naming == Room.Naming.SEALED and parent is None:
            byline.thread = entry
            byline.save(update_fields=["thread"])
        entry.record("entry.say", by=membership)
        return entry

    @transaction.atomic
    def edit(self, membership: Membership, *, text: str, title: str = "", about: str = "") -> None:
        """The author's own words only; the room's rules say whether the old ones are kept."""
        self._author_only()
        if not self.is_published and self.state != self.State.HELD:
            raise NotAllowed(_("This was taken back. Write it again if you want to."))
        if self.room.versions_kept:
            EntryVersion.objects.create(entry=self, room=self.room, title=self.title, text=self.text, html=self.html)
        self.text, self.title, self.about, self.html = text, title or self.title, about, render(text)
        self.edited_at = Now()
        self.save(update_fields=["text", "title", "about", "html", "edited_at"])
        self.record("entry.edit", by=membership)

    @transaction.atomic
    def withdraw(self, membership: Membership, *, reason: str = "") -> None:
        """Taken back by its writer, or by a host with a reason that the room can read."""
        by_host = not self.is_own()
        if by_host:
            self._host_only(membership)
        self._move(self.State.WITHDRAWN, reason=reason, by_host=by_host)
        self.record("entry.withdraw", by=membership)

    @transaction.atomic
    def publish(self, membership: Membership) -> None:
        """Let held words through, or put back what was withdrawn."""
        if not (self.is_own() and self.state == self.State.WITHDRAWN and not self.taken_by_host):
            self._host_only(membership)
        self._move(self.State.PUBLISHED, reason="", by_host=False)
        self.record("entry.publish", by=membership)

    @transaction.atomic
    def erase(self, membership: Membership) -> None:
        """The words go for good, with their versions; the place and the audit lines stay, without content."""
        self._author_only()
        self.versions.all().delete()
        self.title = self.text = self.html = self.about = ""
        self.state = self.State.ERASED
        self.save(update_fields=["title", "text", "html", "about", "state"])
        self.record("entry.erase", by=membership)

    def is_own(self) -> bool:
        return Authorship.objects.filter(byline_id=self.byline_id).exists()

    def record(self, verb: str, *, by: Membership, **facts: str) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.person_id,
                hat=by.hat.kind if by.hat else "",
                object_kind="entry",
                object_id=self.id,
                room_id=self.room_id,
                on_behalf_of_id=by.on_behalf_of_id,
                facts=dict(facts),
            )
        )

    def _move(self, state: str, *, reason: str, by_host: bool) -> None:
        if (self.state, state) not in self.MOVES:
            raise NotAllowed(_("This has already been changed. Open the page again to see how it is now."))
        self.state, self.state_reason, self.taken_by_host = state, reason, by_host
        self.save(update_fields=["state", "state_reason", "taken_by_host"])

    def _author_only(self) -> None:
        if not self.is_own():
            raise NotAllowed(_("Only the person who wrote this can change it."))

    def _host_only(self, membership: Membership) -> None:
        if membership.role not in (Membership.Role.HOST, Membership.Role.MODERATOR):
            raise NotAllowed(_("Only the people who look after this room can do that."))


def refuse_to_write(membership: Membership, parent: Entry | None) -> None:
    room = membership.room
    if membership.role in (Membership.Role.OBSERVER, Membership.Role.VISITOR):
        raise NotAllowed(_("You can read in this room, but not write."))
    if room.state == Room.State.ARCHIVED:
        raise NotAllowed(_("This room is archived. You can read it, and nobody can write in it."))
    if parent is None and room.posting == Room.Posting.HOSTS and membership.role == Membership.Role.MEMBER:
        raise NotAllowed(_("In this room the hosts start, and everyone can reply."))
    if parent is not None and (parent.room_id != room.id or not parent.is_published):
        raise NotAllowed(_("What you answered is no longer there."))


def state_for(membership: Membership) -> str:
    """Held where hosts look first, or where a new member's first words are looked at."""
    room = membership.room
    if membership.role in (Membership.Role.HOST, Membership.Role.MODERATOR):
        return Entry.State.PUBLISHED
    if room.posting == Room.Posting.REVIEWED or room.review == Room.Review.SIGNED:
        return Entry.State.HELD
    if room.review == Room.Review.HELD:
        spoke = Entry.objects.published().filter(room=room, byline__authorship__isnull=False).exists()
        return Entry.State.PUBLISHED if spoke else Entry.State.HELD
    return Entry.State.PUBLISHED


class EntryVersion(models.Model):
    """What an entry said before it was changed, where the room's rules ask to keep it."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=200, blank=True, db_default="")
    text = models.TextField()
    html = models.TextField()
    replaced_at = models.DateTimeField(db_default=Now())
