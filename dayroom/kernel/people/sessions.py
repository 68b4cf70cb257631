"""Sessions in the database, and the one statement that turns a cookie into a named transaction."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection

from dayroom.kernel.people.models import Person, Session


class SessionStore(DatabaseSessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, object]) -> Session:
        row = super().create_model_instance(data)
        person_id = data.get(SESSION_KEY)
        row.person_id = UUID(str(person_id)) if person_id else None
        row.agent = str(data.get("agent", ""))[:200]
        return row


@dataclass(frozen=True)
class WornHat:
    id: UUID
    kind: str
    line: str
    organisation: str


PERSON_COLUMNS = [field.attname for field in Person._meta.concrete_fields]

# Idle and absolute limits are R68's; a session past either is a stranger. The setting is local to the transaction.
LOAD = f"""
WITH visit AS MATERIALIZED (
    SELECT s.session_key, s.seen_at < now() - interval '5 minutes' AS stale, p.*
    FROM people_session s JOIN people_person p ON p.id = s.person_id
    WHERE s.session_key = %s AND s.expire_date > now() AND p.state = 'active'
      AND s.seen_at > now() - %s * interval '1 second' AND s.created_at > now() - %s * interval '1 second')
SELECT set_config('app.person', coalesce((SELECT id::text FROM visit), ''), true),
       (SELECT stale FROM visit),
       (SELECT json_agg(json_build_array(h.id, h.kind, h.line, coalesce(o.name, '')) ORDER BY h.id)
        FROM people_hat h LEFT JOIN people_organisation o ON o.id = h.organisation_id
        WHERE h.person_id = (SELECT id FROM visit) AND h.put_down_at IS NULL),
       {", ".join(f"v.{name}" for name in PERSON_COLUMNS)}
FROM (SELECT 1) one LEFT JOIN visit v ON true
"""  # noqa: S608


def load(session_key: str | None) -> tuple[Person | None, list[WornHat]]:
    """Name the person of this session, or a stranger, for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [session_key or "", settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE])
        row = cursor.fetchone()
        if row[3 + PERSON_COLUMNS.index("id")] is None:
            return None, []
        if row[1]:
            cursor.execute("UPDATE people_session SET seen_at = now() WHERE session_key = %s", [session_key])
    person = Person.from_db(connection.alias, PERSON_COLUMNS, row[3:])
    hats = row[2] if isinstance(row[2], list) else json.loads(row[2] or "[]")
    return person, [WornHat(UUID(hat[0]), *hat[1:]) for hat in hats]
