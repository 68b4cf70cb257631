from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import UUID7, Lower
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.audit.models import Act, Event


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(state=Person.State.ACTIVE)

    def findable(self) -> Self:
        return self.active().filter(findable=True)

    def named_like(self, words: str) -> Self:
        return self.filter(name__trigram_word_similar=words)


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str | None, password: str | None = None, **fields: object) -> "Person":
        person = Person(email=email.strip().lower() if email else None, **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        person: Person = self.get(email=(email or "").lower())
        return person


class Person(AbstractBaseUser):
    """An account. Guests and people a carer signed up may have no address; a password is optional where there is
    a passkey.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        LEFT = "left", _("Left")

    class Theme(models.TextChoices):
        AUTO = "auto", _("Like my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        NORMAL = "", _("Normal")
        LARGE = "large", _("Large")
        LARGER = "larger", _("Larger")

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    email = models.EmailField(null=True, unique=True)
    name = models.CharField(_("Your name"), max_length=120)
    about = models.TextField(blank=True, db_default="", max_length=1000)
    state = models.CharField(max_length=10, choices=State, db_default=State.ACTIVE)
    officer = models.BooleanField(db_default=False)
    language = models.CharField(max_length=10, db_default="", blank=True)
    time_zone = models.CharField(max_length=50, db_default="UTC")
    theme = models.CharField(max_length=5, choices=Theme, db_default=Theme.AUTO)
    text_size = models.CharField(max_length=6, choices=TextSize, db_default="", blank=True)
    # R65: good enough only beside a second step, which then cannot be taken off.
    short_password = models.BooleanField(db_default=False)
    single_keys = models.BooleanField(db_default=False)
    quick_exit = models.BooleanField(db_default=True)
    findable = models.BooleanField(db_default=False)
    created_at = models.DateTimeField(db_default=models.functions.Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state == self.State.ACTIVE

    @transaction.atomic
    def change(self, **fields: object) -> None:
        """Change own settings; the audit line names the fields, never their values."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        Event.objects.record(
            Act(
                verb="person.change",
                actor_id=self.id,
                object_kind="person",
                object_id=self.id,
                facts={"fields": list(fields)},
            )
        )

    @transaction.atomic
    def suspend(self, *, by: "Person", reason: str) -> None:
        """Every session ends with the same transaction (R68)."""
        self.state = self.State.SUSPENDED
        self.save(update_fields=["state"])
        self.sessions.all().delete()
        Event.objects.record(
            Act(
                verb="person.suspend",
                actor_id=by.id,
                object_kind="person",
                object_id=self.id,
                subject_id=self.id,
                purpose=reason,
            )
        )

    @transaction.atomic
    def let_back(self, *, by: "Person") -> None:
        """The account works again; rooms have to be entered again."""
        self.state = self.State.ACTIVE
        self.save(update_fields=["state"])
        Event.objects.record(
            Act(verb="person.let_back", actor_id=by.id, object_kind="person", object_id=self.id, subject_id=self.id)
        )
