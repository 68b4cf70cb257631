"""Files in rooms: cleaned before they are stored, seen exactly where and as long as the entry they hang on is seen."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Self
from uuid import UUID

from django.conf import settings
from django.core.files import File as Opened
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.rooms.models import Entry, Membership, Room
from dayroom.lib.cleaning import Cleaned, cleaned
from dayroom.lib.kinds import N_, Refused

MOST_ON_ENTRY = 10
MOST_WAITING = 30  # of one person in one room: several answers may be begun side by side
TOO_MANY = N_("You have too many files waiting here. Post some, or remove some, then add this one.")
ORIGINAL, THUMBNAIL = "original", "thumbnail"


class FileQuerySet(models.QuerySet["File"]):
    def waiting(self, membership: Membership) -> Self:
        """Taken in by this member here and not posted yet."""
        return self.filter(room=membership.room_id, uploader=membership.person_id, entry=None).order_by("id")

    def shown_to(self, membership: Membership) -> Self:
        """In the member's room: what hangs on shown words, on words that wait where hosts look, and one's own."""
        own = models.Q(entry=None, uploader=membership.person_id) | models.Q(
            entry__state__in=[Entry.State.HELD, Entry.State.WITHDRAWN], entry__byline__authorship__isnull=False
        )
        shown = models.Q(entry__state=Entry.State.PUBLISHED)
        if membership.role in (Membership.Role.HOST, Membership.Role.MODERATOR):
            shown |= models.Q(entry__state=Entry.State.HELD)
        return self.filter(own | shown, room=membership.room_id)

    def chosen(self, ids: Iterable[UUID]) -> Self:
        return self.filter(id__in=list(ids))

    def on(self, entries: Iterable[UUID]) -> dict[UUID, list["File"]]:
        """The files of each of these entries that the reader may see, in one query."""
        found: dict[UUID, list[File]] = {}
        for file in self.filter(entry__in=list(entries)).order_by("id"):
            assert file.entry_id is not None
            found.setdefault(file.entry_id, []).append(file)
        return found


class File(models.Model):
    """Waits for its entry while `entry` is empty, and only its uploader sees it. When it is posted the database forgets
    who brought it: in a sealed room that would be the name. Erasing the entry deletes the row, and a trigger notes the
    bytes as gone."""

    class Family(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DICOM = "dicom", _("X-ray or scan")
        PDF = "pdf", _("PDF")
        AUDIO = "audio", _("Sound")
        VIDEO = "video", _("Video")
        DOCUMENT = "document", _("Document")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="files")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="files")
    uploader = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    family = models.CharField(max_length=8, choices=Family)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Where the bytes lie; unguessable, so that it is no second way to them.
    key = models.CharField(max_length=32, unique=True)
    has_thumbnail = models.BooleanField(db_default=False)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    pages = models.IntegerField(null=True)
    facts = models.JSONField(db_default={})
    alt = models.CharField(_("What it shows"), max_length=500, blank=True, db_default="")
    veiled = models.BooleanField(_("Some people find this hard to look at"), db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = FileQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["entry"], name="file_entry", condition=models.Q(entry__isnull=False)),
            models.Index(fields=["uploader", "room"], name="file_waiting", condition=models.Q(entry=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry=None) ^ models.Q(uploader=None), name="file_waits_or_is_posted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.id}"

    @property
    def needs_description(self) -> bool:
        """A picture without words is not there for people who do not see it."""
        return self.family in (self.Family.PICTURE, self.Family.DICOM)

    @property
    def may_show_names(self) -> bool:
        """The file of an X-ray does not say that nothing is written into the picture."""
        return bool(self.facts.get("may_have_burned_in_text"))

    @property
    def drawings(self) -> int:
        """How many pictures can be drawn of it: images of a series, pages of a document."""
        if self.family == self.Family.DICOM:
            return int(self.facts["frames"])
        return self.pages or 0

    @classmethod
    @transaction.atomic
    def take_in(cls, membership: Membership, *, name: str, sent: IO[bytes]) -> "File":
        """Cleans and keeps it until it is posted. Raises `Refused` with a sentence for the sender."""
        if cls.objects.waiting(membership).count() >= MOST_WAITING:
            raise Refused(TOO_MANY)
        with cleaned(sent, name=name, within=settings.ARRIVING) as clean:
            file = cls._of(clean, membership, name=name)
            store(file.key, ORIGINAL, clean.data)
            if file.has_thumbnail:
                store(file.key, THUMBNAIL, clean.thumbnail)
        file.save(force_insert=True)
        file.record("file.take_in", by=membership, family=file.family, size=file.size)
        return file

    @classmethod
    def _of(cls, clean: Cleaned, membership: Membership, *, name: str) -> "File":
        family = family_of(clean)
        with clean.data.open("rb") as data:
            sha256 = hashlib.file_digest(data, "sha256").hexdigest()
        return cls(
            room_id=membership.room_id, uploader_id=membership.person_id, family=family,
            name=shown_name(name, family=family, extension=clean.extension, naming=membership.room.naming),
            media_type=clean.media_type, size=clean.data.stat().st_size, sha256=sha256, key=secrets.token_hex(16),
            has_thumbnail=clean.thumbnail.exists(), width=clean.width, height=clean.height, pages=clean.pages,
            facts=clean.facts,
        )  # fmt: skip

    def describe(self, *, alt: str, veiled: bool) -> None:
        """By its uploader, and once it is posted by the author of its entry; the database refuses others."""
        self.alt, self.veiled = alt, veiled
        self.save(update_fields=["alt", "veiled"])

    @transaction.atomic
    def attach(self, entry: Entry, *, by: Membership) -> None:
        """Onto the uploader's own entry only: the database moves it (`files_attach` in 0002_wall.sql)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT files_attach(%s, %s)", [self.id, entry.id])
        self.entry, self.room_id, self.uploader = entry, entry.room_id, None
        self.record("file.attach", by=by)

    @transaction.atomic
    def remove(self, *, by: Membership) -> None:
        self.record("file.remove", by=by)
        self.delete()

    def open(self, what: str = ORIGINAL) -> IO[bytes]:
        return default_storage.open(place(self.key, what))

    def record(self, verb: str, *, by: Membership, **facts: str | int) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.person_id,
                hat=by.hat.kind if by.hat else "",
                object_kind="file",
                object_id=self.id,
                room_id=self.room_id,
                on_behalf_of_id=by.on_behalf_of_id,
                facts=dict(facts),
            )
        )


