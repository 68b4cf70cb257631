"""Coming in, and being put out by a claim that no longer holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dayroom.kernel.audit.models import Event
from dayroom.kernel.notices.models import Notice
from dayroom.kernel.people.models import Credential, Hat, Organisation
from dayroom.kernel.rooms.lapse import end_what_ran_out
from dayroom.kernel.rooms.models import Ask, Invitation, Membership, Room, SealOpening
from dayroom.kernel.rooms.models.admission import accept, walk_in
from dayroom.kernel.rooms.refusals import DoorStaysShut, NotAllowed
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def live(cast: Cast, who: str, room: str) -> bool:
    return bool(cast.sees(who, "SELECT 1 FROM my_rooms WHERE room_id = %s", [cast.rooms[room].id]))


def test_an_open_door_lets_in_who_meets_the_gates(cast: Cast) -> None:
    with cast.as_("outsider"):
        walk_in(cast.rooms["commons"], person=cast.outsider, hat=None)
    assert live(cast, "outsider", "commons")


def test_a_declared_licence_opens_no_professional_door(cast: Cast) -> None:
    with cast.as_("outsider"):
        Credential.declare(cast.outsider, kind="profession", profession="physician", country="IT")
        with pytest.raises(DoorStaysShut) as refused:
            walk_in(cast.rooms["professional"], person=cast.outsider, hat=None)
    assert refused.value.missing == ["hat", "level"]
    assert not live(cast, "outsider", "professional")


def test_one_credential_has_to_meet_every_gate(cast: Cast) -> None:
    room = cast.rooms["professional"]
    with as_owner("demonstrate"):
        Room.objects.filter(id=room.id).update(gate_specialties=["radiology"], gate_countries=[])
        Credential.objects.create(
            person=cast.clinician, kind="profession", profession="physician", specialty="radiology"
        )
    assert not live(cast, "clinician", "professional"), "the radiology claim is only declared"
    with cast.as_("clinician"):
        assert room.missing_for_me() == ["together"]


def test_asking_waits_for_a_host_and_hides_the_person_behind_a_pen_name(cast: Cast) -> None:
    with cast.as_("outsider"):
        ask = Ask.make(
            cast.rooms["community"],
            person=cast.outsider,
            hat=cast.outsider.hats.first(),
            pen_name="Birch",
            message="Hello.",
        )
        assert not live(cast, "outsider", "community")
    assert Notice.objects.model.Kind.ASK in [row[0] for row in cast.sees("host", "SELECT kind FROM notices_notice")]
    with cast.as_("host"):
        Ask.objects.get(id=ask.id).let_in(by=cast.host)
    assert live(cast, "outsider", "community")
    assert cast.sees("outsider", "SELECT kind FROM notices_notice") == [("let_in",)]


def test_turning_down_gives_the_reason(cast: Cast) -> None:
    with cast.as_("outsider"):
        ask = Ask.make(cast.rooms["community"], person=cast.outsider, hat=None, pen_name="Birch")
    with cast.as_("host"):
        Ask.objects.get(id=ask.id).turn_down(by=cast.host, answer="This room is for people who live with MSA.")
    assert cast.sees("outsider", "SELECT kind, reason FROM notices_notice") == [
        ("turned_down", "This room is for people who live with MSA.")
    ]


def test_an_invitation_lets_in_once(cast: Cast) -> None:
    with cast.as_("patient"):
        _, token = Invitation.make(cast.rooms["circle"], by=cast.patient)
    with cast.as_("outsider"):
        found = Invitation.find(token)
        assert found
        accept(found, person=cast.outsider, hat=None)
    assert live(cast, "outsider", "circle")
    with cast.as_("member"):
        assert Invitation.find(token) is None
        with pytest.raises(NotAllowed):
            accept(found, person=cast.member, hat=None)


def test_an_invitation_for_an_address_opens_for_no_other(cast: Cast) -> None:
    with cast.as_("patient"):
        _, token = Invitation.make(cast.rooms["circle"], by=cast.patient, email="Member@example.org")
    with cast.as_("outsider"), pytest.raises(DoorStaysShut):
        accept(Invitation.find(token), person=cast.outsider, hat=None)  # type: ignore[arg-type]
    with cast.as_("member"):
        accept(Invitation.find(token), person=cast.member, hat=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", ["revoked", "expired"])
def test_a_link_that_ended_leads_nowhere(cast: Cast, change: str) -> None:
    with cast.as_("patient"):
        invitation, token = Invitation.make(cast.rooms["circle"], by=cast.patient)
        if change == "revoked":
            invitation.revoke(by=cast.patient)
        else:
            Invitation.objects.filter(id=invitation.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    with cast.as_("outsider"):
        assert Invitation.find(token) is None


@pytest.mark.parametrize("change", ["suspended", "lapsed", "moved"])
def test_a_claim_that_ends_puts_its_person_out_in_the_same_transaction(cast: Cast, change: str) -> None:
    with as_owner("demonstrate"):
        Room.objects.filter(id=cast.rooms["professional"].id).update(gate_countries=["IT"])
    assert live(cast, "colleague", "professional")
    assert live(cast, "colleague", "circle")
    credential = Credential.objects.get(person=cast.colleague)
    with cast.as_("colleague" if change == "moved" else "officer"):
        if change == "moved":
            credential.move_to("SE")
        else:
            credential.end(state=change, by=cast.officer, reason="register said so")
    assert not live(cast, "colleague", "professional")
    assert live(cast, "colleague", "circle"), "the circle asked for no licence"
    assert ("ended",) in cast.sees("colleague", "SELECT kind FROM notices_notice")
    assert Event.objects.filter(verb="membership.lapse").count() == 0, "a stranger reads no audit"
    with as_owner("verify_audit"):
        assert Event.objects.filter(verb="membership.lapse", subject_id=cast.colleague.id).count() == 1


def test_a_claim_whose_date_passed_ends_with_the_next_turn_of_the_job(cast: Cast) -> None:
    with as_owner("lapse"):
        Credential.objects.filter(person=cast.colleague).update(valid_until=timezone.localdate())
    assert live(cast, "colleague", "professional")
    end_what_ran_out(today=timezone.localdate() + timedelta(days=1))
    with as_owner("verify_audit"):
        assert Credential.objects.get(person=cast.colleague).state == "lapsed"
    assert not live(cast, "colleague", "professional")


def test_a_tightened_gate_puts_out_who_no_longer_fits(cast: Cast) -> None:
    with cast.as_("clinician"):
        cast.rooms["professional"].change(by=cast.clinician, gate_level=3)
    assert not live(cast, "colleague", "professional")


def test_a_membership_until_a_moment_ends_by_itself(cast: Cast) -> None:
    with cast.as_("patient"):
        cast.membership("carer", "circle").shorten(timezone.now() - timedelta(seconds=1), by=cast.patient)
    assert not live(cast, "carer", "circle")
    assert live(cast, "carer", "side"), "the part of the circle follows with the job"
    end_what_ran_out(today=timezone.localdate())
    assert not live(cast, "carer", "side")


def test_leaving_a_circle_leaves_its_parts_too(cast: Cast) -> None:
    with cast.as_("carer"):
        cast.membership("carer", "circle").leave()
    assert not live(cast, "carer", "side")


def test_only_people_of_the_circle_come_into_its_parts(cast: Cast) -> None:
    with cast.as_("patient"), pytest.raises(NotAllowed):
        Membership.enter(cast.outsider, cast.rooms["side"], by=cast.patient)


def test_a_member_puts_nobody_out_and_raises_nobody(cast: Cast) -> None:
    with cast.as_("member"):
        mine = cast.membership("member", "community")
    with cast.as_("host"):
        theirs = cast.membership("host", "community")
    with cast.as_("member"), pytest.raises(Exception, match="not theirs to end"):
        theirs.end(reason="spite", by=cast.member)
    with cast.as_("member"), pytest.raises(Exception, match="does not change like this"):
        mine.change_role(Membership.Role.HOST, by=cast.member)


def test_suspending_a_person_ends_sessions_and_memberships(cast: Cast) -> None:
    client = cast.client("colleague")
    assert client.cookies
    with cast.as_("officer"):
        cast.colleague.suspend(by=cast.officer, reason="asked by the clinic")
    assert not live(cast, "colleague", "circle")
    assert cast.colleague.sessions.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_private_conversation_never_widens(cast: Cast) -> None:
    with pytest.raises(NotAllowed), cast.as_("carer"):
        Membership.enter(cast.outsider, cast.rooms["conversation"], by=cast.carer)


def test_nobody_of_a_company_is_in_a_community(cast: Cast) -> None:
    with cast.as_("host"), pytest.raises(DoorStaysShut) as refused:
        Membership.enter(cast.company, cast.rooms["community"], by=cast.host)
    assert refused.value.missing == ["company"]
    with as_owner("demonstrate"):
        Hat.put_on(cast.member, kind=Hat.Kind.COMPANY, organisation=Organisation.objects.get(kind="company"))
    assert not live(cast, "member", "community")
    assert live(cast, "member", "channel")


def test_whose_name_was_opened_is_told_after_thirty_days_at_the_latest(cast: Cast) -> None:
    said = cast.say("clinician", "professional")
    with cast.as_("officer"):
        opening = SealOpening.ask(
            room_id=said.room_id, byline_id=said.byline_id, by=cast.officer, reason="Order.", legal_ground="12/26"
        )
    with cast.as_("second_officer"):
        SealOpening.objects.get(id=opening.id).open(by=cast.second_officer)
    told = "SELECT 1 FROM notices_notice WHERE kind = 'seal_opened'"
    end_what_ran_out(today=timezone.localdate())
    assert cast.sees("clinician", told) == []
    with as_owner("lapse"):
        SealOpening.objects.update(opened_at=timezone.now() - timedelta(days=31))
    end_what_ran_out(today=timezone.localdate())
    assert len(cast.sees("clinician", told)) == 1
