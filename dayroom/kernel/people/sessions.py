"""Sessions in the database, and the one statement that turns a cookie into a named transaction."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection
from django.utils import timezone

from dayroom.kernel.people.living import LIVING, limits
from dayroom.kernel.people.models import Person, Session


class SessionStore(DatabaseSessionStore):
    """Django's sessions, held to the same limits as `load`: what is a stranger there is one here too."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, object]) -> Session:
        row = super().create_model_instance(data)
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
        row = self.create_model_instance(self._get_session())
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


@dataclass(frozen=True)
class WornHat:
    id: UUID
    kind: str
    line: str
    organisation: str


PERSON_COLUMNS = [field.attname for field in Person._meta.concrete_fields]

# The setting is local to the transaction.
LOAD = f"""
WITH visit AS MATERIALIZED (
    SELECT s.session_key, s.strong, s.seen_at < now() - interval '5 minutes' AS stale, p.*
    FROM {LIVING} WHERE s.session_key = %s)
SELECT set_config('app.person', coalesce((SELECT id::text FROM visit), ''), true),
       (SELECT stale FROM visit),
       (SELECT json_agg(json_build_array(h.id, h.kind, h.line, coalesce(o.name, '')) ORDER BY h.id)
        FROM people_hat h LEFT JOIN people_organisation o ON o.id = h.organisation_id
        WHERE h.person_id = (SELECT id FROM visit) AND h.put_down_at IS NULL),
       (SELECT strong FROM visit),
       {", ".join(f"v.{name}" for name in PERSON_COLUMNS)}
FROM (SELECT 1) one LEFT JOIN visit v ON true
"""  # noqa: S608


def load(session_key: str | None) -> tuple[Person | None, list[WornHat], bool]:
    """Name the person of this session, or a stranger, for the rest of the transaction; and whether they came by a
    second step.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [*limits(), session_key or ""])
        row = cursor.fetchone()
        if row[4 + PERSON_COLUMNS.index("id")] is None:
            return None, [], False
        if row[1]:
            cursor.execute("UPDATE people_session SET seen_at = now() WHERE session_key = %s", [session_key])
    person = Person.from_db(connection.alias, PERSON_COLUMNS, row[4:])
    hats = row[2] if isinstance(row[2], list) else json.loads(row[2] or "[]")
    return person, [WornHat(UUID(hat[0]), *hat[1:]) for hat in hats], bool(row[3])
