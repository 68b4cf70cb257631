"""Pointing to a post or a paper: what each reader sees of it."""

from typing import Any

import pytest

from dayroom.features.posts.models import Citation
from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def cite(cast: Cast, who: str, room: str, what: str) -> Any:
    return cast.client(who).post(
        f"/rooms/{cast.rooms[room].id}/write", {"title": "See this", "text": "Look.", "cite": what}
    )


def thread_of(entry: Entry) -> str:
    return f"http://testserver/rooms/{entry.room_id}/threads/{entry.root_id}"


def page(cast: Cast, who: str, response: Any) -> str:
    return cast.client(who).get(response["Location"]).content.decode()


def test_readers_of_both_rooms_see_the_source_and_others_learn_nothing(cast: Cast) -> None:
    source = cast.say("colleague", "professional", "A rare finding.", title="A case of falls")
    response = cite(cast, "colleague", "commons", thread_of(source))
    assert "A case of falls" in page(cast, "clinician", response)
    outside = page(cast, "outsider", response)
    assert "A post in a room you are not in" in outside
    assert not [
        word
        for word in ("A case of falls", "A rare finding.", str(source.id), "The professional room")
        if word in outside
    ]


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("https://doi.org/10.1016/S0140-6736(20)30183-5", "https://doi.org/10.1016/S0140-6736(20)30183-5"),
        ("doi: 10.1000/182", "https://doi.org/10.1000/182"),
        ("PMID 31452104", "https://pubmed.ncbi.nlm.nih.gov/31452104/"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "https://pubmed.ncbi.nlm.nih.gov/31452104/"),
    ],
)
def test_a_paper_is_a_link_and_nothing_is_fetched(cast: Cast, typed: str, href: str) -> None:
    body = page(cast, "member", cite(cast, "member", "community", typed))
    assert f'<a href="{href}" rel="noreferrer noopener external"' in body
    assert body.count("doi.org") + body.count("pubmed") == 1


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "10.1000", "PMID", "10.1000/<script>", "https://example.org/x", "/rooms/x/threads/y"],
)
def test_what_is_no_source_is_refused(cast: Cast, typed: str) -> None:
    assert cite(cast, "member", "community", typed).status_code == 422
    assert cast.sees("member", "SELECT 1 FROM posts_citation") == []


def test_a_post_one_cannot_read_is_refused_like_one_that_never_was(cast: Cast) -> None:
    secret = cast.say("clinician", "professional", "Hidden.", title="Hidden")
    pages = {
        cite(cast, "member", "community", f"/rooms/{room}/threads/{entry}").content.count(b"We cannot find that.")
        for room, entry in ((secret.room_id, secret.id), (secret.room_id, cast.rooms["circle"].id))
    }
    assert pages == {2}


def test_a_circle_is_cited_only_inside_itself(cast: Cast) -> None:
    said = cast.say("clinician", "circle", "Bad night.")
    response = cite(cast, "clinician", "professional", thread_of(said))
    assert response.status_code == 422
    assert "can be cited only there" in response.content.decode()
    assert cite(cast, "clinician", "circle", thread_of(said)).status_code == 302


def test_a_part_of_a_circle_is_not_cited_in_the_circle(cast: Cast) -> None:
    said = cast.say("carer", "side", "Between us.")
    assert cite(cast, "carer", "circle", thread_of(said)).status_code == 422


def test_a_withdrawn_source_says_so(cast: Cast) -> None:
    source = cast.say("member", "community", "Old words.", title="Old")
    response = cite(cast, "host", "community", f"{thread_of(source)}#e-{source.id}")
    with cast.as_("member"):
        source.withdraw(cast.membership("member", "community"))
        assert Citation.objects.get().cited_id == source.id
    body = page(cast, "host", response)
    assert "A post that was taken back" in body
    assert "Old words." not in body


def test_cite_in_the_menu_fills_the_composer(cast: Cast) -> None:
    source = cast.say("member", "community", title="Old")
    place = f"/rooms/{source.room_id}/threads/{source.id}"
    menu = cast.client("host").get(f"/rooms/{source.room_id}/entries/{source.id}/menu").content.decode()
    assert f"/rooms/{source.room_id}/write?cite={place}" in menu
    assert f'value="{place}"' in cast.client("host").get(f"/rooms/{source.room_id}/write?cite={place}").content.decode()


def test_an_erased_post_cites_nothing_any_more(cast: Cast) -> None:
    place = cite(cast, "member", "community", "10.1000/182")["Location"].split("?")[0].replace("threads", "entries")
    cast.client("member").post(f"{place}/erase")
    assert cast.sees("member", "SELECT state FROM rooms_entry") == [("erased",)]
    assert cast.sees("member", "SELECT 1 FROM posts_citation") == []
