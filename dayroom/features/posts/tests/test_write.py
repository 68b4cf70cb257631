"""Writing a post: as whom, what, for whom; drafts that stay."""

import re
from typing import Any

import pytest

from dayroom.features.posts.models import Draft
from dayroom.kernel.rooms.models import Entry, Membership, Room
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def send(cast: Cast, who: str, room: str = "community", **fields: object) -> Any:
    return cast.client(who).post(f"/rooms/{cast.rooms[room].id}/write", fields)


def said(cast: Cast, who: str) -> list[Entry]:
    with cast.as_(who):
        return list(Entry.objects.seen().select_related("byline").order_by("id"))


def test_a_post_goes_to_its_room_under_the_chosen_name(cast: Cast) -> None:
    response = send(cast, "member", title="Falls", text="What helped you?", naming="pen")
    (entry,) = said(cast, "member")
    assert response["Location"].startswith(f"/rooms/{entry.room_id}/threads/{entry.id}?posted={entry.id}")
    assert (entry.title, entry.text, entry.byline.name, entry.kind) == ("Falls", "What helped you?", "Rowan", "post")
    assert "sent" in response.cookies
    assert ("entry.say",) in cast.sees("member", "SELECT verb FROM audit_event WHERE object_id = %s", [entry.id])


def test_the_page_says_who_writes_and_who_reads(cast: Cast) -> None:
    body = cast.client("member").get(f"/rooms/{cast.rooms['community'].id}/write").content.decode()
    assert "Post to The community room, as Rowan" in body
    assert "Post to The community room, as Marek Member" in body
    assert "3 people in The community room can see this." in body


def test_the_outsider_gets_404(cast: Cast) -> None:
    assert send(cast, "outsider", title="Falls", text="Let me in.").status_code == 404


