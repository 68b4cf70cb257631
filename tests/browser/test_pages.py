"""Every page of the product, looked at once by axe, by Tab, by width and by ear, at two sizes and in both themes."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import Windows
from tests.browser.eyes import Findings, by_first_tab, look_at
from tests.browser.places import NO_PAGE, REFUSALS, Place, places
from tests.browser.states import STATES, Act
from tests.test_routes import ROUTES

pytestmark = pytest.mark.browser


@dataclass
class Walk:
    windows: Windows
    findings: Findings = field(default_factory=Findings)
    pages: dict[str | None, Page] = field(default_factory=dict)
    panels: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)
    astray: list[str] = field(default_factory=list)

    def page_of(self, who: str | None) -> Page:
        if who not in self.pages:
            self.pages[who] = self.windows.open(who, bypass_csp=False)
        return self.pages[who]

    def go(self, place: Place) -> None:
        page = self.page_of(place.who)
        answer = page.request.get(place.address, max_redirects=0)
        if answer.status == 405:
            return  # Something to press, not a page.
        kind = answer.headers.get("content-type", "")
        if answer.status != REFUSALS.get(place.pattern, 200) or not kind.startswith("text/html"):
            self.astray.append(f"{place.name}: {answer.status} {kind}")
            return
        page.goto(place.address)
        self.looked_at.add(place.pattern)
        by_first_tab(page, place.name, self.findings)
        self.look(page, place.name)

    def act(self, who: str | None, act: Act) -> None:
        page = self.windows.open(who)
        name = f"{who or 'a stranger'}: {act.__name__}"
        try:
            act(page, self.windows)
        except (AssertionError, Error) as lost:
            self.astray.append(f"{name}: {page.url}: {str(lost)[:300]}")
        else:
            self.look(page, name)
        page.context.close()

    def look(self, page: Page, name: str) -> None:
        page.wait_for_load_state("load")
        look_at(page, name, self.findings, panels_seen=self.panels)
        self.findings.complaints += [f"{name}: {words}" for words in self.windows.told()]


@pytest.fixture(scope="module")
def walk(long_windows: Windows) -> Walk:
    walk = Walk(long_windows)
    for place in places(long_windows.network):
        walk.go(place)
    for who, act in STATES:
        walk.act(who, act)
    return walk


def test_every_address_is_a_page_that_was_looked_at_or_says_why_not(walk: Walk) -> None:
    assert not walk.astray, "\n".join(walk.astray)
    patterns = {route.pattern for route in ROUTES}
    assert [pattern for pattern in NO_PAGE if pattern not in patterns] == [], "an excuse for what is not there"
    assert len(walk.looked_at) > 50, "need pages for this to mean anything"


def test_axe_finds_nothing_on_any_page_in_any_theme_or_size(walk: Walk) -> None:
    assert walk.findings.looked > 2_000, "axe must have looked for this to mean anything"
    assert not walk.findings.axe, "\n".join(walk.findings.axe)


def test_tab_reaches_everything_and_the_focus_is_always_seen(walk: Walk) -> None:
    assert not walk.findings.keyboard, "\n".join(walk.findings.keyboard)


def test_nothing_scrolls_sideways_in_any_size_of_text_or_direction(walk: Walk) -> None:
    assert not walk.findings.sideways, "\n".join(walk.findings.sideways)


def test_no_page_complains_or_asks_another_site(walk: Walk) -> None:
    assert not walk.findings.complaints, "\n".join(walk.findings.complaints)
