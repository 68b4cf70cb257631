from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now

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
        # Django's own way back from the row to its store: the two name each other by design.
        from dayroom.kernel.people.sessions import SessionStore  # noqa: PLC0415

        return SessionStore