class GoneFile(models.Model):
    """The bytes of rows that are no more, whichever way they went; filled by a trigger, read by the sweeper alone."""

    key = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(db_default=Now())


def place(key: str, what: str) -> str:
    return f"{key[:2]}/{key[2:4]}/{key}/{what}"


def store(key: str, what: str, path: Path) -> None:
    with path.open("rb") as data:
        default_storage.save(place(key, what), Opened(data))


def family_of(clean: Cleaned) -> str:
    if clean.family in ("text", "office"):
        return File.Family.DOCUMENT
    if clean.family == "recording":
        return File.Family.VIDEO if clean.media_type.startswith("video/") else File.Family.AUDIO
    return File.Family(clean.family)


def shown_name(name: str, *, family: str, extension: str, naming: str) -> str:
    """Cameras write times into names and hospitals write patients, and a name seen twice joins two threads: only
    documents keep theirs, and only where people use their own."""
    stem = Path(name.replace("\\", "/")).name.rpartition(".")[0]
    kept = "".join(letter for letter in stem if letter.isprintable()).strip(" .")[:100]
    written = family in (File.Family.PDF, File.Family.DOCUMENT) and naming == Room.Naming.REAL
    plain = "scan" if family == File.Family.DICOM else str(family)
    return f"{kept if written and kept else plain}.{extension}"
