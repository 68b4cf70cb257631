"""What the keyboard does besides Tab: it sends, opens and closes, and stays where it was when the page changes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows

pytestmark = pytest.mark.browser
WHERE = "document.activeElement.id || document.activeElement.tagName"


def thread(windows: Windows, key: str) -> str:
    entry = windows.network.entries[key]
    return f"/rooms/{entry.room_id}/threads/{entry.id}"


def tab_to(page: Page, name: str) -> None:
    """Only with Tab, as somebody without a mouse; the link past the frame shortens the way."""
    wanted = (
        page.get_by_role("button", name=re.compile(name)).or_(page.get_by_role("link", name=re.compile(name))).first
    )
    expect(wanted).to_be_visible()
    for _step in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_the_skip_link_leads_past_the_frame(windows: Windows) -> None:
    page = windows.open("tom")
    page.goto(thread(windows, "c1"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(WHERE) == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_thanks_by_keyboard_keeps_the_focus_on_the_button(windows: Windows) -> None:
    page = windows.open("kemi")
    page.goto(thread(windows, "c3"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "^Thanks")
    before = page.evaluate(WHERE)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{before}")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(WHERE) == before
    page.keyboard.press("Space")
    expect(page.locator(f"#{before}")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(WHERE) == before


def test_a_panel_and_a_menu_open_close_and_give_the_focus_back(windows: Windows) -> None:
    page = windows.open("tom")
    page.goto(thread(windows, "c3"))
    for name, panel in (("see this", "who"), ("^More about this post", "menu")):
        tab_to(page, name)
        opener = page.evaluate_handle("document.activeElement")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{panel}")).to_be_visible()
        if panel == "who":
            page.keyboard.press("Tab")
        assert page.evaluate("panel => document.activeElement.closest(`#${panel}`) !== null", panel), f"into {panel}"
        page.keyboard.press("Escape")
        expect(page.locator(f"#{panel}")).to_be_hidden()
        assert opener.evaluate("one => one === document.activeElement"), f"back from {panel}"


def test_an_answer_is_sent_with_control_and_enter_and_one_can_go_on_writing(windows: Windows) -> None:
    page = windows.open("joy")
    page.goto(thread(windows, "c3"))
    field = page.get_by_label("Your reply")
    field.focus()
    page.keyboard.type("He slept well.")
    page.keyboard.press("Enter")
    page.keyboard.type("Two lines.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#replies")).to_contain_text("He slept well.")
    expect(field).to_have_value("")
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost after the swap"


def test_a_vote_by_keyboard_leads_to_the_result(windows: Windows) -> None:
    page = windows.open("giulia")
    page.goto(thread(windows, "m1"))
    page.locator(".poll input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".poll .tally")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.poll') !== null"), "the focus is lost after the swap"


def test_single_keys_do_nothing_until_they_are_switched_on(windows: Windows) -> None:
    page = windows.open("sofie")
    page.goto(thread(windows, "t1"))
    for key in "jkrwh":
        page.keyboard.press(key)
    assert (page.evaluate(WHERE), page.url.endswith(thread(windows, "t1"))) == ("BODY", True)
    expect(page.locator("#who")).to_be_hidden()
    page.goto("/you/reading")
    page.locator("[name=single_keys]").check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/you/**")
    page.goto(thread(windows, "t1"))
    page.keyboard.press("r")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_label("Your reply")).to_have_value("r")
