"""What readers see of an author, and what they never do."""

import pytest
from django.db import DatabaseError

from dayroom.kernel.people.models import Credential
from dayroom.kernel.rooms.models import Byline, Entry, SealOpening
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_byline_stays_as_it_was_when_written(cast: Cast) -> None:
    before = cast.say("clinician", "circle").byline
    with cast.as_("officer"):
        Credential.objects.get(person=cast.clinician).check_off(by=cast.officer, level=3, evidence="saw the diploma")
    after = cast.say("clinician", "circle").byline
    with cast.as_("patient"):
        assert [Byline.objects.get(id=byline.id).level for byline in (before, after)] == [2, 3]


def test_a_pen_name_carries_only_the_words_chosen_for_this_room(cast: Cast) -> None:
    with as_owner("demonstrate"):
        cast.member.hats.update(line="Wife of Sam Okafor, Northmere")
    byline = cast.say("member", "community").byline
    assert (byline.name, byline.line, byline.organisation, byline.checked_in) == ("Rowan", "", "", "")
    with cast.as_("host"):
        told = [(person.name, person.line) for person in cast.rooms["community"].people()]
    assert ("Rowan", "") in told


def test_nothing_changed_means_the_same_byline(cast: Cast) -> None:
    assert cast.say("member", "community").byline_id == cast.say("member", "community").byline_id


def test_a_sealed_name_is_one_in_a_thread_and_another_in_the_next(cast: Cast) -> None:
    first = cast.say("clinician", "professional", "A case.")
    answer = cast.say("colleague", "professional", "A thought.", parent=first)
    again = cast.say("clinician", "professional", "Thank you.", parent=answer)
    second = cast.say("clinician", "professional", "Another case.")
    assert first.byline_id == again.byline_id
    assert first.byline_id not in (answer.byline_id, second.byline_id)
    assert first.byline.name != answer.byline.name
    with cast.as_("colleague"):
        seen = Entry.objects.with_author().get(id=first.id)
        assert (seen.byline.person_id, seen.byline.line, seen.byline.level, seen.is_mine) == (
            None,
            "Neurologist",
            2,
            False,
        )
        assert (seen.byline.checked_in, seen.byline.checked_at) == ("", None)


def test_sixty_people_in_one_thread_have_sixty_names(cast: Cast) -> None:
    from dayroom.kernel.rooms.models.byline import SEALED_NAMES, sealed_names  # noqa: PLC0415

    assert len(set(sealed_names(2))) == 2 * len(SEALED_NAMES)


def test_company_staff_cannot_sign_with_anything_but_their_name(cast: Cast) -> None:
    said = cast.say("company", "channel")
    assert (said.byline.name, said.byline.hat, said.byline.organisation) == (
        "Elin Company",
        "company",
        "Aldane Pharma (invented)",
    )
    with cast.as_("company"), pytest.raises(AssertionError):
        Byline.sign(cast.membership("company", "channel"), naming="pen")


class TestOpening:
    def ask(self, cast: Cast) -> SealOpening:
        said = cast.say("clinician", "professional")
        with cast.as_("officer"):
            return SealOpening.ask(
                room_id=said.room_id, byline_id=said.byline_id, by=cast.officer, reason="A threat was reported."
            )

    def test_takes_a_second_officer_and_tells_the_person(self, cast: Cast) -> None:
        opening = self.ask(cast)
        with cast.as_("second_officer"):
            assert SealOpening.objects.get(id=opening.id).open(by=cast.second_officer) == cast.clinician
        assert ("seal_opened",) in cast.sees("clinician", "SELECT kind FROM notices_notice")
        assert cast.sees(
            "clinician", "SELECT verb FROM audit_event WHERE subject_id = wall_me() AND verb = 'seal.open'"
        )

    @pytest.mark.parametrize("who", ["officer", "colleague"])
    def test_is_refused_to_the_same_officer_and_to_everybody_else(self, cast: Cast, who: str) -> None:
        opening = self.ask(cast)
        with cast.as_(who), pytest.raises(DatabaseError, match="two officers"):
            opening.open(by=cast.people[who])

    def test_is_not_told_yet_where_a_legal_ground_is_recorded(self, cast: Cast) -> None:
        said = cast.say("clinician", "professional")
        with cast.as_("officer"):
            opening = SealOpening.ask(
                room_id=said.room_id,
                byline_id=said.byline_id,
                by=cast.officer,
                reason="Court order.",
                legal_ground="Order 12/26",
            )
        with cast.as_("second_officer"):
            SealOpening.objects.get(id=opening.id).open(by=cast.second_officer)
        assert ("seal_opened",) not in cast.sees("clinician", "SELECT kind FROM notices_notice")
