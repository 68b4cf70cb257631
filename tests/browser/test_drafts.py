"""What was typed survives a dead network, a reload, a session that ended, another device, and an error."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from dayroom.features.posts.models import Draft
from dayroom.kernel.people.models import Session
from dayroom.kernel.wall import as_owner
from tests.browser.conftest import Windows

pytestmark = pytest.mark.browser
NETWORK_GONE = re.compile("ERR_INTERNET_DISCONNECTED|Failed to fetch")
WORDS = "He got up four times, and I am tired.\n\n  Two spaces before this line. 🌙 مساء"


def write_page(page: Page, windows: Windows) -> None:
    page.goto(f"/rooms/{windows.network.rooms['sams_circle'].id}/write")


def field_of(page: Page) -> str:
    return page.get_by_label("What do you want to say?").input_value()


def test_words_typed_without_a_network_are_there_after_signing_in_again(windows: Windows) -> None:
    page = windows.open("beata")
    write_page(page, windows)
    page.context.set_offline(True)
    page.get_by_label("What do you want to say?").fill(WORDS)
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    # The server is asked to keep it too, and cannot be reached: the page says so and keeps the words.
    expect(page.locator("#trouble")).not_to_be_empty(timeout=10_000)
    assert field_of(page) == WORDS
    page.context.set_offline(False)
    page.reload()
    assert field_of(page) == WORDS
    end_session(windows, "beata")
    # The open page is told, and goes to the door by itself.
    expect(page).to_have_url(re.compile("/sign-in"), timeout=60_000)
    page.get_by_role("button", name="Come in as Beata Nowak").click()
    page.wait_for_load_state()
    write_page(page, windows)
    assert field_of(page) == WORDS
    # The browser and htmx each say that the network was gone; nothing else may be said.
    windows.complaints = [said for said in windows.complaints if not NETWORK_GONE.search(said)]


def test_the_server_keeps_a_draft_for_another_device_until_it_is_sent(windows: Windows) -> None:
    page = windows.open("kemi")
    write_page(page, windows)
    with page.expect_response(re.compile("/draft$"), timeout=10_000) as kept:
        page.get_by_label("What do you want to say?").press_sequentially("I come on Friday.", delay=5)
    assert kept.value.status == 204
    other = windows.open("kemi")
    write_page(other, windows)
    assert field_of(other) == "I come on Friday."
    other.locator("input[name=title]").fill("Friday")
    other.get_by_role("button", name=re.compile("^Post to")).click()
    expect(other.locator("article")).to_contain_text("I come on Friday.")
    write_page(other, windows)
    assert field_of(other) == ""
    with as_owner("demonstrate"):
        assert not Draft.objects.filter(person_id=windows.network.people["kemi"].id).exists()


def test_an_error_clears_no_field(windows: Windows) -> None:
    page = windows.open("claire")
    page.goto(f"/rooms/{windows.network.rooms['living_with_msa'].id}/write")
    page.get_by_label("What do you want to say?").fill(WORDS)
    page.get_by_role("button", name=re.compile("^Post to")).click()
    expect(page.locator("[data-problem]")).to_be_focused()
    assert field_of(page) == WORDS


def test_going_back_finds_the_words(windows: Windows) -> None:
    page = windows.open("joy")
    write_page(page, windows)
    page.get_by_label("What do you want to say?").fill("Half a sentence")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    page.goto("/rooms/")
    page.go_back()
    expect(page.get_by_label("What do you want to say?")).to_have_value("Half a sentence")


def test_signing_out_takes_the_words_off_this_device(windows: Windows) -> None:
    page = windows.open("tom")
    write_page(page, windows)
    page.get_by_label("What do you want to say?").fill("Nobody else reads this.")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    page.goto("/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate("Object.values(localStorage).filter(kept => kept.includes('Nobody else'))") == []


def test_a_page_whose_session_went_while_nobody_was_connected_leads_to_the_door(windows: Windows) -> None:
    page = windows.open("lena")
    # Whatever ended the session, this page was not told: its stream is asked for only after that.
    page.route("**/live?**", lambda route: let_go_too_late(windows, route))
    page.goto("/rooms/")
    expect(page).to_have_url(re.compile("/sign-in"), timeout=20_000)


def let_go_too_late(windows: Windows, route: Route) -> None:
    end_session(windows, "lena")
    route.continue_()


def end_session(windows: Windows, who: str) -> None:
    with as_owner("demonstrate"):
        Session.objects.filter(person_id=windows.network.people[who].id).delete()
