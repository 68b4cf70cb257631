"""Running the site: for everybody else it does not exist, and for those who run it it opens no room."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from dayroom.kernel.audit.chain import verify_and_record
from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Credential, Hat, Organisation, Person
from dayroom.kernel.rooms.models import Entry, SealOpening
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGES = ["/site/", "/site/people", "/site/checks", "/site/openings"]


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.client("officer")


@pytest.fixture
def claim(cast: Cast) -> Credential:
    with cast.as_("member"):
        return Credential.declare(
            cast.member, kind="profession", profession="nurse", country="IT", registry="r", number="7"
        )


def says(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def logged(cast: Cast, verb: str, subject: Person) -> bool:
    with cast.as_("officer"):
        return Event.objects.filter(verb=verb, actor_id=cast.officer.id, subject_id=subject.id).exists()


@pytest.mark.parametrize("address", PAGES)
def test_the_desk_opens_for_officers_and_is_not_there_for_others(cast: Cast, officer: Client, address: str) -> None:
    assert officer.get(address).status_code == 200
    absent = cast.client("member").get("/site/no-such-page")
    assert cast.client("member").get(address).content == absent.content
    assert cast.client("member").get(address).status_code == 404
    assert cast.client(None).get(address).status_code in (302, 404)


def test_the_overview_counts_and_names_nothing(cast: Cast, officer: Client) -> None:
    cast.say("patient", "circle", "Very private words.")
    page = says(officer.get("/site/"))
    assert "Care circle" in page
    assert "The circle room" not in page
    assert "Very private words." not in page


def test_the_counts_answer_officers_only(cast: Cast) -> None:
    assert cast.sees("member", "SELECT site_overview()") == [(None,)]
    assert cast.sees(None, "SELECT site_overview()") == [(None,)]
    assert cast.sees("officer", "SELECT (site_overview() ->> 'officers')::int") == [(2,)]


def test_the_last_check_of_the_record_is_shown(cast: Cast, officer: Client) -> None:
    assert "Not checked yet" in says(officer.get("/site/"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    verify_and_record()
    assert "Whole," in says(officer.get("/site/"))


def test_a_claim_is_checked_with_what_was_seen(cast: Cast, officer: Client, claim: Credential) -> None:
    assert "Marek Member" in says(officer.get("/site/checks"))
    good = {"level": "2", "evidence": "Register read today.", "valid_until": timezone.localdate() + timedelta(days=300)}
    assert officer.post(f"/site/checks/{claim.id}", good | {"level": "9"}).status_code == 422
    assert officer.post(f"/site/checks/{claim.id}", good | {"valid_until": timezone.localdate()}).status_code == 422
    assert officer.post(f"/site/checks/{claim.id}", good).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.level, claim.verifier_id) == ("checked", 2, cast.officer.id)
    assert logged(cast, "credential.check_off", cast.member)
    assert officer.post(f"/site/checks/{claim.id}", good).status_code == 404, "it is checked already"


def test_a_number_counts_once(cast: Cast, officer: Client, claim: Credential) -> None:
    with cast.as_("outsider"):
        again = Credential.declare(
            cast.outsider, kind="profession", profession="nurse", country="IT", registry="r", number="7"
        )
    good = {"level": "2", "evidence": "Register.", "valid_until": timezone.localdate() + timedelta(days=300)}
    assert officer.post(f"/site/checks/{claim.id}", good).status_code == 302
    refused = officer.post(f"/site/checks/{again.id}", good)
    assert refused.status_code == 422
    assert "already checked for somebody else" in says(refused)


def test_nobody_checks_their_own_claim(cast: Cast, officer: Client) -> None:
    with cast.as_("officer"):
        own = Credential.declare(cast.officer, kind="profession", profession="nurse", country="IT", number="8")
    assert officer.get(f"/site/checks/{own.id}").status_code == 404


def test_saying_no_ends_the_claim_with_a_reason(cast: Cast, officer: Client, claim: Credential) -> None:
    assert officer.post(f"/site/checks/{claim.id}/refuse", {}).status_code == 422
    assert officer.post(f"/site/checks/{claim.id}/refuse", {"reason": "The number is not there."}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "suspended"
    assert cast.sees("member", "SELECT kind FROM notices_notice WHERE kind = 'credential'") == [("credential",)]


def test_people_are_found_and_each_look_is_written_down(cast: Cast, officer: Client) -> None:
    assert "Otto Outsider" not in says(officer.get("/site/people"))
    assert "Otto Outsider" in says(officer.get("/site/people?q=otto"))
    assert "Otto Outsider" in says(officer.get("/site/people?q=OUTSIDER@example.org"))
    assert officer.get(f"/site/people/{cast.outsider.id}").status_code == 200
    assert logged(cast, "site.look", cast.outsider)


def test_suspending_takes_a_reason_and_ends_every_window(cast: Cast, officer: Client) -> None:
    outsider = cast.client("outsider")
    assert outsider.get("/rooms/").status_code == 200
    where = f"/site/people/{cast.outsider.id}"
    assert officer.post(f"{where}/suspend", {"reason": ""}).status_code == 422
    assert officer.post(f"{where}/suspend", {"reason": "Threats to a member."}).status_code == 302
    assert outsider.get("/rooms/").status_code == 302
    assert logged(cast, "person.suspend", cast.outsider)
    assert officer.post(f"{where}/let-back").status_code == 302
    assert officer.post(f"{where}/let-back").status_code == 422
    with cast.as_("officer"):
        assert Person.objects.get(id=cast.outsider.id).state == "active"


def test_officers_do_nothing_to_themselves(cast: Cast, officer: Client) -> None:
    assert officer.post(f"/site/people/{cast.officer.id}/suspend", {"reason": "Why not."}).status_code == 403


def test_a_companys_label_is_put_on_and_taken_off(cast: Cast, officer: Client) -> None:
    company = Organisation.objects.get(kind="company")
    where = f"/site/people/{cast.outsider.id}/label"
    assert officer.post(where, {"organisation": "none"}).status_code == 422
    assert officer.post(where, {"organisation": str(company.id), "line": "medical reviewer"}).status_code == 302
    hat = Hat.objects.worn().get(person=cast.outsider, kind="company")
    assert logged(cast, "hat.put_on", cast.outsider)
    assert officer.post(f"{where}/{hat.id}/off").status_code == 302
    assert not Hat.objects.worn().filter(id=hat.id).exists()


@pytest.fixture
def said(cast: Cast) -> Entry:
    return cast.say("member", "community", "I will find you.")


def ask(officer: Client, said: Entry, **changed: str) -> int:
    sent = {"address": f"https://x.example/rooms/{said.room_id}/threads/{said.id}", "reason": "A threat."} | changed
    return officer.post("/site/openings/ask", sent).status_code


def test_a_name_takes_two_officers_and_the_person_is_told(cast: Cast, officer: Client, said: Entry) -> None:
    assert ask(officer, said) == 302
    with cast.as_("officer"):
        opening = SealOpening.objects.get()
    alone = officer.post(f"/site/openings/{opening.id}/open")
    assert alone.status_code == 403
    assert "Marek" not in says(alone)
    opened = cast.client("second_officer").post(f"/site/openings/{opening.id}/open")
    assert opened.status_code == 200
    assert "Marek Member" in says(opened)
    assert "Marek" not in says(officer.get("/site/openings"))
    assert cast.sees("member", "SELECT reason FROM notices_notice WHERE kind = 'seal_opened'") == [("A threat.",)]


def test_an_opening_needs_a_reason_and_a_hidden_name(cast: Cast, officer: Client, said: Entry) -> None:
    assert ask(officer, said, reason="") == 422
    assert ask(officer, said, address="no address") == 422
    assert ask(officer, cast.say("patient", "circle")) == 422
    with cast.as_("officer"):
        assert not SealOpening.objects.exists()


def test_only_officers_learn_which_name_stands_at_an_address(cast: Cast, said: Entry) -> None:
    assert cast.sees("officer", "SELECT byline_id FROM seal_target(%s)", [said.id]) == [(said.byline_id,)]
    assert cast.sees("outsider", "SELECT byline_id FROM seal_target(%s)", [said.id]) == []
