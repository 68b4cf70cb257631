"""Saying, changing, taking back and erasing, each with its audit line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dayroom.kernel.audit.models import Event
from dayroom.kernel.rooms.models import Entry, EntryVersion, Membership, Reaction, Room
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_saying_something_writes_the_entry_and_its_audit_line(cast: Cast) -> None:
    said = cast.say("member", "community", "**Hello** <script>alert(1)</script>")
    assert said.html.startswith("<p")
    assert "<script>" not in said.html
    assert ("entry.say",) in cast.sees("member", "SELECT verb FROM audit_event WHERE object_id = %s", [said.id])


def test_replies_are_counted_by_the_database(cast: Cast) -> None:
    root = cast.say("member", "community")
    reply = cast.say("host", "community", parent=root)
    with cast.as_("member"):
        root.refresh_from_db()
        assert (root.reply_count, root.newest_id) == (1, reply.id)
    with cast.as_("host"):
        reply.withdraw(cast.membership("host", "community"))
        assert Entry.objects.get(id=root.id).reply_count == 0


def test_who_was_answered_is_told_and_nobody_else(cast: Cast) -> None:
    root = cast.say("member", "community")
    cast.say("host", "community", parent=root)
    told = "SELECT kind FROM notices_notice WHERE entry_id IS NOT NULL"
    assert cast.sees("member", told) == [("reply",)]
    assert cast.sees("observer", told) == []


@pytest.mark.parametrize(("who", "room"), [("observer", "community"), ("member", "channel")])
def test_who_may_not_write_is_refused_with_a_sentence(cast: Cast, who: str, room: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        cast.say(who, room)
    assert str(refused.value.sentence).endswith(".")


def test_only_the_writer_changes_words_and_the_circle_keeps_the_old_ones(cast: Cast) -> None:
    said = cast.say("carer", "circle", "Two tablets.")
    with cast.as_("patient"), pytest.raises(NotAllowed):
        said.edit(cast.membership("patient", "circle"), text="Nothing.")
    with cast.as_("carer"):
        said.edit(cast.membership("carer", "circle"), text="One tablet.")
        assert list(EntryVersion.objects.values_list("text", flat=True)) == ["Two tablets."]


def test_a_host_takes_back_with_a_reason_and_a_member_cannot(cast: Cast) -> None:
    said = cast.say("member", "community")
    with cast.as_("observer"), pytest.raises(NotAllowed):
        said.withdraw(cast.membership("observer", "community"), reason="no")
    with cast.as_("host"):
        said.withdraw(cast.membership("host", "community"), reason="It told people to stop a medicine.")
    with cast.as_("member"):
        assert Entry.objects.get(id=said.id).taken_by_host
        with pytest.raises(NotAllowed):
            said.publish(cast.membership("member", "community"))


def test_erasing_leaves_a_place_and_no_words(cast: Cast) -> None:
    said = cast.say("carer", "circle", "A secret plan.")
    with cast.as_("carer"):
        said.edit(cast.membership("carer", "circle"), text="Another secret plan.")
        said.erase(cast.membership("carer", "circle"))
    words = """SELECT title || text || html FROM rooms_entry WHERE id = %s
        UNION ALL SELECT text FROM rooms_entryversion WHERE entry_id = %s"""
    assert cast.sees("carer", words, [said.id, said.id]) == [("",)]
    assert Event.objects.model._meta.db_table == "audit_event"


def test_held_words_are_seen_by_their_writer_and_the_hosts_only(cast: Cast) -> None:
    with cast.as_("host"):
        cast.rooms["community"].change(by=cast.host, posting="reviewed")
    said = cast.say("member", "community")
    assert said.state == Entry.State.HELD
    look = "SELECT 1 FROM rooms_entry WHERE id = %s"
    assert [len(cast.sees(who, look, [said.id])) for who in ("member", "host", "observer")] == [1, 1, 0]
    with cast.as_("host"):
        Entry.objects.get(id=said.id).publish(cast.membership("host", "community"))
    assert len(cast.sees("observer", look, [said.id])) == 1


def test_thanks_are_counted_and_hide_who_gave_them(cast: Cast) -> None:
    said = cast.say("host", "community")
    with cast.as_("member"):
        Reaction.objects.create(room_id=said.room_id, entry_id=said.id, person=cast.member, kind="thanks")
    assert cast.sees("observer", "SELECT thanks_count FROM rooms_entry WHERE id = %s", [said.id]) == [(1,)]
    assert cast.sees("host", "SELECT 1 FROM rooms_reaction") == []


def test_a_reply_cannot_be_put_into_another_rooms_thread(cast: Cast) -> None:
    theirs = cast.say("patient", "side")
    with pytest.raises(NotAllowed):
        cast.say("carer", "circle", parent=theirs)


def test_a_second_press_takes_a_reaction_back_and_silent_answers_replace_each_other(cast: Cast) -> None:
    entry = cast.say("patient", "circle")
    with cast.as_("carer"):
        by = cast.membership("carer", "circle")
        assert Reaction.toggle(entry, by=by, kind="seen")
        assert Reaction.toggle(entry, by=by, kind="thanks")
        assert Reaction.toggle(entry, by=by, kind="done")
        assert not Reaction.toggle(entry, by=by, kind="thanks")
        assert list(entry.reactions.values_list("kind", flat=True)) == ["done"]
        entry.refresh_from_db()
        assert entry.thanks_count == 0


def test_a_part_of_a_circle_never_widens(cast: Cast) -> None:
    side = cast.rooms["side"]
    with as_owner("demonstrate"):
        Room.objects.filter(id=side.id).update(created_at=timezone.now() - timedelta(days=1))
    with cast.as_("patient"), pytest.raises(NotAllowed, match="let this person in"):
        Membership.enter(cast.clinician, side, by=cast.patient)


def test_the_people_who_look_after_a_room_are_known_by_the_names_it_knows(cast: Cast) -> None:
    with cast.as_("member"):
        assert [(host.name, host.role, host.is_pen) for host in cast.rooms["community"].hosts()] == [
            ("Hanna Host", "host", False)
        ]
    with cast.as_("outsider"):
        assert cast.rooms["community"].hosts() == []
