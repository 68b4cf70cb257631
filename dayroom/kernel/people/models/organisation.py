from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        HOSPITAL = "hospital", _("Hospital or practice")
        UNIVERSITY = "university", _("University")
        COMPANY = "company", _("Company")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    country = models.CharField(max_length=2, blank=True, db_default="")

    def __str__(self) -> str:
        return self.name
