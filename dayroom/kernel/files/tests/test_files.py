"""Files follow their entry through the wall, and take with them whatever would say who brought them."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from dayroom.kernel.files.jobs import sweep_now
from dayroom.kernel.files.models import MOST_ON_ENTRY, File, place
from dayroom.kernel.files.sweep import remove_forgotten, remove_gone
from dayroom.kernel.rooms.models import Entry, Room
from dayroom.lib.kinds import Refused
from tests.cast import Cast, make_room


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ARRIVING = tmp_path / "arriving"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


def photograph() -> io.BytesIO:
    sent = io.BytesIO()
    exif = Image.Exif()
    exif[271] = "ZZCAMERAZZ"
    Image.new("RGB", (60, 40), "teal").save(sent, "JPEG", exif=exif)
    sent.seek(0)
    return sent


def bring(cast: Cast, who: str, room: str, name: str = "me.jpg") -> File:
    with cast.as_(who):
        return File.take_in(cast.membership(who, room), name=name, sent=photograph())


def post(cast: Cast, who: str, room: str) -> tuple[File, Entry]:
    file, entry = bring(cast, who, room), cast.say(who, room)
    with cast.as_(who):
        file.attach(entry, by=cast.membership(who, room))
    return file, entry


def seen(cast: Cast, who: str | None) -> int:
    return len(cast.sees(who, "SELECT id FROM files_file"))


def test_a_file_is_cleaned_before_it_is_stored(cast: Cast) -> None:
    file = bring(cast, "member", "community")
    with file.open() as stored:
        data = stored.read()
    assert b"ZZCAMERAZZ" not in data
    assert (file.family, file.media_type, file.width, file.has_thumbnail) == ("picture", "image/jpeg", 60, True)
    assert file.size == len(data)


def test_a_waiting_file_is_seen_by_its_uploader_alone(cast: Cast) -> None:
    bring(cast, "member", "community")
    assert [seen(cast, who) for who in ("member", "host", "observer", "outsider", None)] == [1, 0, 0, 0, 0]


def test_a_posted_file_is_seen_where_its_entry_is(cast: Cast) -> None:
    post(cast, "member", "community")
    assert [seen(cast, who) for who in ("member", "host", "observer", "outsider", None)] == [1, 1, 1, 0, 0]


def test_a_file_of_a_public_room_is_public(cast: Cast) -> None:
    post(cast, "clinician", "commons")
    assert seen(cast, None) == 1


def test_a_file_of_a_side_room_is_not_seen_by_the_circle(cast: Cast) -> None:
    post(cast, "carer", "side")
    assert [seen(cast, who) for who in ("patient", "clinician")] == [1, 0]


def test_whoever_left_sees_no_file_of_the_room_any_more(cast: Cast) -> None:
    bring(cast, "member", "community")
    post(cast, "host", "community")
    with cast.as_("member"):
        cast.membership("member", "community").leave()
    assert seen(cast, "member") == 0


def test_a_withdrawn_file_is_seen_by_its_author_alone(cast: Cast) -> None:
    _, entry = post(cast, "member", "community")
    with cast.as_("member"):
        entry.withdraw(cast.membership("member", "community"))
    assert [seen(cast, who) for who in ("member", "host", "observer")] == [1, 0, 0]


def test_an_erased_file_is_gone_with_its_bytes(cast: Cast) -> None:
    file, entry = post(cast, "member", "community")
    with cast.as_("member"):
        entry.erase(cast.membership("member", "community"))
    assert [seen(cast, who) for who in ("member", "host")] == [0, 0]
    assert default_storage.exists(place(file.key, "original")), "need bytes to lose for this test to mean anything"
    assert ProcrastinateJob.objects.filter(task_name=sweep_now.name, status="todo").count() == 1
    sweep_now()
    assert not default_storage.exists(place(file.key, ""))


def test_a_removed_file_is_gone_with_its_bytes(cast: Cast) -> None:
    file = bring(cast, "member", "community")
    with cast.as_("member"):
        file.remove(by=cast.membership("member", "community"))
    remove_gone()
    assert not default_storage.exists(place(file.key, "original"))


def test_nothing_says_who_brought_a_posted_file(cast: Cast) -> None:
    make_room(
        cast, "sealed", host="host", members={"member": "", "carer": ""}, kind="community", naming=Room.Naming.SEALED
    )
    file, _ = post(cast, "member", "sealed")
    for table in ("files_file", "audit_event"):
        rows = cast.sees("carer", f"SELECT t::text FROM {table} t")
        assert all(str(cast.member.id) not in str(row) for row in rows), table
    assert cast.sees("carer", "SELECT name FROM files_file WHERE id = %s", [file.id]) == [("picture.jpg",)]


def test_names_stay_with_documents_among_real_names_only(cast: Cast) -> None:
    text = io.BytesIO(b"Three lines.\n")
    names = []
    for room in ("circle", "side"):
        with cast.as_("carer"):
            text.seek(0)
            names.append(File.take_in(cast.membership("carer", room), name="Visit of 3 May.txt", sent=text).name)
    assert names == ["Visit of 3 May.txt"] * 2
    assert bring(cast, "carer", "circle", name="Petra at home.jpg").name == "picture.jpg"


def test_a_file_is_posted_by_its_uploader_on_an_entry_of_their_own_in_the_same_room(cast: Cast) -> None:
    file = bring(cast, "carer", "circle")
    elsewhere, of_others = cast.say("carer", "conversation"), cast.say("patient", "circle")
    mine = cast.say("carer", "circle")
    for who, entry in (("carer", elsewhere), ("carer", of_others), ("patient", of_others), ("clinician", mine)):
        with cast.as_(who), pytest.raises(DatabaseError, match="not theirs"), transaction.atomic():
            file.attach(entry, by=cast.membership(who, "circle"))
    with cast.as_("carer"):
        file.attach(mine, by=cast.membership("carer", "circle"))
        file.refresh_from_db()
    assert (file.entry_id, file.uploader_id) == (mine.id, None)


def test_a_file_brought_to_a_circle_may_be_posted_in_a_part_of_it(cast: Cast) -> None:
    file, entry = bring(cast, "carer", "circle"), cast.say("carer", "side")
    with cast.as_("carer"):
        file.attach(entry, by=cast.membership("carer", "side"))
    assert file.room_id == cast.rooms["side"].id
    assert [seen(cast, who) for who in ("patient", "clinician")] == [1, 0]


def test_an_entry_has_room_for_so_many_files(cast: Cast) -> None:
    entry = cast.say("member", "community")
    with cast.as_("member"):
        membership = cast.membership("member", "community")
        about = {"family": "pdf", "name": "a", "media_type": "a/b", "size": 1, "sha256": ""}
        files = [
            File(room=membership.room, uploader=cast.member, key=str(n), **about) for n in range(MOST_ON_ENTRY + 1)
        ]
        for file in files:
            file.save(force_insert=True)
        for file in files[:-1]:
            file.attach(entry, by=membership)
        with pytest.raises(DatabaseError, match="not theirs"), transaction.atomic():
            files[-1].attach(entry, by=membership)


@pytest.mark.parametrize(
    "change", ["key = 'x'", "room_id = NULL", "uploader_id = NULL", "entry_id = NULL", "media_type = 'text/html'"]
)
def test_raw_sql_changes_only_what_is_said_about_a_file(cast: Cast, change: str) -> None:
    bring(cast, "member", "community")
    with (
        cast.as_("member"),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission"),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE files_file SET {change}")


def test_only_its_author_describes_a_posted_file(cast: Cast) -> None:
    file, _ = post(cast, "member", "community")
    for who, changed in (("host", 0), ("member", 1)):
        with cast.as_(who), connection.cursor() as cursor:
            cursor.execute("UPDATE files_file SET alt = 'A teal wall.' WHERE id = %s", [file.id])
            assert cursor.rowcount == changed


def test_an_observer_brings_no_file(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        bring(cast, "observer", "community")


def test_a_refused_file_leaves_nothing_behind(cast: Cast, tmp_path: Path) -> None:
    with cast.as_("member"), pytest.raises(Refused):
        File.take_in(cast.membership("member", "community"), name="a.jpg", sent=io.BytesIO(b"<svg onload=alert(1)>"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nobody_reads_which_files_are_gone(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="permission"), transaction.atomic():
        cast.sees("host", "SELECT * FROM files_gonefile")


def test_what_was_never_posted_is_swept_away(cast: Cast) -> None:
    posted, _ = post(cast, "member", "community")
    waiting = bring(cast, "member", "community")
    remove_forgotten(now=timezone.now() + timedelta(days=1))
    assert default_storage.exists(place(waiting.key, "original"))
    remove_forgotten(now=timezone.now() + timedelta(days=3))
    remove_gone()
    assert not default_storage.exists(place(waiting.key, "original"))
    assert default_storage.exists(place(posted.key, "original"))


def test_bytes_without_a_row_and_old_drawings_are_swept_away(cast: Cast, tmp_path: Path) -> None:
    posted, _ = post(cast, "member", "community")
    for where in (place("ab" * 16, "original"), place(posted.key, "drawn-0")):
        default_storage.save(where, ContentFile(b"x"))
    (tmp_path / "arriving" / "killed").mkdir()
    remove_forgotten(now=timezone.now() + timedelta(hours=1))
    assert default_storage.exists(place("ab" * 16, "original"))
    remove_forgotten(now=timezone.now() + timedelta(days=2))
    assert not default_storage.exists(place("ab" * 16, ""))
    assert sorted(default_storage.listdir(place(posted.key, ""))[1]) == ["original", "thumbnail"]
    assert not (tmp_path / "arriving" / "killed").exists()