def test_an_observer_is_refused(cast: Cast) -> None:
    assert send(cast, "observer", title="Falls", text="I only read.").status_code == 403
    assert said(cast, "host") == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "Falls", "text": "  \n"}, "Write something first."),
        ({"title": "", "text": "No title."}, "Give it a title."),
        ({"title": "Falls", "text": "x" * 20_001}, "This is too long."),
        ({"title": "Falls", "text": "Words.", "naming": "sealed"}, "Select a valid choice"),
        ({"title": "Falls", "text": "Words.", "cite": "some paper"}, "We cannot find that."),
    ],
)
def test_what_cannot_be_sent_comes_back_with_every_word(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    response = send(cast, "member", **fields)
    assert response.status_code == 422
    body = response.content.decode()
    assert sentence in body
    assert fields["text"].strip() in body
    assert "<title>Error:" in body
    assert said(cast, "member") == []


def test_words_are_kept_as_typed(cast: Cast) -> None:
    send(cast, "member", title="Falls", text="  One\r\ntwo \u200f\n\n")
    assert said(cast, "member")[0].text == "  One\ntwo \u200f\n\n"


def test_a_draft_is_kept_for_its_writer_only_and_goes_with_the_post(cast: Cast) -> None:
    place = f"/rooms/{cast.rooms['community'].id}"
    response = cast.client("member").post(
        f"{place}/draft", {"title": "Half", "text": "half a thought"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 204
    assert "half a thought" in cast.client("member").get(f"{place}/write").content.decode()
    assert "half a thought" not in cast.client("host").get(f"{place}/write").content.decode()
    assert cast.sees("host", "SELECT 1 FROM posts_draft") == []
    send(cast, "member", title="Whole", text="a whole thought")
    with cast.as_("member"):
        assert not Draft.objects.exists()


def test_a_draft_without_scripts_comes_back_to_the_form(cast: Cast) -> None:
    place = f"/rooms/{cast.rooms['community'].id}"
    response = cast.client("member").post(f"{place}/draft", {"text": "half", "keep": "1"})
    assert response["Location"] == f"{place}/write?kept=1"
    assert "Your draft is kept." in cast.client("member").get(response["Location"]).content.decode()
    cast.client("member").post(f"{place}/draft/drop")
    assert "half" not in cast.client("member").get(f"{place}/write").content.decode()


def test_a_draft_that_is_too_long_is_refused_with_a_sentence(cast: Cast) -> None:
    place = f"/rooms/{cast.rooms['community'].id}/draft"
    assert cast.client("member").post(place, {"text": "x" * 70_000}).status_code == 422
    assert cast.client("outsider").post(place, {"text": "x"}).status_code == 404
    assert cast.client("observer").post(place, {"text": "x"}).status_code == 403


def test_held_words_wait_for_a_host(cast: Cast) -> None:
    room = cast.rooms["community"]
    with cast.as_("host"):
        room.change(by=cast.host, review=Room.Review.HELD)
    send(cast, "member", title="First", text="My first words.")
    (entry,) = said(cast, "member")
    assert entry.state == "held"
    assert (
        "A host looks at this before the room sees it"
        in cast.client("member").get(f"/rooms/{room.id}/").content.decode()
    )
    assert "My first words." not in cast.client("observer").get(f"/rooms/{room.id}/").content.decode()
    assert cast.client("observer").get(f"/rooms/{room.id}/threads/{entry.id}").status_code == 404
    assert cast.client("member").get(f"/rooms/{room.id}/held").status_code == 403
    assert "1 post waits for you" in cast.client("host").get(f"/rooms/{room.id}/").content.decode()
    assert "My first words." in cast.client("host").get(f"/rooms/{room.id}/held").content.decode()
    cast.client("host").post(f"/rooms/{room.id}/entries/{entry.id}/publish")
    assert "My first words." in cast.client("observer").get(f"/rooms/{room.id}/").content.decode()


def test_words_for_some_of_a_circle_are_unknown_to_the_others(cast: Cast) -> None:
    circle = cast.rooms["circle"]
    before = {who: cast.client(who).get(f"/rooms/{circle.id}/").content for who in ("clinician",)}
    with cast.as_("patient"):
        people = {person.name: str(person.person_id) for person in circle.people()}
    send(cast, "patient", "circle", text="Only for Kofi.", audience="some", people=[people["Dr Kofi Colleague"]])
    assert "Only for Kofi." in cast.client("colleague").get(f"/rooms/{circle.id}/").content.decode()
    assert "Only you and Petra Patient" in cast.client("colleague").get(f"/rooms/{circle.id}/").content.decode()
    after = cast.client("clinician").get(f"/rooms/{circle.id}/").content
    assert without_token(before["clinician"]) == without_token(after)


def without_token(page: bytes) -> bytes:
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', b"", page)


def test_the_same_people_share_one_side_room(cast: Cast) -> None:
    with cast.as_("carer"):
        patient = str(next(p.person_id for p in cast.rooms["circle"].people() if p.name == "Petra Patient"))
    send(cast, "carer", "circle", text="Between us.", audience="some", people=[patient])
    (entry,) = said(cast, "carer")
    assert entry.room_id == cast.rooms["side"].id
    with cast.as_("carer"):
        assert Room.objects.side_rooms_of(cast.rooms["circle"]).count() == 1
        assert Membership.objects.live().filter(room=entry.room_id).count() == 2


def test_nobody_ticked_is_said_and_nothing_is_sent_to_everyone(cast: Cast) -> None:
    response = send(cast, "patient", "circle", text="Private.", audience="some")
    assert response.status_code == 422
    assert "Tick the people who can see this" in response.content.decode()
    assert said(cast, "patient") == []


def test_somebody_outside_the_circle_cannot_be_ticked(cast: Cast) -> None:
    response = send(cast, "patient", "circle", text="Private.", audience="some", people=[str(cast.outsider.id)])
    assert response.status_code == 422
    assert said(cast, "patient") == []
