from datetime import date
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import UUID7, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models.organisation import Organisation
from dayroom.kernel.people.models.person import Person


class CredentialQuerySet(models.QuerySet["Credential"]):
    def live(self) -> Self:
        return self.filter(state__in=Credential.LIVE)

    def past(self, day: date) -> Self:
        return self.live().filter(valid_until__lt=day)


class Credential(models.Model):
    """A claim about a person and how well it was checked (R61).

    Level 0 declared, 1 number and check digit, 2 register match, 3 document or in person. Doors ask for a level; a
    state outside LIVE counts for nothing, and the database ends the memberships that needed it in the same transaction.
    """

    class Kind(models.TextChoices):
        PROFESSION = "profession", _("Profession")
        EMPLOYMENT = "employment", _("Employment")
        RESIDENCE = "residence", _("Country of residence")
        STUDY = "study", _("Study")

    class State(models.TextChoices):
        DECLARED = "declared", _("As you told us")
        CHECKED = "checked", _("Checked")
        LAPSED = "lapsed", _("Ran out")
        SUSPENDED = "suspended", _("Suspended")
        WITHDRAWN = "withdrawn", _("Taken back")

    LIVE = (State.DECLARED, State.CHECKED)

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=12, choices=Kind)
    profession = models.CharField(max_length=40, blank=True, db_default="")
    specialty = models.CharField(max_length=60, blank=True, db_default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    registry = models.CharField(max_length=60, blank=True, db_default="")
    number = models.CharField(max_length=40, blank=True, db_default="")
    country = models.CharField(max_length=2, blank=True, db_default="")
    level = models.SmallIntegerField(db_default=0)
    evidence = models.CharField(max_length=200, blank=True, db_default="")
    verifier = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="verified")
    verified_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, db_default=State.DECLARED)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(0, 3)), name="credential_level"),
            models.UniqueConstraint(
                fields=["registry", "country", "number"],
                condition=~models.Q(number="") & models.Q(state="checked"),
                name="credential_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE and (self.valid_until is None or self.valid_until >= timezone.localdate())

    @classmethod
    @transaction.atomic
    def declare(cls, person: Person, *, kind: str, **claim: object) -> "Credential":
        """The person's own word: level 0, opens no door that asks for more (R2)."""
        credential = cls.objects.create(person=person, kind=kind, **claim)
        credential._record("credential.declare", actor_id=person.id)
        return credential

    @classmethod
    @transaction.atomic
    def live_in(cls, person: Person, country: str) -> None:
        """One lives in one country at a time: moving there takes the last one back."""
        for last in person.credentials.live().filter(kind=cls.Kind.RESIDENCE):
            last.end(state=cls.State.WITHDRAWN, by=person)
        cls.declare(person, kind=cls.Kind.RESIDENCE, country=country)

    @transaction.atomic
    def check_off(self, *, by: Person, level: int, evidence: str, valid_until: date | None = None) -> None:
        """An officer says what was seen; nobody checks their own claim."""
        assert by.id != self.person_id, "nobody checks their own claim"
        self.level, self.evidence, self.verifier, self.valid_until = level, evidence, by, valid_until
        self.verified_at, self.state = Now(), self.State.CHECKED
        self.save(update_fields=["level", "evidence", "verifier", "valid_until", "verified_at", "state"])
        self._record("credential.check_off", actor_id=by.id, level=level)

    @transaction.atomic
    def end(self, *, state: str, by: Person | None = None, reason: str = "") -> None:
        """Lapse, suspend or take back; memberships that needed it end by the database's trigger in this
        transaction (R5).
        """
        assert state not in self.LIVE
        self.state = state
        self.save(update_fields=["state"])
        self._record(f"credential.{state}", actor_id=by.id if by else None, reason=reason)

    @transaction.atomic
    def move_to(self, country: str) -> None:
        """A new country of practice or residence has to be checked again (R3)."""
        self.country, self.level, self.state = country, 0, self.State.DECLARED
        self.save(update_fields=["country", "level", "state"])
        self._record("credential.move", actor_id=self.person_id)

    def _record(self, verb: str, *, actor_id: UUID | None, **facts: str | int) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=actor_id,
                object_kind="credential",
                object_id=self.id,
                subject_id=self.person_id,
                facts=dict(facts),
            )
        )
