"""Files in the composer: with htmx one by one, without scripts with the words, kept when the form comes back."""

import io
import re
from pathlib import Path

import pydicom
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from dayroom.kernel.files.models import File
from dayroom.kernel.rooms.models import Entry
from tests.cast import Cast

SCANS = Path(pydicom.__file__).parent / "data" / "test_files"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ARRIVING = tmp_path / "arriving"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


def photograph(name: str = "me.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue())


def files_url(cast: Cast, room: str = "circle") -> str:
    return f"/rooms/{cast.rooms[room].id}/files"


def write_url(cast: Cast, room: str = "circle") -> str:
    return f"/rooms/{cast.rooms[room].id}/write"


def bring(cast: Cast, who: str = "carer", room: str = "circle") -> str:
    """The id of a waiting file, as the composer names it."""
    html = cast.client(who).post(files_url(cast, room), {"files": photograph()}, headers=HTMX).content.decode()
    found = re.search(r'name="file" value="([0-9a-f-]+)"', html)
    assert found, html
    return found[1]


def files_of(cast: Cast, who: str = "carer") -> list[File]:
    with cast.as_(who):
        return list(File.objects.order_by("id"))


def test_a_picture_comes_back_as_a_card_with_a_field_for_words(cast: Cast) -> None:
    id = bring(cast)
    html = (
        cast.client("carer")
        .post(files_url(cast), {"file": id, f"{id}-alt": "Ankle & foot"}, headers=HTMX)
        .content.decode()
    )
    assert f'name="{id}-alt"' in html
    assert 'value="Ankle &amp; foot"' in html
    assert f"/files/{id}/thumbnail" in html


def test_a_picture_is_posted_with_its_words_and_its_veil(cast: Cast) -> None:
    id = bring(cast)
    sent = {"text": "Look.", "file": id, f"{id}-alt": "My ankle, swollen.", f"{id}-veiled": "on"}
    response = cast.client("carer").post(write_url(cast), sent, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'alt="My ankle, swollen."' in html
    assert "A picture some people find hard to look at." in html
    assert [(file.alt, file.veiled, file.uploader_id) for file in files_of(cast, "patient")] == [
        ("My ankle, swollen.", True, None)
    ]


def test_a_picture_alone_is_something_to_say(cast: Cast) -> None:
    id = bring(cast)
    assert (
        cast.client("carer").post(write_url(cast), {"text": "", "file": id, f"{id}-alt": "My ankle."}).status_code
        == 302
    )


def test_without_scripts_files_come_with_the_words_and_wait_for_their_description(cast: Cast) -> None:
    response = cast.client("carer").post(
        write_url(cast), {"text": "Look.", "files": [photograph("a.jpg"), photograph("b.jpg")]}
    )
    html = response.content.decode()
    ids = re.findall(r'name="file" value="([0-9a-f-]+)"', html)
    assert response.status_code == 422
    assert "Say what the picture shows" in html
    assert len(ids) == 2
    with cast.as_("carer"):
        assert not Entry.objects.filter(room=cast.rooms["circle"], text="Look.").exists()
    sent = {"text": "Look.", "file": ids, f"{ids[0]}-alt": "One", f"{ids[1]}-alt": "Two"}
    assert cast.client("carer").post(write_url(cast), sent).status_code == 302
    assert [file.alt for file in files_of(cast, "patient")] == ["One", "Two"]


def test_a_file_that_is_left_out_is_removed_and_the_rest_is_posted(cast: Cast) -> None:
    kept, unwanted = bring(cast), bring(cast)
    sent = {"text": "Look.", "file": [kept, unwanted], "drop": unwanted, f"{kept}-alt": "Kept"}
    assert cast.client("carer").post(write_url(cast), sent).status_code == 302
    assert [str(file.id) for file in files_of(cast)] == [kept]


def test_a_refused_file_says_why_and_keeps_the_others(cast: Cast) -> None:
    id = bring(cast)
    bad = SimpleUploadedFile("page.html", b"<html>")
    response = cast.client("carer").post(files_url(cast), {"files": bad, "file": id}, headers=HTMX)
    assert response.status_code == 422
    assert "page.html: The name of this file ends like a program." in response.content.decode()
    assert f'value="{id}"' in response.content.decode()


def test_an_entry_takes_ten_files(cast: Cast) -> None:
    texts = [SimpleUploadedFile(f"{n}.txt", b"Some words.\n") for n in range(11)]
    response = cast.client("carer").post(files_url(cast), {"files": texts}, headers=HTMX)
    assert response.status_code == 422
    assert len(files_of(cast)) == 10


def test_nobody_posts_the_file_of_somebody_else(cast: Cast) -> None:
    id = bring(cast)
    cast.client("clinician").post(write_url(cast), {"text": "Mine now.", "file": id, f"{id}-alt": "Stolen"})
    assert [(file.entry_id, file.uploader_id) for file in files_of(cast)] == [(None, cast.carer.id)]
    assert files_of(cast, "clinician") == []


def test_a_picture_goes_into_a_part_of_the_circle_with_its_words(cast: Cast) -> None:
    id = bring(cast)
    sent = {"text": "For Petra.", "file": id, f"{id}-alt": "A scar", "audience": "some"}
    form = cast.client("carer").get(write_url(cast)).content.decode()
    people = re.search(r'name="people" id="p-1" value="([^"]+)"', form)
    assert people
    assert cast.client("carer").post(write_url(cast), sent | {"people": people[1]}).status_code == 302
    assert [file.room_id == cast.rooms["circle"].id for file in files_of(cast)] == [False]


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("carer", 200)])
def test_files_are_brought_by_people_of_the_room(cast: Cast, who: str, status: int) -> None:
    assert cast.client(who).post(files_url(cast), {"files": photograph()}, headers=HTMX).status_code == status


def test_an_observer_brings_nothing(cast: Cast) -> None:
    assert cast.client("observer").post(files_url(cast, "community"), {"files": photograph()}).status_code == 403


def test_an_x_ray_has_a_page_with_its_window(cast: Cast) -> None:
    upload = SimpleUploadedFile("CT_small.dcm", (SCANS / "CT_small.dcm").read_bytes())
    html = cast.client("carer").post(files_url(cast), {"files": upload}, headers=HTMX).content.decode()
    assert "If a name or a date is drawn into it" in html
    page = f"{files_url(cast)}/{files_of(cast)[0].id}"
    shown = cast.client("carer").get(f"{page}?centre=40&width=80&invert=on").content.decode()
    assert "/picture?number=1&amp;centre=40&amp;width=80&amp;invert=on" in shown
    assert "Lung" in shown
    assert cast.client("carer").get(f"{page}?number=9").status_code == 422
    assert cast.client("patient").get(page).status_code == 404
