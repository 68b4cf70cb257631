"""Everything works without scripts: forms and links alone."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.eyes import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def plainly(windows: Windows) -> Windows:
    """Windows whose browser runs no scripts, on a phone."""
    open_window = windows.open

    def open_plainly(who: str | None, **options: object) -> Page:
        return open_window(who, java_script_enabled=False, **{"viewport": PHONE, **options})

    windows.open = open_plainly  # type: ignore[method-assign]
    return windows


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def test_a_person_comes_in_reads_writes_with_a_picture_and_answers(plainly: Windows, tmp_path: Path) -> None:
    picture = tmp_path / "garden.jpg"
    Image.effect_mandelbrot((500, 300), (-2, -1.2, 1, 1.2), 50).convert("RGB").save(picture)
    page = plainly.open(None)
    page.goto("/")
    press(page, "Come in as Henrik Dahl")
    page.goto("/rooms/")
    page.get_by_role("link", name="Living with MSA").first.click()
    page.get_by_role("link", name="Write in this room").click()
    page.get_by_label("Title").fill("The garden path")
    page.get_by_label("What do you want to say?").fill("We laid it flat.")
    page.get_by_label("Add pictures or files").set_input_files(picture)
    press(page, re.compile("^Post to"))
    if page.get_by_label("What does it show?").count():
        page.get_by_label("What does it show?").fill("A flat garden path.")
        press(page, re.compile("^Post to"))
    expect(page.locator("h1")).to_have_text("The garden path")
    expect(page.locator("article img")).to_be_visible()
    page.get_by_label("Your reply").fill("And the door has no step now.")
    press(page, re.compile("^Post to"))
    expect(page.locator("#replies")).to_contain_text("And the door has no step now.")


def test_a_person_thanks_votes_and_changes_their_words(plainly: Windows) -> None:
    page = plainly.open("sofie")
    thread = plainly.network.entries["t1"]
    page.goto(f"/rooms/{thread.room_id}/threads/{thread.id}")
    press(page, re.compile("^Thanks"))
    expect(page.get_by_role("button", name=re.compile("^Thanks")).first).to_have_attribute("aria-pressed", "true")
    poll = plainly.network.entries["m1"]
    page = plainly.open("astrid")
    page.goto(f"/rooms/{poll.room_id}/threads/{poll.id}")
    page.locator(".poll input[type=radio]").nth(1).check()
    press(page, "Vote")
    expect(page.locator(".poll .tally")).to_contain_text("(your vote)")
    mine = plainly.network.entries["m0"]
    page.goto(f"/rooms/{mine.room_id}/entries/{mine.id}/edit")
    page.get_by_label("Your words").fill("Talk with your team first.")
    press(page, "Save the change")
    expect(page.locator("article")).to_contain_text("Talk with your team first.")


def test_a_person_searches_and_changes_the_look(plainly: Windows) -> None:
    page = plainly.open("ruth")
    page.goto("/search")
    page.locator("main [name=q]").fill("midodrine")
    press(page, "Search")
    page.locator("#found a").filter(has_text="Midodrine").first.click()
    expect(page.locator("h1")).to_contain_text("Midodrine")
    desk = plainly.open("tom", viewport=DESK)
    desk.goto("/rooms/")
    press(desk, "Dark")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")
    press(desk, re.compile(r"^A\+"))
    expect(desk.locator("html")).to_have_attribute("data-text", "large")
    desk.goto("/you/reading")
    desk.locator("input[name=theme][value=auto]").check()
    desk.locator("main form button[type=submit]").last.click()
    expect(desk.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_a_person_walks_in_at_an_open_door_and_leaves_again(plainly: Windows) -> None:
    page = plainly.open("kemi")
    room = plainly.network.rooms["msa_open_data"]
    page.goto(f"/rooms/{room.id}/door")
    press(page, "Come in")
    expect(page).to_have_url(re.compile(f"/rooms/{room.id}/$"))
    expect(page.get_by_role("link", name="Write in this room")).to_be_visible()
    page.goto(f"/rooms/{room.id}/leave")
    press(page, re.compile("^Leave MSA open data"))
    page.wait_for_url("**/rooms/")
    page.goto(f"/rooms/{room.id}/")
    expect(page.get_by_role("link", name="Write in this room")).to_have_count(0)


def test_a_person_asks_and_is_let_in_under_a_pen_name(plainly: Windows) -> None:
    room = plainly.network.rooms["living_with_msa"]
    page = plainly.open("kemi")
    page.goto(f"/rooms/{room.id}/door")
    page.get_by_label(re.compile("name", re.IGNORECASE)).first.fill("Heather")
    page.locator("main textarea").first.fill("My father has MSA.")
    press(page, "Ask to join")
    expect(page.locator("main")).to_contain_text("You asked to come in.")
    host = plainly.open("astrid")
    host.goto("/")
    host.goto(f"/rooms/{room.id}/asks")
    press(host, "Let Heather in")
    expect(host.locator("main")).not_to_contain_text("Heather")
    page.goto(f"/rooms/{room.id}/")
    expect(page.get_by_role("link", name="Write in this room")).to_be_visible()
    page.goto("/notices/")
    expect(page.locator("main")).to_contain_text("Living with MSA")


def test_two_people_write_to_each_other_and_one_leaves(plainly: Windows) -> None:
    page = plainly.open("tom")
    page.goto("/messages/new")
    page.locator("main [name=find]").fill("Beata")
    press(page, "Find")
    page.get_by_label(re.compile("Beata Nowak")).check()
    page.locator("main textarea").fill("Can you bring the frame on Friday?")
    press(page, "Send")
    expect(page.locator("#talk")).to_contain_text("Can you bring the frame on Friday?")
    address = page.url.partition("#")[0]
    other = plainly.open("beata")
    other.goto(address)
    other.locator("main textarea").first.fill("Yes, at nine.")
    press(other, "Send")
    expect(other.locator("#talk")).to_contain_text("Yes, at nine.")
    page.goto(address)
    expect(page.locator("#talk")).to_contain_text("Yes, at nine.")
    other.get_by_role("link", name="Leave this conversation").click()
    press(other, "Leave this conversation")
    other.wait_for_url("**/messages/")
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404
