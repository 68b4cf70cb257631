import pytest

from dayroom.kernel.rooms.models import Ask
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WORDS = "1 person asks to come in"


def test_a_host_finds_on_home_who_asks(cast: Cast) -> None:
    with cast.as_("outsider"):
        Ask.make(cast.rooms["community"], person=cast.outsider, hat=None, pen_name="Birch")
    page = cast.client("host").get("/").content.decode()
    assert WORDS in page
    assert f"/rooms/{cast.rooms['community'].id}/asks" in page
    assert WORDS not in cast.client("member").get("/").content.decode()
