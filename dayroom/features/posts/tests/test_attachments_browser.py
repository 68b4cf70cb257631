"""A picture, an X-ray and a film from a person's device into a post, through the servers as they run."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dayroom.lib.tests.test_recordings import film
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.browser
SCAN = Path(pydicom.__file__).parent / "data" / "test_files" / "CT_small.dcm"


@pytest.fixture
def cast(site: str) -> Cast:
    return make_cast()


@pytest.fixture
def carer(site: str, browser: Browser, cast: Cast) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "session", "value": cast.client("carer").cookies["session"].value, "url": site}])
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_20260311_petra.jpg"
    Image.effect_mandelbrot((900, 600), (-2, -1.2, 1, 1.2), 60).convert("RGB").save(path)
    return path


def test_a_picture_and_an_x_ray_are_brought_described_posted_and_looked_at(
    carer: Page, cast: Cast, photograph: Path
) -> None:
    complaints: list[str] = []
    carer.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    carer.goto(f"/rooms/{cast.rooms['circle'].id}/write")
    carer.get_by_label("What do you want to say?").fill("How it looks today.")
    carer.get_by_label("Add pictures or files").set_input_files([photograph, SCAN])
    expect(carer.locator(".filecard")).to_have_count(2, timeout=20_000)
    expect(carer.get_by_label("What do you want to say?")).to_have_value("How it looks today.")
    fields = carer.get_by_label("What does it show?")
    fields.nth(0).fill("A drawing of a shell.")
    fields.nth(1).fill("A slice of the chest.")
    carer.locator("form button.btn[type=submit]").first.click()
    expect(carer.get_by_role("img", name="A drawing of a shell.")).to_be_visible()
    shown = carer.get_by_role("img", name="A slice of the chest.")
    expect(shown).to_be_visible()
    shown.click()
    picture = carer.locator(".sheet img")
    before = picture.get_attribute("src")
    carer.get_by_label("Contrast").focus()
    carer.keyboard.press("ArrowLeft")
    expect(picture).not_to_have_attribute("src", before or "")
    expect(carer).to_have_url(re.compile("width="))
    expect(picture).to_have_js_property("complete", True)
    assert complaints == []


def test_a_file_ticked_to_be_left_out_goes_at_once(carer: Page, cast: Cast, photograph: Path) -> None:
    carer.goto(f"/rooms/{cast.rooms['circle'].id}/write")
    carer.get_by_label("Add pictures or files").set_input_files(photograph)
    carer.get_by_label("Leave this file out").check()
    expect(carer.locator(".filecard")).to_have_count(0)


def test_a_film_is_sent_in_parts_by_the_real_server(carer: Page, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "walk.mp4"
    path.write_bytes(film())
    carer.goto(f"/rooms/{cast.rooms['circle'].id}/write")
    carer.get_by_label("Add pictures or files").set_input_files(path)
    id = carer.locator("input[name=file]").first.input_value()
    address = f"/rooms/{cast.rooms['circle'].id}/files/{id}/view"
    whole = carer.request.get(address).body()
    part = carer.request.get(address, headers={"Range": "bytes=4-11"})
    assert (part.status, part.body()) == (206, whole[4:12])
    assert part.headers["cache-control"] == "no-store"
    assert "sandbox" in part.headers["content-security-policy"]
    assert io.BytesIO(whole).read(8)[4:] == b"ftyp"
