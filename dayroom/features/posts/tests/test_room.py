"""The Talk tab."""

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(cast: Cast, room: str = "community") -> str:
    return f"/rooms/{cast.rooms[room].id}/"


def test_threads_stand_newest_reply_first(cast: Cast) -> None:
    first = cast.say("host", "community", title="First thread")
    cast.say("host", "community", title="Second thread")
    cast.say("host", "community", "An answer.", parent=first)
    body = cast.client("member").get(address(cast)).content.decode()
    assert body.index("First thread") < body.index("Second thread")
    assert "1 new reply" not in body.split("First thread")[0]


def test_the_outsider_gets_404(cast: Cast) -> None:
    assert cast.client("outsider").get(address(cast)).status_code == 404
