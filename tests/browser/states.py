"""Pages in the states that only acting brings: mistakes, answers, refusals, results, something new on an open page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows

WORDS = "Some **words**, a list:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
Act = Callable[[Page, Windows], None]


def room(windows: Windows, key: str) -> str:
    return f"/rooms/{windows.network.rooms[key].id}"


def entry(windows: Windows, key: str) -> str:
    said = windows.network.entries[key]
    return f"/rooms/{said.room_id}/entries/{said.id}"


def thread(windows: Windows, key: str) -> str:
    said = windows.network.entries[key]
    return f"/rooms/{said.room_id}/threads/{said.id}"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def a_wrong_password(page: Page, windows: Windows) -> None:
    page.goto("/sign-in")
    page.get_by_label("Your email").fill("nobody@example.org")
    page.get_by_label("Your password").fill("not the right one")
    page.locator("main form.flow button[type=submit]").last.click()


def a_code_to_sign_in(page: Page, windows: Windows) -> None:
    page.goto("/sign-in/code")
    page.get_by_label(re.compile("email")).fill("nobody-at-all@example.org")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/confirm")


def a_code_for_a_password(page: Page, windows: Windows) -> None:
    page.goto("/sign-in/password")
    page.get_by_label(re.compile("email")).fill("nobody-else@example.org")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/password/code")


def a_wrong_sign_up(page: Page, windows: Windows) -> None:
    page.goto("/sign-up")
    page.get_by_label(re.compile("email")).fill("new-here@example.org")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[data-problem]")).to_be_visible()


def a_new_address_to_confirm(page: Page, windows: Windows) -> None:
    page.goto("/sign-up")
    for field in page.locator("main form input[type=text]").all():
        field.fill("Nora New")
    page.get_by_label(re.compile("email")).fill("new-here@example.org")
    page.locator("main form input[type=password]").fill("quite a long sentence for a door")
    for tick in page.locator("main form input[type=checkbox]").all():
        tick.check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/sign-up/confirm")


def an_empty_post(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'living_with_msa')}/write")
    press(page, re.compile("^Post to"))
    expect(page.locator("[data-problem]")).to_be_focused()


def a_post_with_everything_wrong(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'sams_circle')}/write")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.get_by_label("Only the people I tick").check()
    page.locator("[name=cite]").fill("neither this nor that")
    page.locator("[name=poll_question]").fill("A question without answers?")
    press(page, re.compile("^Post to"))
    expect(page.locator("[data-problem]")).to_be_focused()


def a_post_just_made(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'living_with_msa')}/write")
    page.get_by_label("Title").fill("A title")
    page.get_by_label("What do you want to say?").fill(WORDS)
    press(page, re.compile("^Post to"))
    expect(page.get_by_text("Posted.")).to_be_visible()


def an_empty_answer(page: Page, windows: Windows) -> None:
    page.goto(f"{entry(windows, 'm1a')}/reply")
    press(page, re.compile("^Post to"))
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def a_draft_kept(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'living_with_msa')}/write")
    page.get_by_label("What do you want to say?").fill("Half a thought.")
    press(page, "Keep as a draft")
    expect(page.get_by_text("Your draft is kept.")).to_be_visible()


def a_vote_given(page: Page, windows: Windows) -> None:
    page.goto(thread(windows, "m1"))
    page.locator(".poll input[type=radio]").first.check()
    press(page, "Vote")
    expect(page.locator(".poll .tally")).to_be_visible()


def a_menu_opened(page: Page, windows: Windows) -> None:
    page.goto(thread(windows, "m1"))
    page.get_by_role("link", name=re.compile("^More about this post")).first.click()
    expect(page.locator("#menu")).to_be_visible()


def something_new_on_an_open_page(page: Page, windows: Windows) -> None:
    page.goto(thread(windows, "c1"))
    other = windows.open("tom")
    other.goto(thread(windows, "c1"))
    other.get_by_label("Your reply").fill("I moved the chest today.")
    other.keyboard.press("Control+Enter")
    expect(page.locator("[data-news]:visible button")).to_be_visible(timeout=20_000)


def words_taken_back(page: Page, windows: Windows) -> None:
    page.goto(f"{entry(windows, 'm1b')}/withdraw")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#replies")).to_contain_text("took this back")


def hiding_without_a_reason(page: Page, windows: Windows) -> None:
    page.goto(f"{entry(windows, 'm1a')}/withdraw")
    press(page, "Hide this post")
    expect(page.locator("[data-problem]")).to_be_focused()


def words_changed_to_nothing(page: Page, windows: Windows) -> None:
    page.goto(f"{entry(windows, 'c4')}/edit")
    page.get_by_label("Your words").fill("")
    press(page, "Save the change")
    expect(page.locator("[data-problem]")).to_be_focused()


def words_changed(page: Page, windows: Windows) -> None:
    page.goto(f"{entry(windows, 'c4')}/edit")
    page.get_by_label("Your words").fill("After the numbers from Beata I changed one medicine. See the plan.")
    press(page, "Save the change")
    page.goto(f"{entry(windows, 'c4')}/history")


def found(words: str, where: str) -> Act:
    def search(page: Page, windows: Windows) -> None:
        page.goto(where)
        page.locator("main [name=q]").fill(words)
        press(page, "Search")
        expect(page.locator("#found").locator("li, .empty").first).to_be_visible()

    return search


def a_room_without_a_name(page: Page, windows: Windows) -> None:
    page.goto("/rooms/new")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("[data-problem]")).to_be_visible()


def a_link_for_guests(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'sams_circle')}/invitations")
    press(page, "Make a link")
    expect(page.get_by_label("Link to give on")).to_be_visible()


def letters_to_nobody(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'sams_circle')}/invitations")
    press(page, "Send the letters")
    expect(page.locator("[data-problem]")).to_be_visible()


def people_to_write_to(page: Page, windows: Windows) -> None:
    page.goto("/messages/new")
    page.locator("main [name=find]").fill("Anna")
    press(page, "Find")
    press(page, "Send")
    expect(page.locator("[data-problem]")).to_be_visible()


def a_message_just_said(page: Page, windows: Windows) -> None:
    page.goto(f"/messages/{windows.network.rooms['thicker_drinks'].id}/")
    page.locator("main textarea").first.fill("Peach it is.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk")).to_contain_text("Peach it is.")


def no_without_a_reason(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'living_with_msa')}/asks")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    press(page, "Do not let in")
    expect(page.locator("[data-problem]")).to_be_visible()


def nothing_here(page: Page, windows: Windows) -> None:
    page.goto("/rooms/01890000-0000-7000-8000-000000000000/")


def not_for_me(page: Page, windows: Windows) -> None:
    page.goto(f"{room(windows, 'living_with_msa')}/settings")


STATES: list[tuple[str | None, Act]] = [
    (None, a_wrong_password), (None, a_code_to_sign_in), (None, a_code_for_a_password), (None, a_wrong_sign_up),
    (None, a_new_address_to_confirm), (None, nothing_here), ("claire", an_empty_post),
    ("sam", a_post_with_everything_wrong), ("claire", a_post_just_made), ("claire", an_empty_answer),
    ("claire", a_draft_kept), ("mehdi", a_vote_given), ("ruth", a_menu_opened), ("ruth", something_new_on_an_open_page),
    ("ruth", words_taken_back), ("astrid", hiding_without_a_reason), ("anna", words_changed_to_nothing),
    ("anna", words_changed), ("ruth", found("bed", "/search")), ("ruth", found("xyzzy", "/search")),
    ("ruth", found("diabetes", "/search/rooms")), ("ruth", found("Anna", "/search/people")),
    ("ruth", a_room_without_a_name), ("sam", a_link_for_guests), ("sam", letters_to_nobody),
    ("ruth", people_to_write_to), ("ruth", a_message_just_said), ("astrid", no_without_a_reason),
    ("ruth", nothing_here), ("ruth", not_for_me),
]  # fmt: skip
