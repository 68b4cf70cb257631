import pytest

from dayroom.kernel.audit.models import Event
from dayroom.kernel.people.models import Organisation
from dayroom.kernel.rooms.models import Room
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NEW = "/rooms/new"
COMMUNITY = {
    "kind": "community", "title": "Carers in Turku", "purpose": "For people who care at home.",
    "door": "ask", "listing": "everyone", "naming": "pen", "rules": "Be kind.\nNo selling.",
}  # fmt: skip


def answers(cast: Cast, who: str, **changed: str) -> dict[str, str]:
    return COMMUNITY | {"hat": str(cast.people[who].hats.get().id), "pen_name": "Alder"} | changed


def founded(cast: Cast, who: str) -> Room | None:
    with cast.as_(who):
        return Room.objects.filter(title="Carers in Turku").first()


def test_each_step_asks_one_thing_and_carries_the_earlier_answers(cast: Cast) -> None:
    client = cast.client("outsider")
    assert "What kind of room?" in client.get(NEW).content.decode()
    second = client.post(NEW, {"step": "1", "kind": "community"}).content.decode()
    assert "Name of the room" in second
    assert '<input type="hidden" name="kind" value="community">' in second
    third = client.post(NEW, {"step": "2", "kind": "community", "title": "A", "purpose": "B"}).content.decode()
    assert "Which names do people use?" in third
    assert founded(cast, "outsider") is None


def test_the_last_step_founds_it_with_its_first_host(cast: Cast) -> None:
    assert cast.client("outsider").post(NEW, answers(cast, "outsider", step="4")).status_code == 302
    room = founded(cast, "outsider")
    assert room
    assert (room.kind, room.naming, room.rules, room.people_count) == (
        "community",
        "pen",
        ["Be kind.", "No selling."],
        1,
    )
    membership = cast.sees("outsider", "SELECT role, pen_name FROM rooms_membership WHERE room_id = %s", [room.id])
    assert membership == [("host", "Alder")]
    with cast.as_("outsider"):
        assert Event.objects.filter(verb="room.found", actor_id=cast.outsider.id, object_id=room.id).exists()


def test_a_missing_answer_comes_back_at_its_step(cast: Cast) -> None:
    sent = cast.client("outsider").post(NEW, answers(cast, "outsider", step="4", title=""))
    assert sent.status_code == 422
    assert "Step 2 of 4" in sent.content.decode()
    assert founded(cast, "outsider") is None


def test_one_step_back_keeps_the_answers(cast: Cast) -> None:
    back = cast.client("outsider").post(NEW, answers(cast, "outsider", step="0")).content.decode()
    assert "Step 1 of 4" in back


@pytest.mark.parametrize("kind", ["professional", "channel", "conversation"])
def test_not_everybody_starts_every_kind(cast: Cast, kind: str) -> None:
    sent = cast.client("outsider").post(NEW, answers(cast, "outsider", step="4", kind=kind))
    assert sent.status_code == 422
    assert founded(cast, "outsider") is None


def test_a_clinician_with_a_checked_licence_starts_a_professional_room(cast: Cast) -> None:
    sent = answers(cast, "clinician", step="4", kind="professional", naming="sealed", door="open")
    assert cast.client("clinician").post(NEW, sent).status_code == 302
    room = founded(cast, "clinician")
    assert room
    assert (room.gate_hats, room.gate_level) == (["clinician"], 2)


def test_company_people_open_a_channel_for_their_own_company_only(cast: Cast) -> None:
    with cast.as_(None):
        other = Organisation.objects.create(name="Another (invented)", kind="company")
    own = Organisation.objects.exclude(id=other.id).get(kind="company")
    sent = answers(cast, "company", step="4", kind="channel", naming="real", door="open")
    assert cast.client("company").post(NEW, sent | {"organisation": str(other.id)}).status_code == 422
    assert cast.client("company").post(NEW, sent | {"organisation": str(own.id)}).status_code == 302
    room = founded(cast, "company")
    assert room
    assert room.organisation_id == own.id


def test_a_circle_is_never_listed_or_public(cast: Cast) -> None:
    sent = answers(cast, "outsider", step="4", kind="circle", naming="real", door="invited")
    assert cast.client("outsider").post(NEW, sent).status_code == 422
    assert cast.client("outsider").post(NEW, sent | {"listing": "nobody"}).status_code == 302
    room = founded(cast, "outsider")
    assert room
    assert (room.sight, room.listing) == ("members", "nobody")


def test_a_stranger_starts_nothing(cast: Cast) -> None:
    assert cast.client(None).get(NEW).status_code == 302
