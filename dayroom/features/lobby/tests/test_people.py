from datetime import timedelta

import pytest
from django.utils import timezone

from dayroom.kernel.audit.models import Event
from dayroom.kernel.rooms.models import Membership
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(cast: Cast, room: str, rest: str = "") -> str:
    return f"/rooms/{cast.rooms[room].id}/people{rest}"


def id_of(cast: Cast, who: str, room: str) -> str:
    with as_owner("demonstrate"):
        return str(Membership.objects.live().get(person=cast.people[who], room=cast.rooms[room]).id)


def make_moderator(cast: Cast, who: str, room: str) -> None:
    with as_owner("demonstrate"):
        Membership.objects.filter(person=cast.people[who], room=cast.rooms[room]).update(role="moderator")


def is_in(cast: Cast, who: str, room: str) -> bool:
    return bool(cast.sees(who, "SELECT 1 FROM my_rooms WHERE room_id = %s", [cast.rooms[room].id]))


def test_members_see_each_other_as_the_naming_allows(cast: Cast) -> None:
    page = cast.client("observer").get(address(cast, "community")).content.decode()
    assert "Rowan" in page
    assert "Marek Member" not in page
    assert "Change<" not in page


def test_outsiders_get_404_and_visitors_403(cast: Cast) -> None:
    assert cast.client("outsider").get(address(cast, "circle")).status_code == 404
    assert cast.client("outsider").get(address(cast, "commons")).status_code == 403


def test_a_member_may_not_open_somebody_elses_page(cast: Cast) -> None:
    other = id_of(cast, "carer", "circle")
    assert cast.client("clinician").get(address(cast, "circle", f"/{other}")).status_code == 403
    assert cast.client("patient").get(address(cast, "circle", f"/{other}")).status_code == 200


def test_a_membership_of_another_room_is_not_there(cast: Cast) -> None:
    other = id_of(cast, "member", "community")
    assert cast.client("patient").get(address(cast, "circle", f"/{other}")).status_code == 404


def test_a_host_gives_a_role(cast: Cast) -> None:
    other = id_of(cast, "member", "community")
    assert (
        cast.client("host").post(address(cast, "community", f"/{other}/role"), {"role": "moderator"}).status_code == 302
    )
    with cast.as_("member"):
        assert cast.membership("member", "community").role == "moderator"
    with cast.as_("host"):
        assert Event.objects.filter(verb="membership.change_role", actor_id=cast.host.id).exists()


def test_visitor_is_no_role_to_give(cast: Cast) -> None:
    other = id_of(cast, "member", "community")
    assert (
        cast.client("host").post(address(cast, "community", f"/{other}/role"), {"role": "visitor"}).status_code == 422
    )


def test_a_moderator_gives_no_roles(cast: Cast) -> None:
    make_moderator(cast, "member", "community")
    other = id_of(cast, "observer", "community")
    assert cast.client("member").post(address(cast, "community", f"/{other}/role"), {"role": "host"}).status_code == 403


def test_a_host_puts_somebody_out_with_a_reason(cast: Cast) -> None:
    other = id_of(cast, "member", "community")
    response = cast.client("host").post(
        address(cast, "community", f"/{other}/remove"), {"reason": "You sold tablets here."}
    )
    assert response.status_code == 302
    assert not is_in(cast, "member", "community")
    assert cast.sees("member", "SELECT reason FROM notices_notice WHERE kind = 'ended'") == [
        ("You sold tablets here.",)
    ]


def test_without_a_reason_nobody_is_put_out(cast: Cast) -> None:
    other = id_of(cast, "member", "community")
    assert cast.client("host").post(address(cast, "community", f"/{other}/remove"), {"reason": " "}).status_code == 422
    assert is_in(cast, "member", "community")


def test_a_moderator_of_a_pen_room_puts_out_a_member_but_no_host(cast: Cast) -> None:
    make_moderator(cast, "member", "community")
    reader, host = id_of(cast, "observer", "community"), id_of(cast, "host", "community")
    client = cast.client("member")
    assert client.post(address(cast, "community", f"/{host}/remove"), {"reason": "No."}).status_code == 403
    assert client.post(address(cast, "community", f"/{reader}/remove"), {"reason": "As you wished."}).status_code == 302
    assert is_in(cast, "host", "community")
    assert not is_in(cast, "observer", "community")


def test_a_last_day_can_be_set_and_not_moved_later(cast: Cast) -> None:
    other, today = id_of(cast, "carer", "circle"), timezone.localdate()
    client, where = cast.client("patient"), address(cast, "circle", f"/{id_of(cast, 'carer', 'circle')}/until")
    assert client.post(where, {"until": today + timedelta(days=3)}).status_code == 302
    assert client.post(where, {"until": today + timedelta(days=9)}).status_code == 422
    assert client.post(where, {"until": today - timedelta(days=1)}).status_code == 422
    with cast.as_("patient"):
        until = Membership.objects.get(id=other).until
    assert until is not None
    assert until.date() == today + timedelta(days=3)


def test_leaving_asks_first_and_then_ends_it(cast: Cast) -> None:
    where = f"/rooms/{cast.rooms['community'].id}/leave"
    assert "Leave this room?" in cast.client("member").get(where).content.decode()
    assert is_in(cast, "member", "community")
    assert cast.client("member").post(where).status_code == 302
    assert not is_in(cast, "member", "community")


def test_the_only_host_cannot_leave_the_others_alone(cast: Cast) -> None:
    response = cast.client("host").post(f"/rooms/{cast.rooms['community'].id}/leave")
    assert response.status_code == 403
    assert "You are the only host here." in response.content.decode()
    assert is_in(cast, "host", "community")


def test_reading_lists_of_people_is_limited(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client("member")
    answers = [client.get(address(cast, "community")) for _ in range(121)]
    assert answers[119].status_code == 200
    assert answers[120].status_code == 429
    assert 0 < int(answers[120].headers["Retry-After"]) <= 600
