"""What axe finds on the pages of rooms and their doors, on a phone and on a desk, in both themes."""

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize

from dayroom.kernel.rooms.models import Ask, Invitation
from dayroom.kernel.wall import as_owner
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
# A folder for pictures of each page, to look at by eye.
LOOK = os.environ.get("DAYROOM_PICTURES")


@pytest.fixture
def network(site: str, cast: Cast) -> Cast:
    with cast.as_("outsider"):
        Ask.make(cast.rooms["community"], person=cast.outsider, hat=cast.outsider.hats.first(), pen_name="Birch")
    return cast


def pages_of(cast: Cast) -> dict[str, list[str]]:
    with cast.as_("patient"):
        token = Invitation.make(cast.rooms["circle"], by=cast.patient)[1]
    room = {name: f"/rooms/{found.id}" for name, found in cast.rooms.items()}
    with as_owner("demonstrate"):
        member = cast.rooms["community"].memberships.get(person=cast.member).id
    return {
        "host": [
            "/rooms/", "/rooms/new",
            *(room["community"] + end for end in (
                "/door", "/people", f"/people/{member}", "/asks", "/invitations", "/settings", "/who", "/me")),
        ],
        "outsider": [
            "/rooms/?q=room", "/rooms/?q=zzzz", room["community"] + "/door", room["professional"] + "/door",
            room["commons"] + "/door", f"/invitations/{token}",
        ],
        "member": [room["channel"] + "/door", room["channel"] + "/who", room["community"] + "/leave"],
        "officer": ["/site/", "/site/people?q=o", f"/site/people/{cast.clinician.id}", "/site/checks",
            "/site/openings",],
    }  # fmt: skip


def sign_in(page: Page, client: Client) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str, size: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, color_scheme=request.param, viewport=SIZES[size], bypass_csp=True)
    opened = context.new_page()
    opened.goto("/sign-in")
    yield opened
    context.close()


def test_axe_finds_nothing_on_any_page(network: Cast, page: Page, size: str) -> None:
    found = {}
    for who, addresses in pages_of(network).items():
        sign_in(page, network.client(who))
        for number, address in enumerate(addresses):
            assert page.goto(address).status == 200, address  # type: ignore[union-attr]
            page.evaluate(AXE)
            wrong = [(rule["id"], rule["nodes"][0]["html"]) for rule in page.evaluate(RULES)["violations"]]
            if wrong or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[address] = wrong
            if LOOK:
                name = f"{who}-{number}-{size}-{page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')}"
                page.screenshot(path=Path(LOOK) / f"{name}.png", full_page=True)
    assert found == {}


def test_the_panels_open_over_the_page_and_close_with_escape(network: Cast, page: Page) -> None:
    sign_in(page, network.client("member"))
    page.goto(f"/rooms/{network.rooms['community'].id}/people")
    page.get_by_role("button", name="Who can see this?").click()
    panel = page.get_by_role("dialog", name="Who can see this")
    panel.get_by_text("How they got in").wait_for()
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_words_find_rooms_while_one_types(network: Cast, page: Page) -> None:
    sign_in(page, network.client("outsider"))
    page.goto("/rooms/")
    page.get_by_label("Find a room").fill("commons")
    page.get_by_role("heading", name="Rooms with these words").wait_for()
    assert page.get_by_text("The professional room").count() == 0
