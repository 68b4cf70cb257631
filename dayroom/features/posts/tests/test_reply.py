"""Answering: whole pages without scripts, the answer itself with htmx."""

from typing import Any

import pytest

from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def answer(cast: Cast, who: str, parent: Entry, *, with_htmx: bool = False, **fields: str) -> Any:
    headers = {"HX-Request": "true"} if with_htmx else {}
    return cast.client(who).post(f"/rooms/{parent.room_id}/entries/{parent.id}/reply", fields, headers=headers)


def test_an_answer_goes_under_what_it_answers(cast: Cast) -> None:
    root = cast.say("member", "community", title="Falls")
    response = answer(cast, "host", root, text="Raise the bed.")
    with cast.as_("host"):
        said = Entry.objects.get(parent=root)
    assert response["Location"] == f"/rooms/{root.room_id}/threads/{root.id}?posted={said.id}#e-{said.id}"
    body = cast.client("host").get(response["Location"]).content.decode()
    assert "Posted." in body
    assert "Take it back" in body
    assert ("reply",) in cast.sees("member", "SELECT kind FROM notices_notice")


def test_with_htmx_the_answer_comes_back_with_a_fresh_composer(cast: Cast) -> None:
    root = cast.say("member", "community")
    response = answer(cast, "host", root, with_htmx=True, text="Raise the bed.")
    body = response.content.decode()
    assert body.count("data-entry=") == 1
    assert "Raise the bed." in body
    assert '<form id="reply"' in body
    assert response.cookies["sent"].value == str(root.id)


def test_with_htmx_an_answer_to_an_answer_goes_into_its_list(cast: Cast) -> None:
    root = cast.say("member", "community")
    head = cast.say("host", "community", parent=root)
    deeper = cast.say("member", "community", parent=head)
    response = answer(cast, "host", deeper, with_htmx=True, text="20 cm.")
    assert response.headers["HX-Retarget"] == f'[data-replies="{head.id}"]'
    assert "answers Rowan" in response.content.decode()
    assert "3 replies" in response.content.decode()


def test_the_page_for_one_answer_says_whom_it_answers(cast: Cast) -> None:
    root = cast.say("member", "community")
    first = cast.say("host", "community", "Raise the bed.", parent=root)
    address = f"/rooms/{root.room_id}/entries/{first.id}/reply"
    assert "You answer Hanna Host" in cast.client("member").get(address).content.decode()
    part = cast.client("member").get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("with_htmx", [False, True])
def test_an_empty_answer_comes_back_with_a_sentence(cast: Cast, with_htmx: bool) -> None:
    root = cast.say("member", "community")
    response = answer(cast, "host", root, with_htmx=with_htmx, text=" ", about="a fall")
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()
    assert "a fall" in response.content.decode()
    assert response.headers.get("HX-Retarget") == ("#reply" if with_htmx else None)


def test_the_outsider_gets_404_and_an_observer_is_refused(cast: Cast) -> None:
    root = cast.say("member", "community")
    assert answer(cast, "outsider", root, text="Hello.").status_code == 404
    assert answer(cast, "observer", root, text="Hello.").status_code == 403
    with cast.as_("member"):
        assert not Entry.objects.filter(parent=root).exists()


def test_what_was_taken_back_cannot_be_answered(cast: Cast) -> None:
    root = cast.say("member", "community")
    with cast.as_("member"):
        root.withdraw(cast.membership("member", "community"))
    assert answer(cast, "host", root, text="Too late.").status_code == 404


def test_a_draft_of_an_answer_is_kept_for_its_thread(cast: Cast) -> None:
    root = cast.say("member", "community")
    other = cast.say("member", "community")
    cast.client("host").post(f"/rooms/{root.room_id}/entries/{root.id}/draft", {"text": "half an answer"})
    thread = f"/rooms/{root.room_id}/threads/"
    assert "half an answer" in cast.client("host").get(f"{thread}{root.id}").content.decode()
    assert "half an answer" not in cast.client("host").get(f"{thread}{other.id}").content.decode()
    answer(cast, "host", root, text="A whole answer.")
    assert "half an answer" not in cast.client("host").get(f"{thread}{root.id}").content.decode()


def test_sealed_names_of_two_threads_share_nothing(cast: Cast) -> None:
    one = cast.say("colleague", "professional", "First case.", title="One")
    two = cast.say("colleague", "professional", "Second case.", title="Two")
    pages = [
        cast.client("clinician").get(f"/rooms/{one.room_id}/threads/{root.id}").content.decode() for root in (one, two)
    ]
    with cast.as_("colleague"):
        ids = {str(value) for root in (one, two) for value in (root.byline_id, cast.colleague.id)}
        mine = str(cast.membership("colleague", "professional").id)
    for page in pages:
        assert "First case." in page or "Second case." in page
        assert not [hidden for hidden in [*ids, mine, "Kofi", "N-colleague"] if hidden in page]
    assert one.byline_id != two.byline_id


def test_an_answer_in_a_sealed_thread_keeps_the_threads_name(cast: Cast) -> None:
    root = cast.say("colleague", "professional", title="One")
    cast.say("colleague", "professional", parent=root)
    page = cast.client("colleague").get(f"/rooms/{root.room_id}/threads/{root.id}").content.decode()
    assert page.count(f'<strong dir="auto">{root.byline.name}</strong> <span class="tag">') == 2
    assert f"as {root.byline.name}</span>" in page
