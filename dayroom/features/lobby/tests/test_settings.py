import pytest

from dayroom.features.lobby.settings import SettingsForm
from dayroom.kernel.audit.models import Event
from dayroom.kernel.rooms.models import Room
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sent(cast: Cast, who: str, room: str, **changes: object) -> dict[str, object]:
    """What a browser sends back when only `changes` were touched."""
    with cast.as_(who):
        form = SettingsForm(membership=cast.membership(who, room))
        values = {
            name: form[name].field.prepare_value(form[name].initial) for name in form.fields if name != "agreed_to"
        }
    kept = {name: value for name, value in values.items() if value is not None and value is not False}
    return kept | changes


def settings(cast: Cast, who: str, room: str, **changes: object) -> tuple[int, str]:
    data = sent(cast, who, room, **changes)
    response = cast.client(who).post(f"/rooms/{cast.rooms[room].id}/settings", data)
    return response.status_code, response.content.decode()


def now(cast: Cast, who: str, room: str) -> Room:
    with cast.as_(who):
        return Room.objects.get(id=cast.rooms[room].id)


def test_only_a_host_opens_the_settings(cast: Cast) -> None:
    where = f"/rooms/{cast.rooms['community'].id}/settings"
    assert cast.client("host").get(where).status_code == 200
    assert cast.client("member").get(where).status_code == 403
    assert cast.client("outsider").get(where).status_code == 404


def test_a_host_changes_words_and_rules(cast: Cast) -> None:
    status, _ = settings(cast, "host", "community", title="Living with it", rules="Say it kindly.\nNo selling.")
    assert status == 302
    room = now(cast, "host", "community")
    assert (room.title, room.rules) == ("Living with it", ["Say it kindly.", "No selling."])
    with cast.as_("host"):
        assert Event.objects.filter(verb="room.change", actor_id=cast.host.id, object_id=room.id).exists()


def test_nothing_changed_writes_nothing(cast: Cast) -> None:
    assert settings(cast, "host", "community")[0] == 302
    with cast.as_("host"):
        assert not Event.objects.filter(verb="room.change").exists()


def test_bad_input_changes_nothing(cast: Cast) -> None:
    status, page = settings(cast, "host", "community", title="", gate_countries="Italy, Narnia", gate_vouches="99")
    assert status == 422
    assert "We do not know the country “Narnia”." in page
    assert now(cast, "host", "community").gate_countries == []


def test_a_tighter_gate_says_how_many_would_leave_before_it_happens(cast: Cast) -> None:
    change = {"gate_hats": ["moderator", "carer"]}
    status, page = settings(cast, "host", "community", **change)
    assert status == 409
    assert "1 person would leave the room at once." in page
    assert now(cast, "host", "community").gate_hats == []
    assert now(cast, "host", "community").people_count == 3
    assert settings(cast, "host", "community", **change, agreed_to=1)[0] == 302
    assert now(cast, "host", "community").people_count == 2


def test_nobody_puts_themselves_out(cast: Cast) -> None:
    status, page = settings(cast, "host", "community", gate_hats=["clinician"], agreed_to=9)
    assert status == 422
    assert "You would put yourself out." in page
    assert now(cast, "host", "community").people_count == 3


def test_a_professional_room_keeps_its_check(cast: Cast) -> None:
    assert settings(cast, "clinician", "professional", gate_level="0")[0] == 422
    status, _ = settings(cast, "clinician", "professional", gate_hats=[], gate_level="2")
    assert status == 302
    assert now(cast, "clinician", "professional").gate_hats == ["clinician"]


def test_a_circle_keeps_its_record_of_looks(cast: Cast) -> None:
    assert settings(cast, "patient", "circle", reads_logged="")[0] == 302
    assert now(cast, "patient", "circle").reads_logged


def test_a_room_is_archived_and_opened_again(cast: Cast) -> None:
    where = f"/rooms/{cast.rooms['community'].id}"
    assert cast.client("member").post(f"{where}/archive").status_code == 403
    assert cast.client("host").post(f"{where}/archive").status_code == 302
    assert now(cast, "host", "community").state == "archived"
    assert "Archived rooms" in cast.client("member").get("/rooms/").content.decode()
    assert cast.client("host").post(f"{where}/reopen").status_code == 302
    assert now(cast, "host", "community").state == "open"
