"""The parts in a real browser: what axe finds, what the keyboard reaches, what scripts do, what stays without them."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("dayroom.web.tests.urls")]

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 900},
}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
# The element in focus, where it can be seen, is the topmost there: neither lintel nor bar lies over it.
COVERED = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body || focused.closest('.lintel, .bar, .rail, .skip')) return false;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
  return !!top?.closest('.lintel, .bar');
}"""


@pytest.fixture
def parts(browser: Browser, live_server) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES["desk"], base_url=live_server.url)
    page = context.new_page()
    page.goto("/components")
    yield page
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(browser: Browser, live_server, size: str, theme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport=SIZES[size], color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    for address in ("/components", "/not/here"):
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        page.evaluate(AXE)
        for panel in ("", "who", "me"):
            if panel and page.query_selector(f"#{panel}"):
                page.evaluate(f"document.getElementById('{panel}').showPopover()")
            found = page.evaluate(RULES)
            assert len(found["passes"]) > 10, "axe must have looked for this to mean anything"
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    context.close()


@pytest.mark.parametrize(
    ("width", "text", "direction"), [(320, "larger", "ltr"), (320, "", "rtl"), (1280, "larger", "rtl")]
)
def test_nothing_scrolls_sideways(browser: Browser, live_server, width: int, text: str, direction: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(live_server.url + "/components")
    page.evaluate(f"Object.assign(document.documentElement, {{dir: '{direction}'}}).dataset.text = '{text}'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.close()


def test_the_policy_stops_nothing_of_ours(browser: Browser, live_server) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + "/components")
    page.wait_for_load_state("networkidle")
    assert said == []
    assert page.evaluate("htmx.version.startsWith('4')")
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible\"')")
    page.close()


def test_a_panel_opens_and_gives_the_focus_back(parts: Page) -> None:
    chip = parts.locator("button.chip[popovertarget=who]")
    chip.click()
    assert parts.locator("#who").is_visible()
    parts.keyboard.press("Escape")
    assert not parts.locator("#who").is_visible()
    expect(chip).to_be_focused()


def test_the_theme_changes_at_once_and_the_server_knows_it_next_time(parts: Page) -> None:
    with parts.expect_response("**/look"):
        parts.locator("button[value=dark]").click()
    assert parts.locator("html").get_attribute("data-theme") == "dark"
    parts.reload()
    assert parts.locator("html").get_attribute("data-theme") == "dark"
    assert parts.locator("button[value=dark]").get_attribute("aria-pressed") == "true"


def test_the_theme_changes_without_scripts_too(browser: Browser, live_server) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["desk"])
    page = context.new_page()
    page.goto(live_server.url + "/components")
    page.locator("button[value=dark]").click()
    assert page.url.endswith("/components")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_words_survive_a_reload_and_go_when_they_have_arrived(parts: Page) -> None:
    words = parts.locator("#rt")
    words.fill("half a sentence")
    expect(parts.locator("#rt-s")).to_contain_text("Draft kept")
    parts.reload()
    assert words.input_value() == "half a sentence"
    parts.evaluate("document.cookie = 'sent=parts-reply; path=/'")
    parts.reload()
    assert words.input_value() == ""


def test_a_form_with_errors_has_the_focus(parts: Page) -> None:
    expect(parts.locator("[data-problem]")).to_be_focused()
    parts.keyboard.press("Tab")
    target = parts.evaluate("document.activeElement.getAttribute('href')")
    assert parts.locator(target).get_attribute("aria-invalid") == "true"


def test_shift_three_times_leaves(parts: Page) -> None:
    for _press in range(3):
        parts.keyboard.press("Shift")
    parts.wait_for_url("about:blank")


def test_no_focus_hides_under_the_lintel_or_the_bar(browser: Browser, live_server) -> None:
    for size in SIZES.values():
        page = browser.new_page(viewport=size)
        page.goto(live_server.url + "/components")
        page.evaluate("document.activeElement.blur()")
        for _step in range(60):
            page.keyboard.press("Tab")
            hidden = page.evaluate(COVERED)
            assert not hidden, page.evaluate("document.activeElement.outerHTML")
        page.close()
