"""Sessions in the database, and the one statement that turns a cookie into a named transaction."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dayroom.kernel.people.living import LIVING, limits
from dayroom.kernel.people.models import Person
from dayroom.kernel.people.models.session import SessionStore

__all__ = ["SessionStore", "WornHat", "load"]


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
