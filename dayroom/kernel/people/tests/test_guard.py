"""What the application's role may not do to people's rows, whatever statement gets through."""

import pytest
from django.db import transaction

from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Credential, Hat, Organisation, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def refused(cast: Cast, who: str | None, sql: str, *ids: object) -> bool:
    try:
        with transaction.atomic():
            cast.sees(who, sql + " RETURNING 1", list(ids))
    except Exception as error:
        if "not theirs to change" in str(error) or "permission denied" in str(error):
            return True
        raise
    return False


@pytest.mark.parametrize("who", [None, "member", "officer"])
def test_nobody_makes_an_officer(cast: Cast, who: str | None) -> None:
    person = cast.people[who or "member"]
    assert refused(cast, who, "UPDATE people_person SET officer = true WHERE id = %s", cast.outsider.id)
    if not person.officer:
        assert refused(cast, who, "UPDATE people_person SET officer = true WHERE id = %s", person.id)


def test_only_an_officer_suspends_and_never_themselves(cast: Cast) -> None:
    suspend = "UPDATE people_person SET state = 'suspended' WHERE id = %s"
    assert refused(cast, None, suspend, cast.outsider.id)
    assert refused(cast, "member", suspend, cast.outsider.id)
    assert refused(cast, "officer", suspend, cast.officer.id)
    assert not refused(cast, "officer", suspend, cast.outsider.id)


def test_nobody_writes_another_persons_address_or_password(cast: Cast) -> None:
    for who in ("member", "officer"):
        assert refused(cast, who, "UPDATE people_person SET password = 'x' WHERE id = %s", cast.outsider.id)
        assert refused(cast, who, "UPDATE people_person SET email = 'x@example.org' WHERE id = %s", cast.outsider.id)
    assert not refused(cast, "member", "UPDATE people_person SET password = 'x' WHERE id = %s", cast.member.id)


def test_nobody_is_deleted(cast: Cast) -> None:
    assert refused(cast, "officer", "DELETE FROM people_person WHERE id = %s", cast.outsider.id)
    assert refused(cast, "member", "DELETE FROM people_credential WHERE person_id = %s", cast.clinician.id)


def test_a_claim_is_raised_by_an_officer_and_by_nobody_for_themselves(cast: Cast) -> None:
    with cast.as_("member"):
        claim = Credential.declare(cast.member, kind="profession", profession="nurse", country="IT")
    raised = "UPDATE people_credential SET state = 'checked', level = 2 WHERE id = %s"
    assert refused(cast, "member", raised, claim.id)
    assert refused(cast, "outsider", raised, claim.id)
    assert not refused(cast, "officer", raised, claim.id)
    assert refused(cast, "member", "UPDATE people_credential SET number = '1' WHERE id = %s", claim.id)
    assert not refused(
        cast,
        "member",
        "UPDATE people_credential SET country = 'SE', level = 0, state = 'declared' WHERE id = %s",
        claim.id,
    )


def test_an_officer_does_not_check_their_own_claim(cast: Cast) -> None:
    with cast.as_("officer"):
        claim = Credential.declare(cast.officer, kind="profession", profession="nurse", country="IT")
    assert refused(cast, "officer", "UPDATE people_credential SET state = 'checked', level = 3 WHERE id = %s", claim.id)


def test_a_suspended_claim_is_not_declared_anew(cast: Cast) -> None:
    with cast.as_("officer"):
        Credential.objects.get(person=cast.clinician).end(state="suspended", by=cast.officer)
    again = "UPDATE people_credential SET state = 'declared', level = 0 WHERE person_id = %s"
    assert refused(cast, "clinician", again, cast.clinician.id)


def test_a_companys_label_is_put_on_and_off_by_an_officer(cast: Cast) -> None:
    company = Organisation.objects.get(kind="company")
    on = "INSERT INTO people_hat (person_id, kind, organisation_id) VALUES (%s, 'company', %s)"
    off = "UPDATE people_hat SET put_down_at = now() WHERE kind = 'company' AND person_id = %s"
    assert refused(cast, "outsider", on, cast.outsider.id, company.id)
    assert refused(cast, "company", off, cast.company.id)
    with cast.as_("officer"):
        hat = Hat.put_on(cast.outsider, kind="company", organisation=company, by=cast.officer)
        hat.put_down(by=cast.officer)
        assert Event.objects.filter(verb="hat.put_on", actor_id=cast.officer.id, subject_id=cast.outsider.id).exists()


def test_a_suspended_person_is_let_back_by_an_officer(cast: Cast) -> None:
    with cast.as_("officer"):
        cast.outsider.suspend(by=cast.officer, reason="A threat.")
        cast.outsider.let_back(by=cast.officer)
        assert Person.objects.get(id=cast.outsider.id).state == "active"
        assert Event.objects.filter(verb="person.let_back", subject_id=cast.outsider.id).exists()
