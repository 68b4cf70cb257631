"""Every rendition of a file goes through the wall, under headers that let it do nothing."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydicom
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from dayroom.kernel.files.models import File, FileQuerySet
from dayroom.kernel.rooms.models import Entry
from dayroom.lib.tests.test_arrivals import SENT
from tests.cast import Cast

RENDITIONS = ["original", "view", "thumbnail", "picture"]
SCAN = Path(pydicom.__file__).parent / "data" / "test_files" / "CT_small.dcm"
PHOTOS = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "photos"
ABSENT = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ARRIVING = tmp_path / "arriving"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


def bring(cast: Cast, who: str, room: str, name: str, data: bytes) -> File:
    with cast.as_(who):
        return File.take_in(cast.membership(who, room), name=name, sent=io.BytesIO(data))


def post(cast: Cast, who: str, room: str, name: str = "scan.dcm", data: bytes | None = None) -> tuple[File, Entry]:
    file, entry = bring(cast, who, room, name, data or SCAN.read_bytes()), cast.say(who, room)
    with cast.as_(who):
        file.attach(entry, by=cast.membership(who, room))
    return file, entry


def address(file: File, rendition: str) -> str:
    return f"/rooms/{file.room_id}/files/{file.id}/{rendition}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def answers(client: Client, file: File) -> list[int]:
    return [client.get(address(file, rendition)).status_code for rendition in ("original", "thumbnail", "picture")]


def test_who_is_in_the_room_gets_the_file_and_nobody_else(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle")
    assert answers(cast.client("clinician"), file) == [200] * 3
    for who in ("outsider", "host"):
        assert answers(cast.client(who), file) == [404] * 3


def test_a_file_that_is_refused_looks_like_one_that_is_not_there(cast: Cast) -> None:
    file, _ = post(cast, "carer", "side")
    for who in ("clinician", "outsider"):
        absent = cast.client(who).get(f"/rooms/{ABSENT}/files/{ABSENT}/original")
        refused = cast.client(who).get(address(file, "original"))
        assert (refused.status_code, refused.content, sorted(refused.headers)) == (
            404,
            absent.content,
            sorted(absent.headers),
        )


def test_a_file_is_not_reached_through_another_room(cast: Cast) -> None:
    file, _ = post(cast, "carer", "side")
    through = f"/rooms/{cast.rooms['circle'].id}/files/{file.id}/original"
    assert cast.client("carer").get(through).status_code == 404


def test_whoever_left_gets_no_rendition_any_more(cast: Cast) -> None:
    file, _ = post(cast, "patient", "circle")
    with cast.as_("carer"):
        cast.membership("carer", "circle").leave()
    assert answers(cast.client("carer"), file) == [404] * 3


def test_a_stranger_reads_files_of_public_rooms_only(cast: Cast) -> None:
    public, _ = post(cast, "clinician", "commons")
    closed, _ = post(cast, "carer", "circle")
    assert answers(Client(), public) == [200] * 3
    assert answers(Client(), closed) == [404] * 3


def test_a_waiting_file_is_for_its_uploader_alone(cast: Cast) -> None:
    file = bring(cast, "carer", "circle", "scan.dcm", SCAN.read_bytes())
    assert answers(cast.client("carer"), file) == [200] * 3
    assert answers(cast.client("patient"), file) == [404] * 3


def test_what_was_taken_back_or_erased_takes_its_files_along(cast: Cast) -> None:
    file, entry = post(cast, "carer", "circle")
    with cast.as_("carer"):
        entry.withdraw(cast.membership("carer", "circle"))
    assert [answers(cast.client(who), file) for who in ("carer", "patient")] == [[200] * 3, [404] * 3]
    with cast.as_("carer"):
        entry.erase(cast.membership("carer", "circle"))
    assert [answers(cast.client(who), file) for who in ("carer", "patient")] == [[404] * 3] * 2


@pytest.mark.parametrize("wall", ["python", "database"])
def test_each_wall_holds_by_itself(cast: Cast, wall: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file, entry = post(cast, "carer", "circle")
    waiting = bring(cast, "carer", "circle", "scan.dcm", SCAN.read_bytes())
    with cast.as_("carer"):
        entry.withdraw(cast.membership("carer", "circle"))
    with cast.as_("patient"):
        if wall == "python":
            query = str(File.objects.shown_to(cast.membership("patient", "circle")).query)
            assert "uploader" in query
            assert "withdrawn" in query
        else:
            everything: Callable[..., FileQuerySet] = lambda self, membership: self.all()  # noqa: E731
            monkeypatch.setattr(FileQuerySet, "shown_to", everything)
    assert answers(cast.client("patient"), file) + answers(cast.client("patient"), waiting) == [404] * 6


@pytest.mark.parametrize("name", [name for name in SENT if name != "chart.png"])
def test_every_kind_goes_out_under_headers_that_let_it_do_nothing(cast: Cast, name: str) -> None:
    file, _ = post(cast, "carer", "circle", name, SENT[name][0])
    for rendition in RENDITIONS:
        response = cast.client("patient").get(address(file, rendition))
        if response.status_code == 404:
            continue
        assert "sandbox" in response["Content-Security-Policy"]
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cache-Control"] == "no-store"
        assert "html" not in response["Content-Type"]
        assert SENT[name][3] not in body(response)
    assert cast.client("patient").get(address(file, "original"))["Content-Disposition"].startswith("attachment")


def test_only_what_cannot_act_is_shown_in_the_browser(cast: Cast) -> None:
    shown = {}
    for name in ("wound.heic", "walk.mp4", "letter.pdf", "letter.docx", "values.csv"):
        file, _ = post(cast, "carer", "circle", name, SENT[name][0])
        shown[name] = cast.client("patient").get(address(file, "view")).status_code
    assert shown == {"wound.heic": 200, "walk.mp4": 200, "letter.pdf": 404, "letter.docx": 404, "values.csv": 404}


def test_a_strange_name_stays_a_name(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle", 'Größe "1";\r\nX: y — 図.csv', b"a,b\n1,2\n")
    disposition = cast.client("patient").get(address(file, "original"))["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe")
    assert "\n" not in disposition


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [("bytes=0-3", 206, slice(0, 4)), ("bytes=5-", 206, slice(5, None)), ("bytes=-4", 206, slice(-4, None)),
     ("bytes=0-99999999", 200, slice(None)), ("bytes=0-1,4-5", 200, slice(None)),
     ("lines=1-2", 200, slice(None)), ("bytes=-", 200, slice(None))],
)  # fmt: skip
def test_a_player_gets_the_part_it_asks_for(cast: Cast, asked: str, status: int, part: slice) -> None:
    file, _ = post(cast, "carer", "circle", "walk.mp4", SENT["walk.mp4"][0])
    whole = body(cast.client("patient").get(address(file, "view")))
    response = cast.client("patient").get(address(file, "view"), headers={"Range": asked})
    data = body(response)
    assert (response.status_code, data) == (status, whole[part])
    assert int(response["Content-Length"]) == len(data)


def test_a_part_beyond_the_end_is_refused(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle", "walk.mp4", SENT["walk.mp4"][0])
    response = cast.client("patient").get(address(file, "view"), headers={"Range": f"bytes={file.size}-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{file.size}")


def test_a_part_of_another_version_is_the_whole_file(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle", "walk.mp4", SENT["walk.mp4"][0])
    response = cast.client("patient").get(address(file, "view"), headers={"Range": "bytes=0-3", "If-Range": '"old"'})
    assert response.status_code == 200


def test_an_x_ray_is_drawn_in_the_window_that_is_asked_for(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle")
    drawn = [
        body(cast.client("patient").get(address(file, "picture") + asked))
        for asked in ("", "?centre=40&width=80", "?invert=on")
    ]
    assert [Image.open(io.BytesIO(data)).size for data in drawn] == [(128, 128)] * 3
    assert len(set(drawn)) == 3
    assert body(cast.client("patient").get(address(file, "picture?centre=40.01&width=80"))) == drawn[1], (
        "kept, not drawn again"
    )


@pytest.mark.parametrize(
    "asked", ["number=0", "number=2", "number=x", "width=0", "centre=nan", "centre=inf", "centre=1e99", "width=-5"]
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(cast: Cast, asked: str) -> None:
    file, _ = post(cast, "carer", "circle")
    response = cast.client("patient").get(address(file, f"picture?{asked}"))
    assert response.status_code == 422


def test_a_page_of_a_document_is_drawn(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle", "letter.pdf", SENT["letter.pdf"][0])
    drawn = Image.open(io.BytesIO(body(cast.client("patient").get(address(file, "picture?number=1")))))
    assert (drawn.format, max(drawn.size)) == ("WEBP", 1600)


@pytest.mark.parametrize("name", ["CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "examples_palette.dcm", "rtplan.dcm"])
def test_dicom_files_of_the_library_go_through_the_door_or_are_refused_with_a_sentence(cast: Cast, name: str) -> None:
    path = SCAN.parent / name
    if not path.exists():
        pytest.skip(f"this pydicom ships no {name}")
    upload = SimpleUploadedFile(name, path.read_bytes())
    response = cast.client("carer").post(
        f"/rooms/{cast.rooms['circle'].id}/files", {"files": upload}, headers={"HX-Request": "true"}
    )
    assert response.status_code == (422 if name in {"rtplan.dcm"} else 200), response.content.decode()
    with cast.as_("carer"):
        files = list(File.objects.waiting(cast.membership("carer", "circle")))
    assert len(files) == (0 if name == "rtplan.dcm" else 1)
    for file in files:
        stored = pydicom.dcmread(io.BytesIO(body(cast.client("carer").get(address(file, "original")))))
        assert str(stored.PatientName) == ""
        assert cast.client("carer").get(address(file, "picture")).status_code == 200


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the shared photographs with GPS are not on this machine")
def test_photographs_come_back_upright_and_without_their_place(cast: Cast) -> None:
    for path in sorted(PHOTOS.glob("*.jpg")):
        file, _ = post(cast, "carer", "circle", path.name, path.read_bytes())
        data = body(cast.client("patient").get(address(file, "view")))
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif(), path.name
        assert b"GPS" not in data
        assert (picture.width, picture.height) == (file.width, file.height)
        assert (picture.height > picture.width) == ("portrait" in path.name), path.name


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.svg", b"<svg onload=alert(1)>"), ("a.jpg", b"\xff\xd8\xff\xe0<script>alert(1)</script>"),
     ("a.php.jpg", SENT["chart.png"][0]),
     ("a.html", b"<html>"), ("a.zip", b"PK\x03\x04"), ("empty.pdf", b""), ("a.pdf", SENT["chart.png"][0])],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_sentence(cast: Cast, name: str, data: bytes) -> None:
    where = f"/rooms/{cast.rooms['circle'].id}/files"
    response = cast.client("carer").post(
        where, {"files": SimpleUploadedFile(name, data)}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 422
    with cast.as_("carer"):
        assert not File.objects.waiting(cast.membership("carer", "circle")).exists()


def test_a_big_file_is_sent_without_being_held_in_memory(cast: Cast, tmp_path: Path) -> None:
    file, _ = post(cast, "carer", "circle", "walk.mp4", SENT["walk.mp4"][0])
    stored = next((tmp_path / "files").rglob("original"))
    with stored.open("ab") as grown:
        grown.truncate(80_000_000)
    response = cast.client("patient").get(address(file, "view"))
    pieces = [len(piece) for piece in response.streaming_content]  # type: ignore[attr-defined]
    assert max(pieces) <= 256 * 1024


def test_looking_at_a_file_is_written_down_and_its_thumbnail_is_not(cast: Cast) -> None:
    file, _ = post(cast, "carer", "circle")
    for rendition in ("thumbnail", "original"):
        cast.client("clinician").get(address(file, rendition))
    lines = "SELECT verb, object_kind FROM audit_event WHERE object_id = %s AND verb LIKE 'read%%'"
    assert cast.sees("clinician", lines, [file.id]) == [("read.original", "file")]


def test_page_servers_load_no_decoder() -> None:
    decoders = {
        "PIL.JpegImagePlugin", "pydicom", "numpy", "pikepdf", "pypdfium2", "pillow_heif", "boto3",
        "dayroom.lib.arrivals",
    }  # fmt: skip
    program = (
        f"DECODERS = {decoders}\n"
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import dayroom.project.wsgi\n"
        "print(sorted(DECODERS & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_left_where_files_arrive(cast: Cast, tmp_path: Path) -> None:
    post(cast, "carer", "circle")
    assert list((tmp_path / "arriving").iterdir()) == []
    shutil.rmtree(tmp_path / "arriving")
