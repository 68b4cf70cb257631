import pytest

from dayroom.kernel.notices.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_answer_is_told_with_its_way_into_the_room(cast: Cast) -> None:
    asked = cast.say("member", "community", "What helps?", title="Falls")
    reply = cast.say("host", "community", "A lamp.", parent=asked)
    page = cast.client("member").get("/notices/").content.decode()
    assert "Hanna Host answered you in The community room" in page
    with cast.as_("member"):
        notice = Notice.objects.get(kind="reply")
    answer = cast.client("member").get(f"/notices/{notice.id}")
    assert answer["Location"] == f"/rooms/{asked.room_id}/threads/{asked.id}#e-{reply.id}"
    with cast.as_("member"):
        notice.refresh_from_db()
    assert notice.seen_at is not None


def test_nobody_opens_another_s_notice(cast: Cast) -> None:
    cast.say("carer", "conversation", "Hello")
    with cast.as_("clinician"):
        notice = Notice.objects.get(kind="message")
    assert cast.client("outsider").get(f"/notices/{notice.id}").status_code == 404
    assert cast.client("clinician").get(f"/notices/{notice.id}")["Location"].endswith(f"/messages/{notice.room_id}/")


def test_all_are_seen_at_once_when_one_says_so(cast: Cast) -> None:
    cast.say("carer", "conversation", "Hello")
    assert "Mark all as seen" in cast.client("clinician").get("/notices/").content.decode()
    assert cast.client("clinician").get("/notices/seen").status_code == 405
    cast.client("clinician").post("/notices/seen")
    page = cast.client("clinician").get("/notices/").content.decode()
    assert "Not seen yet" not in page
    assert "Mark all as seen" not in page


def test_after_the_end_a_notice_tells_that_and_why_and_no_more(cast: Cast) -> None:
    cast.say("clinician", "circle", "A secret.")
    with cast.as_("patient"):
        cast.membership("carer", "circle").end(reason="We agreed on it.", by=cast.patient)
    page = cast.client("carer").get("/notices/").content.decode()
    assert "You are no longer in The circle room" in page
    assert "We agreed on it." in page
    assert "A secret." not in page


def test_a_lapsed_claim_says_in_words_what_is_missing(cast: Cast) -> None:
    with cast.as_("officer"):
        cast.colleague.credentials.get().end(state="suspended", by=cast.officer)
    page = cast.client("colleague").get("/notices/").content.decode()
    assert "You are no longer in The professional room" in page
    assert "licence" in page
    assert "The check of your details was suspended" in page


@pytest.mark.parametrize("before", ["nonsense", "", "00000000-0000-7000-8000-000000000000"])
def test_a_broken_link_to_older_notices_is_harmless(cast: Cast, before: str) -> None:
    assert cast.client("clinician").get("/notices/", {"before": before}).status_code == 200
