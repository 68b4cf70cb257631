"""A thread: the words, the answers, what is new, what was taken away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayroom.features.posts.models import Reading
from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(entry: Entry) -> str:
    return f"/rooms/{entry.room_id}/threads/{entry.root_id}"


def page(cast: Cast, who: str, entry: Entry) -> str:
    return cast.client(who).get(address(entry)).content.decode()


def test_a_thread_shows_its_words_and_answers_one_level_deep(cast: Cast) -> None:
    root = cast.say("member", "community", "**Falls** at night.", title="Falls")
    answer = cast.say("host", "community", "Raise the bed.", parent=root)
    deeper = cast.say("member", "community", "How far?", parent=answer)
    deepest = cast.say("host", "community", "20 cm.", parent=deeper)
    body = page(cast, "observer", root)
    assert "<strong>Falls</strong> at night." in body
    assert body.index("Raise the bed.") < body.index("How far?") < body.index("20 cm.")
    assert f'data-entry="{deepest.id}" data-parent="{answer.id}"' in body
    assert "answers Rowan" in body
    part = cast.client("observer").get(f"/rooms/{root.room_id}/entries/{deepest.id}").content.decode()
    assert f'data-parent="{answer.id}"' in part
    assert "answers Rowan" in part


def test_the_outsider_gets_404(cast: Cast) -> None:
    root = cast.say("member", "community")
    assert cast.client("member").get(address(root)).status_code == 200
    assert cast.client("outsider").get(address(root)).status_code == 404


def test_a_thread_of_another_room_is_404(cast: Cast) -> None:
    root = cast.say("clinician", "circle")
    assert cast.client("clinician").get(f"/rooms/{cast.rooms['professional'].id}/threads/{root.id}").status_code == 404


def test_a_link_to_an_answer_leads_to_its_place(cast: Cast) -> None:
    root = cast.say("member", "community")
    answer = cast.say("host", "community", parent=root)
    response = cast.client("member").get(f"/rooms/{root.room_id}/threads/{answer.id}")
    assert response["Location"] == f"{address(root)}#e-{answer.id}"


def test_what_is_new_is_marked_until_it_was_seen(cast: Cast) -> None:
    root = cast.say("member", "community")
    page(cast, "member", root)
    cast.say("host", "community", "Brand new.", parent=root)
    assert 'id="new"' in page(cast, "member", root)
    assert 'id="new"' not in page(cast, "member", root)


def test_reading_one_thread_does_not_hide_the_news_of_another(cast: Cast) -> None:
    one, other = cast.say("member", "community", title="One"), cast.say("member", "community", title="Other")
    page(cast, "member", one), page(cast, "member", other)
    cast.say("host", "community", parent=one)
    newest = cast.say("host", "community", parent=other)
    page(cast, "member", other)
    with cast.as_("member"):
        seen = cast.membership("member", "community").seen_up_to
        assert seen is None or seen < newest.id
    talk = cast.client("member").get(f"/rooms/{one.room_id}/").content.decode()
    assert "1 new reply" in talk.split("Other")[1]
    page(cast, "member", one)
    with cast.as_("member"):
        assert cast.membership("member", "community").seen_up_to == newest.id


def test_reading_an_answer_sees_the_notice_about_it(cast: Cast) -> None:
    one, other = cast.say("member", "community", title="One"), cast.say("member", "community", title="Other")
    cast.say("host", "community", parent=one)
    cast.say("host", "community", parent=other)
    unseen = "SELECT count(*) FROM notices_notice WHERE kind = 'reply' AND seen_at IS NULL"
    assert cast.sees("member", unseen) == [(2,)]
    page(cast, "member", other)
    assert cast.sees("member", unseen) == [(1,)]


def test_a_bookmark_is_the_readers_own(cast: Cast) -> None:
    root = cast.say("member", "community")
    page(cast, "member", root)
    with cast.as_("member"):
        assert Reading.objects.filter(thread=root).exists()
    assert cast.sees("host", "SELECT 1 FROM posts_reading") == []


def test_what_was_taken_away_leaves_a_sentence_and_no_word(cast: Cast) -> None:
    root = cast.say("member", "community", "The first words.", title="Stays")
    hidden = cast.say("member", "community", "Stop the tablets.", parent=root)
    back = cast.say("host", "community", "Wrong room.", parent=root)
    with cast.as_("host"):
        hidden.withdraw(cast.membership("host", "community"), reason="it told people to stop a medicine.")
        back.withdraw(cast.membership("host", "community"))
    body = page(cast, "observer", root)
    assert "Stop the tablets." not in body
    assert "&lt;ol" not in body
    assert "Wrong room." not in body
    assert "A host of this room hid this: it told people to stop a medicine." in body
    assert "Its writer took this back." in body


def test_fifty_answers_cost_as_many_statements_as_one(cast: Cast) -> None:
    root = cast.say("member", "community", title="Long")
    cast.say("host", "community", parent=root)
    few = statements(cast, root)
    for _turn in range(49):
        cast.say("host", "community", parent=root)
    page(cast, "member", root)
    assert len(few) == len(statements(cast, root))
    # Door to the database, who asks, what the rail says, the membership, the thread.
    assert len(few) <= 6, few


def statements(cast: Cast, root: Entry) -> list[str]:
    page(cast, "member", root)
    with CaptureQueriesContext(connection) as seen:
        page(cast, "member", root)
    return [query["sql"][:90] for query in seen if "SAVEPOINT" not in query["sql"]]
