"""What an open window hears, and what it never hears."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dayroom.doors.live import news
from dayroom.doors.live.stream import MOST_WINDOWS
from dayroom.doors.live.tests.conftest import PATIENCE, Live
from dayroom.kernel.people.models import Credential, Session
from dayroom.kernel.rooms.models import Entry, Membership, Reaction
from dayroom.kernel.wall import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_something_new_reaches_the_people_of_the_room_and_nobody_else(live: Live) -> None:
    member, outsider = live.window("member"), live.window("outsider")
    said = live.cast.say("host", "community")
    room = str(live.cast.rooms["community"].id)
    assert member.hears() == ("entry", {"room": room, "thread": str(said.id), "id": str(said.id)})
    assert member.hears(but=()) == ("counts", {})
    live.settle()
    assert outsider.heard() == []


def test_a_reply_names_its_thread(live: Live) -> None:
    said = live.cast.say("host", "community")
    member = live.window("member", query="age=0")
    live.settle()
    member.heard()
    reply = live.cast.say("member", "community", parent=said)
    assert member.hears()[1] == {"room": str(said.room_id), "thread": str(said.id), "id": str(reply.id)}


def test_a_side_room_is_silent_for_the_rest_of_its_circle(live: Live) -> None:
    carer, clinician = live.window("carer"), live.window("clinician")
    said = live.cast.say("patient", "side")
    assert carer.hears()[1]["id"] == str(said.id)
    live.settle()
    assert clinician.heard() == []


def test_held_words_are_news_for_their_writer_and_the_hosts_only(live: Live) -> None:
    room = live.cast.rooms["community"]
    with as_owner("demonstrate"):
        type(room).objects.filter(id=room.id).update(posting="reviewed")
    host, member, observer = live.window("host"), live.window("member"), live.window("observer")
    said = live.cast.say("member", "community")
    assert said.state == "held"
    assert member.hears()[1]["id"] == str(said.id)
    assert host.hears()[0] in ("entry", "notice")
    live.settle()
    assert observer.heard() == []
    with live.cast.as_("host"):
        said.publish(live.cast.membership("host", "community"))
    assert observer.hears()[1]["id"] == str(said.id)


def test_a_reaction_tells_where_and_never_who(live: Live) -> None:
    said = live.cast.say("host", "community")
    observer = live.window("observer")
    live.settle()
    observer.heard()
    react(live, "member", said, Reaction.Kind.THANKS)
    assert observer.hears() == ("reaction", {"room": str(said.room_id), "id": str(said.id)})


def test_a_silent_answer_among_pen_names_is_told_to_nobody(live: Live) -> None:
    said = live.cast.say("host", "community")
    in_circle = live.cast.say("patient", "circle")
    observer, carer = live.window("observer"), live.window("carer")
    live.settle()
    observer.heard()
    carer.heard()
    react(live, "member", said, Reaction.Kind.SEEN)
    react(live, "clinician", in_circle, Reaction.Kind.WILL_DO)
    assert carer.hears()[1]["id"] == str(in_circle.id)
    live.settle()
    assert observer.heard() == []


def react(live: Live, who: str, entry: Entry, kind: str) -> None:
    with live.cast.as_(who):
        Reaction.objects.create(room=entry.room, entry=entry, person=live.cast.people[who], kind=kind)


def test_a_membership_that_ends_is_the_last_word_of_its_room(live: Live) -> None:
    colleague, clinician = live.window("colleague"), live.window("clinician")
    room = str(live.cast.rooms["circle"].id)
    with live.cast.as_("colleague"):
        live.cast.membership("colleague", "circle").leave()
    assert colleague.hears() == ("ended", {"room": room})
    said = live.cast.say("patient", "circle")
    assert clinician.hears()[1]["id"] == str(said.id)
    live.settle()
    assert [told for told in colleague.heard() if told[0] != "notice"] == []
    elsewhere = live.cast.say("clinician", "professional")
    assert colleague.hears()[1]["id"] == str(elsewhere.id)


def test_a_licence_that_lapses_silences_the_room_in_an_open_stream(live: Live) -> None:
    colleague = live.window("colleague")
    room = str(live.cast.rooms["professional"].id)
    with as_owner("lapse"):
        Credential.objects.filter(person=live.cast.colleague).update(state="ended")
    assert colleague.hears(but=("notice", "counts")) == ("ended", {"room": room})
    live.cast.say("clinician", "professional")
    live.settle()
    assert [told for told in colleague.heard() if told[0] in ("entry", "counts")] == []


def test_the_wall_is_asked_even_if_the_end_of_a_membership_was_never_heard(live: Live) -> None:
    colleague = live.window("colleague")
    with as_owner("lapse"):
        Membership.objects.filter(person=live.cast.colleague, room=live.cast.rooms["circle"]).update(
            until=timezone.now() - timedelta(seconds=1)
        )
    live.cast.say("patient", "circle")
    live.settle()
    assert colleague.heard() == []


def test_whoever_comes_in_hears_from_then_on(live: Live) -> None:
    outsider = live.window("outsider")
    live.cast.say("host", "community")
    with live.cast.as_("host"):
        Membership.enter(live.cast.outsider, live.cast.rooms["community"], by=live.cast.host, pen_name="Reed")
    said = live.cast.say("host", "community")
    assert outsider.hears(but=("notice", "counts"))[1]["id"] == str(said.id)


def test_a_notice_reaches_its_person_only(live: Live) -> None:
    clinician, colleague = live.window("clinician"), live.window("colleague")
    live.cast.say("carer", "conversation")
    assert ("notice", {}) in [clinician.hears(), clinician.hears()]
    live.settle()
    assert colleague.heard() == []


def test_signing_out_ends_the_stream_of_that_window(live: Live) -> None:
    member = live.window("member")
    live.cast.client("member").session.flush()
    assert member.hears() == ("bye", {})
    assert member.over.wait(PATIENCE)


def test_a_suspended_person_hears_nothing_more(live: Live) -> None:
    member = live.window("member")
    with live.cast.as_("officer"):
        live.cast.member.suspend(by=live.cast.officer, reason="a test")
    live.cast.say("host", "community")
    told = [member.hears()]
    while told[-1][0] != "bye":
        told.append(member.hears())
    assert [kind for kind, _ in told if kind not in ("ended", "bye", "notice")] == []
    assert member.over.wait(PATIENCE)
    assert live.knock("member").status == 401


@pytest.mark.parametrize("limit", ["seen_at", "created_at", "expire_date"])
def test_a_session_past_its_limit_ends_its_stream(live: Live, limit: str) -> None:
    member, host = live.window("member"), live.window("host")
    past = timezone.now() - timedelta(days=15)
    Session.objects.filter(person=live.cast.member).update(**{limit: past})
    live.ask(live.door.news.check(live.door.windows.people()))
    assert member.hears() == ("bye", {})
    assert live.knock("member").status == 401
    assert host.heard() == []


def test_listening_is_no_sign_of_life(live: Live) -> None:
    earlier = timezone.now() - timedelta(hours=1)
    live.cast.client("member")
    Session.objects.filter(person=live.cast.member).update(seen_at=earlier)
    live.window("member")
    assert Session.objects.get(person=live.cast.member).seen_at == earlier


def test_a_window_that_opens_late_is_told_what_its_page_missed(live: Live) -> None:
    live.window("member")
    said = live.cast.say("host", "community")
    live.settle()
    late = live.window("member", query="age=4000")
    assert late.hears()[1]["id"] == str(said.id)
    outsider = live.window("outsider", query="age=4000")
    assert outsider.heard() == []


def test_a_window_that_opens_late_learns_that_its_room_is_over(live: Live) -> None:
    live.window("colleague")
    with live.cast.as_("colleague"):
        live.cast.membership("colleague", "circle").leave()
    live.settle()
    assert live.window("colleague", query="age=4000").hears() == ("ended", {"room": str(live.cast.rooms["circle"].id)})


def test_after_the_database_was_away_everybody_looks_again(live: Live) -> None:
    member, colleague = live.window("member"), live.window("colleague")
    connection.close()
    circle = live.cast.rooms["circle"]
    with as_owner("lapse"):
        Membership.objects.filter(person=live.cast.colleague, room=circle).update(until=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        assert cursor.rowcount >= 2
        cursor.execute("SET ROLE dayroom_app")
    assert member.hears() == ("resync", {})
    assert colleague.hears() == ("ended", {"room": str(circle.id)})
    said = live.cast.say("host", "community")
    assert member.hears()[1]["id"] == str(said.id)
    assert live.window("host").status == 200


def test_a_crowd_hears_once_a_second_all_that_happened(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "CROWD", 1)
    member, observer, outsider = live.window("member"), live.window("observer"), live.window("outsider")
    first = live.cast.say("host", "community")
    kind, told = member.hears()
    assert (kind, [word["id"] for word in told["words"]]) == ("news", [str(first.id)])
    more = [live.cast.say("host", "community") for _ in range(3)]
    kind, told = member.hears()
    assert (kind, told["room"]) == ("news", str(first.room_id))
    assert [word["id"] for word in told["words"]] == [str(entry.id) for entry in more]
    assert {kind for kind, _ in observer.heard()} <= {"news", "counts"}
    assert outsider.heard() == []


def test_a_slow_window_is_told_to_look_again(live: Live) -> None:
    member = live.window("member")
    window = live.door.windows.of(str(live.cast.member.id))[0]

    async def flood() -> None:
        for number in range(200):
            window.put(f'event: counts\ndata: {{"n":{number}}}\n\n'.encode())

    live.ask(flood())
    kinds = [member.hears(but=())[0]]
    live.settle()
    kinds += [kind for kind, _ in member.heard()]
    assert kinds[0] == "resync"
    assert len(kinds) < 70


def test_nonsense_from_the_database_changes_nothing(live: Live) -> None:
    member = live.window("member")
    for payload in ("{", "[]", '{"t":"entry"}', '{"t":"entry","room":"x","thread":"x","id":"x"}', '{"t":"other"}'):
        live.cast.sees(None, "SELECT pg_notify('dayroom', %s)", [payload])
    said = live.cast.say("host", "community")
    assert member.hears()[1]["id"] == str(said.id)


def test_one_person_may_have_only_so_many_windows(live: Live) -> None:
    windows = [live.window("member") for _ in range(MOST_WINDOWS)]
    refused = live.knock("member")
    assert (refused.status, refused.headers[b"retry-after"]) == (429, b"60")
    assert live.window("host").status == 200
    windows[0].leave()
    assert windows[0].over.wait(PATIENCE)
    assert live.window("member").status == 200


def test_closed_windows_leave_nothing_behind(live: Live) -> None:
    member = live.window("member")
    member.leave()
    assert member.over.wait(PATIENCE)
    windows = live.door.windows
    assert (len(windows), windows.people(), windows._people, windows._rooms) == (0, [], {}, {})


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "none"}, 403),
        ({"host": "elsewhere.example"}, 400),
        ({"method": "POST"}, 405),
        ({"method": "HEAD"}, 405),
        ({"query": "age=x"}, 400),
        ({"query": "room=1"}, 400),
        ({"origin": "http://testserver", "sec_fetch_site": "same-origin"}, 200),
    ],
)
def test_only_our_own_pages_may_listen(live: Live, given: dict[str, str], status: int) -> None:
    browser = live.knock("member", **given)
    assert browser.status == status
    assert browser.headers[b"cache-control"] == b"no-store"
    if status != 200:
        assert browser.body.endswith(b".")
        assert len(live.door.windows) == 0


def test_a_stranger_is_asked_to_sign_in(live: Live) -> None:
    assert live.knock(None).status == 401
    assert live.knock(None, cookie="session=nobodys").status == 401
