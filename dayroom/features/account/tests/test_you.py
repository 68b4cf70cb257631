import pytest
from django.test import Client

from dayroom.kernel.people.models import Credential, Hat, Person
from tests.cast import Cast

PROFILE = {"name": "Marek M. Member", "about": "I live with MSA.", "findable": "on"}
READING = {"theme": "dark", "text_size": "larger", "language": "it", "time_zone": "Europe/Rome", "single_keys": "on"}
WORK = {"profession": "physician", "specialty": "neurology", "country": "IT", "registry": "OMCeO", "number": "12345"}
PAGES = ["/you/", "/you/profile", "/you/reading", "/you/hats/new", "/you/claims/new", "/you/country", "/you/security"]


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_is_asked_to_sign_in(cast: Cast, address: str) -> None:
    assert Client().get(address)["Location"] == f"/sign-in?next={address}"
    assert cast.client("member").get(address).status_code == 200


def test_the_page_says_who_one_is_in_each_room_and_leaves_conversations_out(cast: Cast) -> None:
    text = cast.client("member").get("/you/").text
    assert "Rowan (pen name)" in text
    assert "The conversation room" not in cast.client("carer").get("/you/").text.split("Who you are, room by room")[1]


def test_a_profile_is_changed_and_the_line_names_fields_only(cast: Cast) -> None:
    answer = cast.client("member").post("/you/profile", PROFILE)
    assert answer["Location"] == "/you/#profile"
    person = Person.objects.get(id=cast.member.id)
    assert (person.name, person.about, person.findable) == ("Marek M. Member", "I live with MSA.", True)
    ((facts,),) = cast.sees("member", "SELECT facts::text FROM audit_event WHERE verb = 'person.change'")
    assert "MSA" not in str(facts)


def test_nobody_is_without_a_name(cast: Cast) -> None:
    answer = cast.client("member").post("/you/profile", PROFILE | {"name": " "})
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert Person.objects.get(id=cast.member.id).name == "Marek Member"


def test_reading_is_as_one_likes_it(cast: Cast) -> None:
    client = cast.client("member")
    assert client.post("/you/reading", READING).status_code == 302
    page = client.get("/you/profile").text
    assert 'lang="it"' in page
    assert 'data-theme="dark" data-text="larger"' in page
    assert "about:blank" not in page, "an untaken tick switches it off"
    assert client.post("/you/reading", READING | {"time_zone": "Mars/Olympus"}).status_code == 422


def test_a_hat_is_put_on_and_down(cast: Cast) -> None:
    client = cast.client("member")
    assert client.post("/you/hats/new", {"kind": "carer", "line": "Cares for her father"})["Location"] == "/you/#hats"
    hat = Hat.objects.get(person=cast.member, kind="carer")
    assert "Cares for her father" in client.get(f"/you/hats/{hat.id}/put-down").text
    client.post(f"/you/hats/{hat.id}/put-down")
    assert not Hat.objects.worn().filter(id=hat.id).exists()


@pytest.mark.parametrize("kind", ["company", "moderator", "king", ""])
def test_some_hats_are_only_given(cast: Cast, kind: str) -> None:
    assert cast.client("member").post("/you/hats/new", {"kind": kind}).status_code == 422
    assert cast.member.hats.count() == 1


def test_who_works_for_a_company_cannot_take_the_label_off(cast: Cast) -> None:
    hat = cast.company.hats.get()
    assert cast.client("company").post(f"/you/hats/{hat.id}/put-down").status_code == 404
    assert Hat.objects.worn().filter(id=hat.id).exists()


def test_nobody_puts_down_the_hat_of_somebody_else(cast: Cast) -> None:
    hat = cast.patient.hats.get()
    assert cast.client("member").post(f"/you/hats/{hat.id}/put-down").status_code == 404


def test_a_profession_is_ones_own_word_until_it_is_checked(cast: Cast) -> None:
    client = cast.client("member")
    assert client.post("/you/claims/new", WORK).status_code == 302
    claim = Credential.objects.get(person=cast.member)
    assert (claim.level, claim.state, claim.number) == (0, "declared", "12345")
    text = client.get("/you/").text
    assert "Neurologist" in text
    assert "Your own word, not checked" in text


def test_an_unknown_profession_comes_back(cast: Cast) -> None:
    assert cast.client("member").post("/you/claims/new", WORK | {"profession": "wizard"}).status_code == 422
    assert not Credential.objects.filter(person=cast.member).exists()


def test_moving_to_another_country_takes_the_check_away(cast: Cast) -> None:
    claim = cast.clinician.credentials.get()
    client = cast.client("clinician")
    assert client.get(f"/you/claims/{claim.id}/move").status_code == 200
    assert client.post(f"/you/claims/{claim.id}/move", {"country": "FR"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.country, claim.level, claim.state) == ("FR", 0, "declared")
    assert client.get(f"/rooms/{cast.rooms['professional'].id}/").status_code == 404, "the room asked for a check"


def test_what_was_claimed_is_taken_back(cast: Cast) -> None:
    claim = cast.clinician.credentials.get()
    assert cast.client("member").post(f"/you/claims/{claim.id}/take-back").status_code == 404
    assert cast.client("clinician").post(f"/you/claims/{claim.id}/take-back").status_code == 302
    claim.refresh_from_db()
    assert claim.state == "withdrawn"


def test_one_lives_in_one_country_at_a_time(cast: Cast) -> None:
    client = cast.client("member")
    client.post("/you/country", {"country": "IT"})
    client.post("/you/country", {"country": "FR"})
    assert [claim.country for claim in cast.member.credentials.live()] == ["FR"]
    assert client.post("/you/country", {"country": "Atlantis"}).status_code == 422
