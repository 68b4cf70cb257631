import re

import pytest
from django.core import mail
from django.db import transaction

from dayroom.kernel.audit.models import Event
from dayroom.kernel.rooms.models import Invitation
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(cast: Cast, room: str = "circle", rest: str = "") -> str:
    return f"/rooms/{cast.rooms[room].id}/invitations{rest}"


def make(cast: Cast, **terms: object) -> str:
    with cast.as_("patient"):
        return Invitation.make(cast.rooms["circle"], by=cast.patient, **terms)[1]  # type: ignore[arg-type]


def is_in(cast: Cast, who: str) -> bool:
    return bool(cast.sees(who, "SELECT 1 FROM my_rooms WHERE room_id = %s", [cast.rooms["circle"].id]))


def how_many(cast: Cast) -> int:
    with cast.as_("patient"):
        return Invitation.objects.count()


def test_a_host_makes_a_link_that_is_shown_once(cast: Cast) -> None:
    made = cast.client("patient").post(address(cast, rest="/link"), {"role": "observer", "uses": "10"})
    assert made.status_code == 201
    link = re.search(r'value="(http[^"]+/invitations/[^"]+)"', made.content.decode())
    assert link
    assert link[1] not in cast.client("patient").get(address(cast)).content.decode()
    with cast.as_("patient"):
        assert Invitation.objects.get().uses_left == 10
        assert Event.objects.filter(verb="invitation.make", actor_id=cast.patient.id).exists()


def test_only_a_host_invites(cast: Cast) -> None:
    assert cast.client("carer").get(address(cast)).status_code == 403
    assert cast.client("carer").post(address(cast, rest="/link"), {"role": "member", "uses": "1"}).status_code == 403
    assert cast.client("outsider").post(address(cast, rest="/link")).status_code == 404
    assert how_many(cast) == 0


def test_nobody_is_invited_as_host(cast: Cast) -> None:
    assert cast.client("patient").post(address(cast, rest="/link"), {"role": "host", "uses": "1"}).status_code == 422
    assert how_many(cast) == 0


def test_each_on_the_list_gets_a_letter_that_names_no_room(
    cast: Cast, django_capture_on_commit_callbacks: "pytest.FixtureRequest"
) -> None:
    people = "Nina Newcomer, nina@example.org\nOtto Outsider, OTTO@example.org\n"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sent = cast.client("patient").post(address(cast, rest="/mail"), {"role": "member", "people": people})
    assert sent.status_code == 201
    assert [letter.to for letter in mail.outbox] == [["nina@example.org"], ["otto@example.org"]]
    assert all("circle" not in f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert "/invitations/" in mail.outbox[0].body


def test_a_wrong_line_is_named_and_nothing_is_saved_or_sent(cast: Cast) -> None:
    people = "Nina Newcomer, nina@example.org\nno comma here\nOtto, not-an-address\nNina, nina@example.org"
    sent = cast.client("patient").post(address(cast, rest="/mail"), {"role": "member", "people": people})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "Line 2: write a name, a comma and an e-mail address." in page
    assert "Line 3:" in page
    assert "Line 4: this address is in the list twice." in page
    assert how_many(cast) == 0
    assert mail.outbox == []


def test_a_line_break_in_an_address_reaches_no_letter(cast: Cast) -> None:
    people = '"Nina","nina@example.org\nBcc: all@example.org"'
    assert (
        cast.client("patient").post(address(cast, rest="/mail"), {"role": "member", "people": people}).status_code
        == 422
    )
    assert mail.outbox == []


def test_a_stranger_sees_where_a_link_leads_and_is_asked_to_sign_in(cast: Cast) -> None:
    token = make(cast)
    page = cast.client(None).get(f"/invitations/{token}")
    assert page.status_code == 200
    assert "The circle room" in page.content.decode()
    assert f"next=/invitations/{token}" in page.content.decode()


def test_a_link_that_never_was_is_404(cast: Cast) -> None:
    assert cast.client(None).get("/invitations/never").status_code == 404
    assert cast.client("outsider").post("/invitations/never/accept").status_code == 404
    assert cast.client(None).get("/invitations/never/qr.svg").status_code == 404


def test_coming_in_by_a_link(cast: Cast) -> None:
    token, hat = make(cast), cast.outsider.hats.get()
    assert not is_in(cast, "outsider")
    assert cast.client("outsider").post(f"/invitations/{token}/accept", {"hat": str(hat.id)}).status_code == 302
    assert is_in(cast, "outsider")
    assert cast.client("member").get(f"/invitations/{token}").status_code == 404, "it was for one person"


def test_a_letter_opens_for_its_address_alone(cast: Cast) -> None:
    token, hat = make(cast, email="nina@example.org"), cast.outsider.hats.get()
    assert "sent to another address" in cast.client("outsider").get(f"/invitations/{token}").content.decode()
    assert cast.client("outsider").post(f"/invitations/{token}/accept", {"hat": str(hat.id)}).status_code == 422
    assert not is_in(cast, "outsider")


def test_a_link_taken_back_opens_nothing(cast: Cast) -> None:
    token = make(cast)
    with cast.as_("patient"):
        invitation = Invitation.objects.get()
    assert cast.client("carer").post(address(cast, rest=f"/{invitation.id}/revoke")).status_code == 403
    assert cast.client("patient").post(address(cast, rest=f"/{invitation.id}/revoke")).status_code == 302
    assert cast.client("outsider").get(f"/invitations/{token}").status_code == 404


def test_the_square_code_is_a_drawing_without_script(cast: Cast) -> None:
    drawn = cast.client(None).get(f"/invitations/{make(cast)}/qr.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert b"script" not in drawn.content


def test_a_gate_holds_for_the_invited_too(cast: Cast) -> None:
    with cast.as_("clinician"), transaction.atomic():
        token = Invitation.make(cast.rooms["professional"], by=cast.clinician)[1]
    refused = cast.client("outsider").post(f"/invitations/{token}/accept", {"hat": str(cast.outsider.hats.get().id)})
    assert refused.status_code == 422
    assert "Add your licence under You." in refused.content.decode()


def test_inviting_is_limited(cast: Cast) -> None:
    answers = [cast.client("patient").post(address(cast, rest="/link"), {"role": "x"}).status_code for _ in range(31)]
    assert answers[29:] == [422, 429]
