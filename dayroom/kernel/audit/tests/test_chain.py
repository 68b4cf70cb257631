"""Any edited, deleted, reordered or truncated line of the audit is found (R101)."""

import re

import pytest
from django.db import connection

from dayroom.kernel.audit.chain import verify_chain
from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.wall import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(db: None) -> int:
    """Five lines more; the answer is how many the chain had before them."""
    lines = verify_chain().lines
    for number in range(5):
        Event.objects.record(Act(verb=f"test.{number}", actor_id=None, facts={"n": number}))
    return lines


def tamper(statement: str, *, before: int) -> None:
    with as_owner("verify_audit"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # #3 stands for the position of the third of the five lines.
        cursor.execute(re.sub(r"#(\d+)", lambda found: str(before + int(found[1])), statement))


def test_an_untouched_chain_is_whole(before: int) -> None:
    verdict = verify_chain()
    assert (verdict.lines, verdict.faults) == (before + 5, [])
    assert len(verdict.head) == 64


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit_event SET verb = 'harmless' WHERE verb = 'test.2'", "Line #3 was changed"),
        ("UPDATE audit_event SET at = at - interval '1 day' WHERE verb = 'test.1'", "Line #2 was changed"),
        ("UPDATE audit_event SET facts = '{\"n\": 9}' WHERE verb = 'test.0'", "Line #1 was changed"),
        ("DELETE FROM audit_event WHERE verb = 'test.2'", "Line #3 was deleted"),
        ("DELETE FROM audit_link WHERE position = #3", "A line before #4 is gone"),
        (
            "INSERT INTO audit_event (verb) VALUES ('slipped in'); DELETE FROM audit_link WHERE position = #6",
            "1 lines are outside the chain",
        ),
        (
            "UPDATE audit_link SET position = 0 WHERE position = #2;"
            " UPDATE audit_link SET position = #2 WHERE position = #4;"
            " UPDATE audit_link SET position = #4 WHERE position = 0",
            "Line #2 was changed",
        ),
    ],
)
def test_a_touched_chain_is_found_out(before: int, statement: str, says: str) -> None:
    tamper(statement, before=before)
    assert re.sub(r"#(\d+)", lambda found: str(before + int(found[1])), says) in " ".join(verify_chain().faults)


def test_a_cut_off_end_is_found_by_the_head_that_was_written_down(before: int) -> None:
    head = verify_chain().head
    tamper("DELETE FROM audit_event WHERE verb = 'test.4'; DELETE FROM audit_link WHERE position = #5", before=before)
    assert verify_chain().faults == []
    assert "cut off" in verify_chain(expected_head=head).faults[0]
