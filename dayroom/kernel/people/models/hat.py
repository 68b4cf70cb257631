from typing import Self

from django.db import models, transaction
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models.organisation import Organisation
from dayroom.kernel.people.models.person import Person


class HatQuerySet(models.QuerySet["Hat"]):
    def worn(self) -> Self:
        return self.filter(put_down_at=None)


class Hat(models.Model):
    """In which capacity a person acts. Company staff wear theirs everywhere; no room can take the label off (R8)."""

    class Kind(models.TextChoices):
        PATIENT = "patient", _("Patient")
        CARER = "carer", _("Family carer")
        CLINICIAN = "clinician", _("Clinician")
        RESEARCHER = "researcher", _("Researcher")
        COMPANY = "company", _("Works for a company")
        MODERATOR = "moderator", _("Looks after rooms")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hats")
    kind = models.CharField(max_length=12, choices=Kind)
    line = models.CharField(_("In a few words"), max_length=80, blank=True, db_default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="hats")
    put_down_at = models.DateTimeField(null=True)

    objects = HatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="company") | models.Q(organisation__isnull=False), name="hat_company_named"
            ),
        ]

    def __str__(self) -> str:
        return self.line or self.get_kind_display()

    @classmethod
    @transaction.atomic
    def put_on(
        cls,
        person: Person,
        *,
        kind: str,
        line: str = "",
        organisation: Organisation | None = None,
        by: Person | None = None,
    ) -> "Hat":
        """One's own word; a company's label is given by an officer and nobody else."""
        hat = cls.objects.create(person=person, kind=kind, line=line, organisation=organisation)
        hat._record("hat.put_on", by=by or person)
        return hat

    @transaction.atomic
    def put_down(self, *, by: Person | None = None) -> None:
        """Memberships that needed this hat end by the database's own trigger, in this transaction."""
        self.put_down_at = Now()
        self.save(update_fields=["put_down_at"])
        self._record("hat.put_down", by=by or self.person)

    def _record(self, verb: str, *, by: Person) -> None:
        Event.objects.record(
            Act(
                verb=verb,
                actor_id=by.id,
                hat=self.kind if by.id == self.person_id else "",
                object_kind="hat",
                object_id=self.id,
                subject_id=self.person_id,
            )
        )
