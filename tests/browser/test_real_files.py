"""Real photographs, scans and papers through the composer of a browser; what comes back tells no more than it shows."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pydicom
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dayroom.project.demonstration.papers import plan
from tests.browser.conftest import Windows
from tests.test_house import ROOT

pytestmark = pytest.mark.browser
PHOTOS = ROOT.parent / "shared" / "data" / "photos"
SCANS = Path(pydicom.__file__).parent / "data" / "test_files"
SOME_SCANS = [
    "CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "SC_rgb_rle.dcm", "693_J2KI.dcm", "examples_overlay.dcm",
    "US1_UNCR.dcm", "MR_small_RLE.dcm",
]  # fmt: skip
GPS = 0x8825
NAMING = ("PatientName", "PatientID", "PatientBirthDate", "PatientAddress", "ReferringPhysicianName", "InstitutionName")
# Cleaning happens in a process of its own, one file after the other, on a machine that has other things to do.
CLEANED = 90_000


def bring(page: Page, windows: Windows, files: list[Path]) -> list[str]:
    """Puts files into the composer of the circle; gives their ids in order."""
    page.goto(f"/rooms/{windows.network.rooms['sams_circle'].id}/write")
    page.get_by_label("What do you want to say?").fill("As they are.")
    page.get_by_label("Add pictures or files").set_input_files(files)
    expect(page.locator(".filecard, .err").first).to_be_visible(timeout=CLEANED)
    return [field.input_value() for field in page.locator(".filecard input[name=file]").all()]


def post(page: Page) -> None:
    for number, field in enumerate(page.get_by_label("What does it show?").all()):
        field.fill(f"What number {number} shows.")
    page.get_by_role("button", name=re.compile("^Post to")).click()
    expect(page.locator("article")).to_contain_text("As they are.")


def download(page: Page, windows: Windows, id: str) -> bytes:
    answer = page.request.get(f"/rooms/{windows.network.rooms['sams_circle'].id}/files/{id}/original")
    assert answer.status == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.body()


def test_photographs_come_back_upright_and_say_nothing_of_where_and_when(windows: Windows) -> None:
    if not PHOTOS.exists():
        pytest.skip("the photographs are not on this machine; they are not part of the product")
    photos = [path for path in sorted(PHOTOS.glob("*.jpg")) if not path.name.startswith("invalid")]
    located = [path for path in photos if Image.open(path).getexif().get_ifd(GPS)]
    assert len(located) >= 3, "need photographs with a place for this to mean anything"
    page = windows.open("tom")
    brought = bring(page, windows, photos)
    assert len(brought) == len(photos), page.locator("#files").inner_text()
    post(page)
    for path, id in zip(photos, brought, strict=True):
        kept = Image.open(BytesIO(download(page, windows, id)))
        assert dict(kept.getexif()) == {}, path.name
        assert not set(kept.info) & {"exif", "xmp", "photoshop", "comment"}, path.name
        turned = Image.open(path).getexif().get(0x0112, 1) >= 5
        width, height = Image.open(path).size
        assert (kept.width > kept.height) == ((height > width) if turned else (width > height)), path.name


def test_a_broken_photograph_is_refused_with_a_sentence_and_the_words_stay(windows: Windows) -> None:
    if not PHOTOS.exists():
        pytest.skip("the photographs are not on this machine; they are not part of the product")
    page = windows.open("tom")
    brought = bring(page, windows, [PHOTOS / "invalid_image00971.jpg"])
    said = page.locator("#files .err").all_inner_texts()
    assert bool(brought) != bool(said), "either it is taken or a sentence says why not"
    expect(page.get_by_label("What do you want to say?")).to_have_value("As they are.")


def test_scans_are_shown_and_name_nobody(windows: Windows) -> None:
    scans = [SCANS / name for name in SOME_SCANS if (SCANS / name).exists()]
    assert len(scans) >= 4, "need scans for this to mean anything"
    named = {str(pydicom.dcmread(path).get("PatientName", "")) for path in scans} - {""}
    page = windows.open("beata")
    brought = bring(page, windows, scans)
    assert len(brought) >= 4, page.locator("#files").inner_text()
    post(page)
    expect(page.get_by_role("img", name="What number 0 shows.")).to_be_visible()
    for id in brought:
        body = download(page, windows, id)
        kept = pydicom.dcmread(BytesIO(body))
        assert [name for name in NAMING if str(kept.get(name, ""))] == [], id
        assert [element.tag for element in kept.iterall() if element.tag.is_private] == []
        assert [name for name in named if name.encode() in body] == []
        assert "PixelData" in kept


def write_paper(path: Path, *, script: str = "") -> Path:
    with pikepdf.open(BytesIO(plan())) as paper:
        paper.docinfo["/Author"] = "Joy Mwangi, ward 7"
        if script:
            paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        paper.save(path)
    return path


def test_a_paper_comes_back_without_its_writer_and_is_read_page_by_page(windows: Windows, tmp_path: Path) -> None:
    page = windows.open("joy")
    brought = bring(page, windows, [write_paper(tmp_path / "plan.pdf")])
    assert len(brought) == 1, page.locator("#files").inner_text()
    post(page)
    body = download(page, windows, brought[0])
    assert b"ward 7" not in body
    with pikepdf.open(BytesIO(body)) as kept:
        assert "/Author" not in kept.docinfo
        assert len(kept.pages) >= 1
    page.get_by_role("link", name=re.compile("plan")).first.click()
    expect(page.locator(".sheet img")).to_be_visible()


def test_a_paper_with_a_program_in_it_is_refused_with_a_sentence(windows: Windows, tmp_path: Path) -> None:
    page = windows.open("joy")
    assert bring(page, windows, [write_paper(tmp_path / "plan.pdf", script="app.alert('here')")]) == []
    expect(page.locator("#files .err")).to_contain_text("contains a program")
    expect(page.get_by_label("What do you want to say?")).to_have_value("As they are.")
