"""The newcomer's path, and two windows of two people that follow each other."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Windows
from tests.browser.eyes import PHONE

pytestmark = pytest.mark.browser
SOON = 20_000


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "stairs.png"
    Image.effect_mandelbrot((640, 400), (-2, -1.2, 1, 1.2), 60).convert("RGB").save(path)
    return path


def write_with_picture(page: Page, words: str, picture: Path, *, alt: str, send: str) -> None:
    page.get_by_label(re.compile("What do you want to say|Your reply")).fill(words)
    page.get_by_label("Add pictures or files").set_input_files(picture)
    page.get_by_label("What does it show?").fill(alt)
    page.get_by_role("button", name=send).click()


def offered(page: Page) -> Locator:
    return page.locator("[data-news]:visible button")


def test_a_newcomer_reads_writes_answers_and_the_other_window_follows(windows: Windows, drawing: Path) -> None:
    room = windows.network.rooms["living_with_msa"]
    mine = windows.open(None)
    mine.goto("/")
    mine.get_by_role("button", name="Come in as Ruth Okafor").click()
    expect(mine.locator("h1")).to_be_visible()
    mine.get_by_role("link", name="Living with MSA").first.click()
    mine.get_by_role("link", name="Falls at night: what helped you?").click()
    expect(mine.locator("main")).to_contain_text("We have had three falls this month")

    theirs = windows.open("henrik", viewport=PHONE)
    theirs.goto(f"/rooms/{room.id}/")
    mine.goto(f"/rooms/{room.id}/write")
    mine.get_by_label("Title").fill("The stairs, drawn")
    write_with_picture(mine, "This is how steep they are.", drawing, alt="A drawing of steep stairs.", send="Post to")
    expect(mine.get_by_role("img", name="A drawing of steep stairs.")).to_be_visible()
    offered(theirs).click(timeout=SOON)
    line = theirs.get_by_role("link", name="The stairs, drawn")
    expect(line).to_be_visible()

    line.click()
    expect(theirs.get_by_role("img", name="A drawing of steep stairs.")).to_be_visible()
    theirs.locator("details.more summary").first.click()
    write_with_picture(theirs, "Mine look like this.", drawing, alt="Stairs with a rail.", send="Post to")
    expect(theirs.locator("#replies")).to_contain_text("Mine look like this.")
    expect(theirs.get_by_label("Your reply")).to_have_value("")
    offered(mine).click(timeout=SOON)
    expect(mine.get_by_role("img", name="Stairs with a rail.")).to_be_visible()

    thanks = mine.locator("article").get_by_role("button", name="Thanks")
    theirs.locator("article").get_by_role("button", name="Thanks").click()
    expect(theirs.locator("article").get_by_role("button", name="Thanks")).to_contain_text("1")
    expect(thanks).to_contain_text("1", timeout=SOON)


def test_the_count_of_what_needs_me_follows_without_a_reload(windows: Windows) -> None:
    room, thread = windows.network.rooms["living_with_msa"], windows.network.entries["m1"]
    mine = windows.open("ruth")
    mine.goto("/you/")
    counts = mine.locator(f'.rail [data-count="room-{room.id}"] .n')
    before = int(counts.text_content() or 0)
    theirs = windows.open("claire")
    theirs.goto(f"/rooms/{room.id}/threads/{thread.id}")
    theirs.get_by_label("Your reply").fill("The light by the door helped us.")
    theirs.keyboard.press("Control+Enter")
    expect(theirs.locator("#replies")).to_contain_text("The light by the door helped us.")
    expect(counts).to_have_text(str(before + 1), timeout=SOON)
    mine.goto("/notices/")
    expect(mine.locator("main")).to_contain_text("Marguerite")


def test_a_window_closes_when_its_person_is_put_out(windows: Windows) -> None:
    room = windows.network.rooms["diabetes"]
    theirs = windows.open("lena")
    theirs.goto(f"/rooms/{room.id}/")
    expect(theirs.locator("h1")).to_contain_text("Type 2 diabetes")
    host = windows.open("sofie")
    host.goto(f"/rooms/{room.id}/people")
    host.get_by_role("link", name="Change Linde").click()
    reason = host.get_by_label(re.compile("reason|Why", re.IGNORECASE))
    if reason.count():
        reason.fill("She asked to leave.")
    with theirs.expect_navigation(timeout=SOON):
        host.get_by_role("button", name="Put Linde out of the room").click()
    expect(theirs.locator("main")).not_to_contain_text("Kekse")
    answer = theirs.goto(f"/rooms/{room.id}/")
    assert answer is not None
    assert answer.status == 404
