from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from dayroom.kernel.rooms.models import Invitation
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def bring_in(file: Path, cast: Cast, *, host: str = "host@example.org", room: str = "community") -> None:
    address = "https://rooms.example.org"
    call_command("import_members", str(file), room=f"{address}/rooms/{cast.rooms[room].id}", host=host, address=address)


def test_everybody_in_the_list_gets_a_letter_with_a_link(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("\ufeffÅsa Öhman,asa@example.org\n" + "".join(f"M {n},m{n}@example.org\n" for n in range(150)))
    bring_in(file, cast)
    assert len(mail.outbox) == 151
    assert "https://rooms.example.org/invitations/" in mail.outbox[0].body
    assert cast.rooms["community"].title not in mail.outbox[0].body
    with cast.as_("host"):
        assert Invitation.objects.count() == 151


@pytest.mark.parametrize(
    ("text", "host", "sentence"),
    [
        (b"A,a@example.org\nB,not an address\n", "host@example.org", "Line 2"),
        (b"\xff\xfe", "host@example.org", "not in UTF-8"),
        (b"A,a@example.org\n", "nobody@example.org", "Nobody here"),
        (b"A,a@example.org\n", "member@example.org", "is not a host"),
        (b"A,a@example.org\n", "outsider@example.org", "is not a host"),
    ],
)
def test_a_mistake_invites_nobody(cast: Cast, tmp_path: Path, text: bytes, host: str, sentence: str) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(text)
    with pytest.raises(CommandError, match=sentence):
        bring_in(file, cast, host=host)
    assert mail.outbox == []
    with cast.as_("host"):
        assert not Invitation.objects.exists()
