import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from dayroom.kernel.notices.models import Notice
from dayroom.kernel.rooms.models import Entry, Membership, Room
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def at(cast: Cast, rest: str = "") -> str:
    return f"/messages/{cast.rooms['conversation'].id}/{rest}"


def talk(page: str) -> str:
    return page.split('<div class="talk">', 1)[1]


def begin(client: Client, *people: object, text: str = "Hello, all of you.", **more: str) -> Room:
    answer = client.post("/messages/new", {"to": [str(one.id) for one in people], "text": text, **more})  # type: ignore[attr-defined]
    assert answer.status_code == 302, answer.content
    return Room.objects.get(id=answer["Location"].split("/")[2])


def test_the_list_shows_my_conversations_and_nobody_elses(cast: Cast) -> None:
    cast.say("carer", "conversation", "Try the peach one *first*.")
    page = cast.client("clinician").get("/messages/").content.decode()
    assert "The conversation room" in page
    assert "Try the peach one first." in page
    assert "<strong>new</strong>" in page
    assert "Try the peach" not in cast.client("patient").get("/messages/").content.decode()


@pytest.mark.parametrize("rest", ["", "leave", "said/00000000-0000-7000-8000-000000000000"])
def test_outside_it_is_as_if_it_were_not_there(cast: Cast, rest: str) -> None:
    absent = cast.client("outsider").get(f"/messages/00000000-0000-7000-8000-000000000000/{rest}")
    answer = cast.client("outsider").get(at(cast, rest))
    assert (answer.status_code, answer.content) == (404, absent.content)


def test_another_kind_of_room_is_no_conversation(cast: Cast) -> None:
    assert cast.client("member").get(f"/messages/{cast.rooms['community'].id}/").status_code == 404
    assert (
        cast.client("member").post(f"/messages/{cast.rooms['community'].id}/say", {"text": "Hello"}).status_code == 404
    )


def test_what_is_said_stands_in_order_and_is_seen_by_reading(cast: Cast) -> None:
    for text in ("First.", "Second."):
        cast.say("carer", "conversation", text)
    with cast.as_("clinician"):
        assert Notice.objects.unseen().filter(kind="message").count() == 2
    page = talk(cast.client("clinician").get(at(cast)).content.decode())
    assert page.index("First.") < page.index("Second.")
    with cast.as_("clinician"):
        assert Notice.objects.unseen().filter(kind="message").count() == 0
    assert "wrote to you" not in cast.client("clinician").get("/").content.decode()


def test_one_writes_into_it_with_and_without_scripts(cast: Cast) -> None:
    assert cast.client("carer").post(at(cast, "say"), {"text": "By form."}).status_code == 302
    part = cast.client("carer").post(at(cast, "say"), {"text": "By htmx."}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "By htmx." in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "By form." in cast.client("clinician").get(at(cast)).content.decode()


def test_nothing_written_comes_back_with_a_sentence(cast: Cast) -> None:
    answer = cast.client("carer").post(at(cast, "say"), {"text": "  "})
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    with cast.as_("carer"):
        assert not Entry.objects.filter(room=cast.rooms["conversation"]).exists()


def test_somebody_who_wrote_to_me_is_on_home(cast: Cast) -> None:
    cast.say("carer", "conversation", "Have you a minute?")
    page = cast.client("clinician").get("/").content.decode()
    assert "Carlo Carer wrote to you about The conversation room" in page
    assert "1 thing needs you" in page


def test_a_conversation_begins_with_people_i_know(cast: Cast) -> None:
    room = begin(cast.client("carer"), cast.patient, cast.colleague, title="The week")
    page = cast.client("patient").get(f"/messages/{room.id}/").content.decode()
    assert "The week" in page
    assert "Hello, all of you." in page
    assert cast.client("clinician").get(f"/messages/{room.id}/").status_code == 404


def test_the_same_people_go_on_in_the_conversation_they_have(cast: Cast) -> None:
    first = begin(cast.client("carer"), cast.patient)
    assert begin(cast.client("patient"), cast.carer, text="And you?") == first
    assert begin(cast.client("carer"), cast.patient, cast.colleague) != first


def test_nobody_is_written_to_who_does_not_want_to_be_found(cast: Cast) -> None:
    answer = cast.client("outsider").post("/messages/new", {"to": [str(cast.patient.id)], "text": "Hello"})
    assert answer.status_code == 422
    assert "You cannot write to one of these people." in answer.content.decode()
    with cast.as_("patient"):
        assert Membership.objects.of(cast.patient).filter(room__kind="conversation").count() == 0


def test_a_pen_name_does_not_open_the_way_to_the_person(cast: Cast) -> None:
    assert cast.client("host").post("/messages/new", {"to": [str(cast.member.id)], "text": "Hello"}).status_code == 422


def test_whoever_wishes_to_be_found_can_be_written_to(cast: Cast) -> None:
    with cast.as_("patient"):
        cast.patient.change(findable=True)
    begin(cast.client("outsider"), cast.patient)


def test_a_conversation_never_widens(cast: Cast) -> None:
    room = begin(cast.client("carer"), cast.patient)
    for sql in (
        "INSERT INTO rooms_membership (person_id, room_id, role) VALUES (%s, %s, 'member')",
        "INSERT INTO rooms_membership (person_id, room_id, role) VALUES (%s, %s, 'host')",
    ):
        with (
            cast.as_("carer"),
            pytest.raises(DatabaseError, match=r"widens|not brought in"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, [cast.colleague.id, room.id])
    with cast.as_("carer"):
        roles = set(Membership.objects.live().filter(room=room).values_list("role", flat=True))
    assert roles == {"member"}, "somebody could let people in"


def test_looking_for_somebody_keeps_what_was_typed(cast: Cast) -> None:
    sent = {"find": "Petra", "look": "1", "text": "Half a sentence", "title": "Pills", "to": [str(cast.colleague.id)]}
    page = cast.client("carer").post("/messages/new", sent).content.decode()
    for kept in ("Petra Patient", "Half a sentence", "Pills", "Dr Kofi Colleague"):
        assert kept in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    "sent", [{}, {"to": "nobody"}, {"to": "00000000-0000-7000-8000-000000000000", "text": "Hello"}]
)
def test_a_new_conversation_that_cannot_be_comes_back(cast: Cast, sent: dict[str, str]) -> None:
    answer = cast.client("carer").post("/messages/new", sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_leaving_is_final_and_the_others_see_it(cast: Cast) -> None:
    cast.say("carer", "conversation", "Before.")
    assert "You cannot come back into it." in cast.client("carer").get(at(cast, "leave")).content.decode()
    assert cast.client("carer").post(at(cast, "leave")).status_code == 302
    assert cast.client("carer").get(at(cast)).status_code == 404
    page = cast.client("clinician").get(at(cast)).content.decode()
    assert "Carlo Carer left this conversation." in page
    assert "Nobody else is here now." in page
    assert "Before." in page


def test_an_old_message_is_shown_in_its_surroundings(cast: Cast) -> None:
    said = [cast.say("carer", "conversation", f"Number {n}.") for n in range(70)]
    page = talk(cast.client("clinician").get(at(cast, f"?around={said[5].id}")).content.decode())
    assert "Number 5." in page
    assert "Number 69." not in page
    older = talk(cast.client("clinician").get(at(cast)).content.decode())
    assert "Number 69." in older
    assert "Number 5." not in older
    assert "Show older" in older


def test_words_are_never_html(cast: Cast) -> None:
    cast.say("carer", "conversation", "<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    for address in ("/messages/", at(cast)):
        page = cast.client("clinician").get(address).content.decode()
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
