"""A poll: asked with a post, answered once, counted without names."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dayroom.features.polls.models import Poll
from dayroom.kernel.rooms.models import Entry
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ASKED = {
    "title": "Falls",
    "text": "Tell us.",
    "poll_question": "What helped?",
    "poll_options": "A bottle\r\nA mat\r\n\r\nNothing",
}


def ask(cast: Cast, who: str = "member", room: str = "community", **fields: str) -> Any:
    return cast.client(who).post(f"/rooms/{cast.rooms[room].id}/write", ASKED | fields)


def poll_of(cast: Cast, who: str = "member") -> Poll:
    with cast.as_(who):
        return Poll.objects.select_related("entry").get()


def vote(cast: Cast, who: str, poll: Poll, place: int = 0, *, with_htmx: bool = False) -> Any:
    with cast.as_("member"):
        option = poll.options.get(place=place)
    address = f"/rooms/{poll.room_id}/entries/{poll.entry_id}/vote"
    return cast.client(who).post(
        address, {f"vote-{poll.entry_id}": option.id}, headers={"HX-Request": "true"} if with_htmx else {}
    )


def thread(cast: Cast, who: str, poll: Poll) -> str:
    return cast.client(who).get(f"/rooms/{poll.room_id}/threads/{poll.entry_id}").content.decode()


def test_a_poll_comes_with_its_post(cast: Cast) -> None:
    assert ask(cast).status_code == 302
    poll = poll_of(cast)
    with cast.as_("host"):
        assert [option.words for option in poll.options.all()] == ["A bottle", "A mat", "Nothing"]
        assert Entry.objects.get(id=poll.entry_id).kind == "poll"
    assert "a poll" in cast.client("host").get(f"/rooms/{poll.room_id}/").content.decode()


def test_counts_show_to_who_has_answered(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    assert "(your vote)" not in thread(cast, "host", poll)
    assert vote(cast, "host", poll)["Location"].endswith(f"#poll-{poll.entry_id}")
    assert "(your vote)" in thread(cast, "host", poll)
    assert "1 vote so far." in thread(cast, "member", poll)
    assert "(your vote)" not in thread(cast, "member", poll)


def test_with_htmx_the_poll_itself_comes_back(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    response = vote(cast, "host", poll, with_htmx=True)
    assert response.content.decode().strip().startswith(f'<div class="poll flow" id="poll-{poll.entry_id}"')
    assert "Thank you." in response.content.decode()


def test_a_second_vote_is_refused_and_changes_nothing(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    vote(cast, "host", poll)
    assert vote(cast, "host", poll, 1).status_code == 403
    with cast.as_("host"):
        assert [option.votes for option in poll.options.all()] == [1, 0, 0]


def test_the_outsider_gets_404_and_an_observer_is_refused(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    assert vote(cast, "outsider", poll).status_code == 404
    assert vote(cast, "observer", poll).status_code == 403


def test_no_answer_is_said(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    address = f"/rooms/{poll.room_id}/entries/{poll.entry_id}/vote"
    for sent in ({}, {f"vote-{poll.entry_id}": "nonsense"}, {f"vote-{poll.entry_id}": str(poll.entry_id)}):
        response = cast.client("host").post(address, sent)
        assert response.status_code == 422
        assert "Choose one of the answers first" in response.content.decode()


def test_nobody_sees_who_voted(cast: Cast) -> None:
    ask(cast, "clinician", "professional")
    poll = poll_of(cast, "clinician")
    with cast.as_("clinician"):
        option = poll.options.get(place=0)
    cast.client("colleague").post(
        f"/rooms/{poll.room_id}/entries/{poll.entry_id}/vote", {f"vote-{poll.entry_id}": option.id}
    )
    assert cast.sees("colleague", "SELECT count(*) FROM polls_pollvote") == [(1,)]
    assert cast.sees("clinician", "SELECT count(*) FROM polls_pollvote") == [(0,)]
    assert cast.sees("clinician", "SELECT count(*) FROM audit_event WHERE verb = 'poll.vote'") == [(0,)]
    assert cast.sees("colleague", "SELECT room_id, object_id FROM audit_event WHERE verb = 'poll.vote'") == [
        (None, None)
    ]


def test_the_database_refuses_a_forged_vote(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    with cast.as_("host"):
        option = poll.options.get(place=0)
    forged = "INSERT INTO polls_pollvote (room_id, entry_id, option_id, person_id) VALUES (%s, %s, %s, %s)"
    for who, person in (("member", cast.host), ("outsider", cast.outsider)):
        with cast.as_(who), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(forged, [poll.room_id, poll.entry_id, option.id, person.id])
    with cast.as_("member"), connection.cursor() as cursor:
        cursor.execute("UPDATE polls_polloption SET votes = 99")
        assert cursor.rowcount == 0


def test_a_closed_poll_shows_its_counts_and_takes_no_vote(cast: Cast) -> None:
    ask(cast, poll_days="1")
    poll = poll_of(cast)
    with as_owner("demonstrate"):
        Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert "This poll is closed." in thread(cast, "host", poll)
    assert "0 votes." in thread(cast, "host", poll)
    assert vote(cast, "host", poll).status_code == 403


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"poll_options": "Only one"}, "Give 2 to 12 answers"),
        ({"poll_options": "\n".join(map(str, range(13)))}, "Give 2 to 12 answers"),
        ({"poll_options": "Same\nsame"}, "Two of the answers are the same."),
        ({"poll_options": "Fine\n" + "x" * 121}, "One answer is too long."),
        ({"poll_question": ""}, "Write the question people vote on."),
    ],
)
def test_a_poll_that_cannot_be_asked_comes_back(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    response = ask(cast, **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with cast.as_("member"):
        assert not Entry.objects.seen().exists()


def test_an_erased_poll_leaves_nothing(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    vote(cast, "host", poll)
    cast.client("member").post(f"/rooms/{poll.room_id}/entries/{poll.entry_id}/erase")
    with cast.as_("member"):
        assert not Poll.objects.exists()
    assert cast.sees("host", "SELECT 1 FROM polls_polloption") == []


def test_shares_are_said_from_ten_votes_on(cast: Cast) -> None:
    ask(cast)
    poll = poll_of(cast)
    vote(cast, "host", poll)
    assert " %)" not in thread(cast, "host", poll)
    with as_owner("demonstrate"):
        poll.options.filter(place=0).update(votes=9)
        poll.options.filter(place=1).update(votes=3)
    assert "(75 %)" in thread(cast, "host", poll)
