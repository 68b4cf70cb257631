from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from dayroom.kernel.people.models.person import Person


class Session(AbstractBaseSession):
    """A signed-in window. The person stands beside the packed data, so that one statement finds both."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    agent = models.CharField(max_length=200, db_default="")
    # R66: this window was opened with a passkey or a second step.
    strong = models.BooleanField(db_default=False)

    @classmethod
    def get_session_store_class(cls) -> type:
        return SessionStore


class SessionStore(DatabaseSessionStore):
    """Django's sessions, held to the same limits as `load`: what is a stranger there is one here too."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, object]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        person_id = data.get(SESSION_KEY)
        row.person_id = UUID(str(person_id)) if person_id else None
        row.agent = str(data.get("agent", ""))[:200]
        row.strong = bool(data.get("strong"))
        return row

    def save(self, must_create: bool = False) -> None:
        """What a session learns later does not make it younger: `created_at` and `seen_at` stay."""
        if self.session_key is None or must_create:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]
        values = {name: getattr(row, name) for name in ("session_data", "expire_date", "person_id", "agent", "strong")}
        if not Session.objects.filter(session_key=row.session_key).update(**values):
            raise UpdateError

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        found = Session.objects.filter(
            session_key=self.session_key,
            expire_date__gt=now,
            seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
            created_at__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        ).first()
        if found is None:
            self._session_key = None
        return found
