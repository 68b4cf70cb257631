import pytest
from django.test import Client

from dayroom.kernel.audit.models import Event
from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def look(client: Client, words: str, where: str = "/search") -> str:
    answer = client.post(where, {"q": words}, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_words_are_found_in_my_rooms_and_marked(cast: Cast) -> None:
    cast.say("host", "community", "The bed raisers helped us sleep.", title="Beds")
    page = look(cast.client("member"), "raisers")
    assert "Beds" in page
    assert "<mark>raisers</mark>" in page


def test_the_outsider_finds_nothing(cast: Cast) -> None:
    cast.say("host", "community", "The bed raisers helped us sleep.", title="Beds")
    page = look(cast.client("outsider"), "raisers")
    assert "Nothing found" in page
    assert "Beds" not in page


def test_a_stem_is_found_by_readers_of_the_same_language(cast: Cast) -> None:
    cast.say("host", "community", "Falling at night.", language="en")
    assert "Falling" in look(cast.client("member"), "falls")


def test_accents_do_not_matter(cast: Cast) -> None:
    cast.say("host", "community", "La febbre è più alta. Señal.", language="it")
    assert "<mark>più</mark>" in look(cast.client("member"), "piu")


def test_a_side_room_leaves_no_trace(cast: Cast) -> None:
    said = cast.say("patient", "side", "Plasmapheresis, between us.")
    assert "Plasmapheresis" in look(cast.client("carer"), "plasmapheresis")
    hidden = look(cast.client("clinician"), "plasmapheresis")
    with cast.as_("patient"):
        Entry.objects.get(id=said.id).erase(cast.membership("patient", "side"))
    assert shown(hidden) == shown(look(cast.client("clinician"), "plasmapheresis"))
    assert "between us" not in hidden


def shown(page: str) -> str:
    return page.split('id="found"', 1)[1].split("</section>", 1)[0]


def test_what_is_written_is_never_html_in_a_hit(cast: Cast) -> None:
    cast.say("host", "community", "raisers <img src=x onerror=alert(1)>", title="<b>raisers</b>")
    page = look(cast.client("member"), "raisers")
    assert "<img src=x" not in page
    assert "&lt;b&gt;<mark>raisers</mark>&lt;/b&gt;" in page


def test_withdrawn_held_and_erased_words_are_not_found(cast: Cast) -> None:
    said = cast.say("host", "community", "raisers")
    with cast.as_("host"):
        said.withdraw(cast.membership("host", "community"))
    assert "Nothing found" in look(cast.client("member"), "raisers")


def test_the_words_stand_in_no_address_and_no_audit_line(cast: Cast) -> None:
    cast.say("host", "community", "raisers")
    answer = cast.client("member").post("/search", {"q": "raisers"})
    assert answer.status_code == 302
    assert "raisers" not in answer["Location"]
    look(cast.client("member"), "raisers")
    with cast.as_("member"):
        lines = list(Event.objects.filter(verb="search"))
    assert lines
    assert all("raisers" not in str(line.__dict__) for line in lines)


def test_a_room_is_searched_alone(cast: Cast) -> None:
    cast.say("host", "community", "raisers here")
    cast.say("company", "channel", "raisers elsewhere")
    page = look(cast.client("member"), "raisers", f"/rooms/{cast.rooms['community'].id}/search")
    assert "here" in page
    assert "elsewhere" not in page
    assert cast.client("outsider").get(f"/rooms/{cast.rooms['community'].id}/search").status_code == 404


def test_rooms_are_found_by_name_if_they_are_listed_or_mine(cast: Cast) -> None:
    assert "The <mark>community</mark> room" in look(cast.client("outsider"), "community", "/search/rooms")
    assert "Nothing found" in look(cast.client("outsider"), "circle", "/search/rooms")
    assert "circle" in look(cast.client("carer"), "circle", "/search/rooms")


def test_people_are_found_where_names_are_real_or_if_they_wish(cast: Cast) -> None:
    assert "Petra" in look(cast.client("carer"), "Petra", "/search/people")
    assert "Nothing found" in look(cast.client("outsider"), "Petra", "/search/people")
    assert "Nothing found" in look(cast.client("host"), "Marek", "/search/people"), "a pen name hides its person"


@pytest.mark.parametrize("words", ["", "a", "x" * 201])
def test_words_that_are_too_few_or_too_many_come_back(cast: Cast, words: str) -> None:
    answer = cast.client("member").post("/search", {"q": words})
    assert answer.status_code == 422


@pytest.mark.parametrize("words", ["'", "(((", "a & | !", '"open', "-only", "%%", "\\", "<script>"])
def test_awkward_words_are_only_words(cast: Cast, words: str) -> None:
    assert cast.client("member").post("/search", {"q": words}, follow=True).status_code in (200, 422)


def test_asking_too_often_has_to_wait(cast: Cast) -> None:
    answers = [cast.client("member").get("/search/people") for _time in range(41)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
