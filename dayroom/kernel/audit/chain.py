"""Walking the chain: any edited, deleted, reordered or truncated line is found (R101)."""

from dataclasses import dataclass

from django.db import connection

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.wall import as_owner


@dataclass(frozen=True)
class Verdict:
    """`head` is the last hash in hexadecimal; write it down outside the database to notice a truncated chain."""

    lines: int
    head: str
    faults: list[str]


# Every link is recomputed from the link before it, and set beside the events themselves; 20 faults are enough to name.
WALK = """
SELECT l.position, e.id IS NULL AS missing,
       l.hash = audit_digest(coalesce(lag(l.hash) OVER (ORDER BY l.position), ''::bytea), e) AS whole,
       l.position = 1 + coalesce(lag(l.position) OVER (ORDER BY l.position), 0) AS next
FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
"""


FAULTS = f"SELECT position, missing, whole, next FROM ({WALK}) w WHERE missing OR NOT whole OR NOT next LIMIT 20"  # noqa: S608


def verify_chain(*, expected_head: str = "") -> Verdict:
    with as_owner("verify_audit"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FAULTS)
        faults = [describe(*row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_id = e.id)"
        )
        unchained = cursor.fetchone()[0]
        cursor.execute("SELECT position, encode(hash, 'hex') FROM audit_link ORDER BY position DESC LIMIT 1")
        lines, head = cursor.fetchone() or (0, "")
        if expected_head:
            cursor.execute("SELECT 1 FROM audit_link WHERE hash = decode(%s, 'hex')", [expected_head])
            if cursor.fetchone() is None:
                faults.append("The head that was written down is not in the chain: lines were cut off or rewritten.")
    if unchained:
        faults.append(f"{unchained} lines are outside the chain.")
    return Verdict(lines=lines, head=head, faults=faults)


def verify_and_record(*, expected_head: str = "") -> Verdict:
    """The verdict becomes a line of the chain itself, so that the site's page can say when it was last whole."""
    verdict = verify_chain(expected_head=expected_head)
    outcome = "failed" if verdict.faults else "done"
    Event.objects.record(
        Act(verb="audit.verify", actor_id=None, outcome=outcome, facts={"lines": verdict.lines, "head": verdict.head})
    )
    return verdict


def describe(position: int, missing: bool, whole: bool, is_next: bool) -> str:
    if missing:
        return f"Line {position} was deleted."
    if not is_next:
        return f"A line before {position} is gone or out of order."
    return f"Line {position} was changed: its hash does not match." if not whole else f"Line {position} is wrong."
