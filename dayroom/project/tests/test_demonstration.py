"""The invented network loads whole, through the same verbs as everybody's words, and stays within its own labels."""

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from dayroom.kernel.files.models import File
from dayroom.kernel.people.models import Hat, Person
from dayroom.kernel.rooms.models import Byline, Entry, Room
from dayroom.kernel.wall import as_owner
from dayroom.project.demonstration.network import DOMAIN, load

pytestmark = pytest.mark.django_db


def test_it_shows_every_hat_every_kind_of_room_and_every_kind_of_file() -> None:
    network = load()
    assert len(network.people) >= 14
    assert {str(person.email).partition("@")[2] for person in network.people.values()} == {DOMAIN}
    with as_owner("demonstrate"):
        rooms = Room.objects.filter(id__in=[room.id for room in network.rooms.values()])
        assert set(rooms.values_list("kind", flat=True)) == set(Room.Kind.values)
        assert set(Hat.objects.filter(person__in=network.people.values()).values_list("kind", flat=True)) == set(
            Hat.Kind.values
        )
        assert set(File.objects.filter(room__in=rooms).values_list("family", flat=True)) >= {"picture", "pdf", "dicom"}
        assert set(Byline.objects.filter(room__in=rooms).values_list("naming", flat=True)) == set(Room.Naming.values)
        assert Entry.objects.filter(room__in=rooms, kind="poll").exists()
        assert rooms.filter(parent__isnull=False).exists()
        assert len(set(Entry.objects.filter(room__in=rooms).values_list("language", flat=True))) >= 4


def test_loading_it_again_changes_nothing(settings: LazySettings) -> None:
    settings.DEMONSTRATION = True
    call_command("demonstrate", verbosity=0)
    before = Person.objects.count()
    call_command("demonstrate", verbosity=0)
    assert Person.objects.count() == before
