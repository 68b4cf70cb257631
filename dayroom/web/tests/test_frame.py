import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


def test_what_does_not_exist_is_the_same_page_for_everybody(cast):
    stranger = Client().get("/rooms/00000000-0000-7000-8000-000000000000/nothing")
    member = cast.client("member").get("/not/even/an/address")
    assert stranger.status_code == member.status_code == 404
    assert stranger.content == member.content
    assert b"/not/even" not in member.content
