"""Passkeys with a virtual authenticator, and what axe finds on the pages of the account, in a real browser."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dayroom.features.account.tests.conftest import PASSWORD
from dayroom.kernel.people.models import Hat, Person, Session
from dayroom.kernel.wall import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})"
OUTSIDE = ["/sign-in", "/sign-in/code", "/sign-in/password", "/sign-up", "/sign-in/closed", "/sign-in/password/done"]
INSIDE = [
    "/you/", "/you/profile", "/you/reading", "/you/hats/new", "/you/claims/new", "/you/country", "/you/security",
    "/you/security/needed", "/you/password", "/you/app", "/you/passkeys/new", "/you/email", "/sign-out",
]  # fmt: skip
# A phone that asks for face, finger or PIN, and always gets it.
PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, bypass_csp=False)
    yield context
    context.close()


def give_phone(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})


def sign_in(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.get_by_label("Your email").fill(str(person.email))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_passkey(page: Page) -> None:
    page.goto("/you/passkeys/new")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/you/recovery")


def test_a_passkey_is_made_and_lets_its_owner_in_without_a_password(context: BrowserContext, member: Person) -> None:
    page = context.new_page()
    give_phone(page)
    sign_in(page, member)
    make_passkey(page)
    assert page.locator(".codes li").count() == 10
    page.goto("/you/security")
    expect(page.locator("main")).to_contain_text("My phone")
    page.goto("/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="Sign in with your face, finger or PIN").click()
    page.wait_for_url("**/")
    page.goto("/you/security")
    expect(page.locator("main")).to_contain_text("Last used: today")
    assert Session.objects.get(person=member).strong


def test_after_the_password_the_passkey_is_the_second_step(context: BrowserContext, member: Person) -> None:
    page = context.new_page()
    give_phone(page)
    sign_in(page, member)
    make_passkey(page)
    context.clear_cookies()
    sign_in(page, member)
    page.wait_for_url("**/sign-in/second-step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/")
    assert Session.objects.filter(person=member, strong=True).count() == 2


def test_a_phone_without_a_passkey_is_told_so(context: BrowserContext, member: Person) -> None:
    page = context.new_page()
    give_phone(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with your face, finger or PIN").click()
    expect(page.get_by_role("alert").filter(has_text="No passkey was used")).to_be_visible()
    assert page.url.endswith("/sign-in")


def test_a_password_can_be_looked_at_and_pasted(context: BrowserContext, member: Person) -> None:
    page = context.new_page()
    page.goto("/sign-in")
    field = page.get_by_label("Your password")
    field.evaluate("field => { field.focus(); document.execCommand('insertText', false, 'pasted words'); }")
    page.get_by_role("button", name="Show the password").click()
    assert (field.get_attribute("type"), field.input_value()) == ("text", "pasted words")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, live_server, settings, member: Person, theme: str) -> None:
    settings.SIGN_UP_OPEN = True
    context = browser.new_context(base_url=live_server.url, color_scheme=theme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for address in OUTSIDE:
        look_at(page, address)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in", exact=True).click()
    look_at(page)
    sign_in(page, member)
    page.goto("/you/app")
    look_at(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    for address in INSIDE:
        look_at(page, address)
    context.close()


def look_at(page: Page, address: str = "") -> None:
    if address:
        page.goto(address)
        assert page.url.endswith(address), "each page must be the one meant"
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.evaluate(AXE)
    found = page.evaluate(RULES)
    assert len(found["passes"]) > 10
    assert [(page.url, v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


def test_one_click_makes_one_an_invented_person(browser: Browser, site: str) -> None:
    """Through the real servers, which log in below the wall; two steps are not asked of invented officers."""
    with as_owner("demonstrate"):
        ines = Person.objects.create_user("ines@demo.invalid", name="Inès Invented", officer=True)
        Person.objects.create_user("real@example.org", name="Real Person")
        Hat.objects.create(person=ines, kind="carer", line="Cares for her father")
    page = browser.new_page(base_url=site)
    page.goto("/sign-in")
    expect(page.locator(".cast")).to_contain_text("Cares for her father")
    expect(page.locator(".cast")).not_to_contain_text("Real Person")
    page.get_by_role("button", name="Come in as Inès Invented").click()
    page.wait_for_url(f"{site}/")
    page.goto("/you/security")
    expect(page.locator("main")).to_contain_text("this window")
    page.close()


def test_every_page_asks_only_this_site(context: BrowserContext, live_server, member: Person) -> None:
    """R98: no request to anywhere else, and the policy stops nothing of ours."""
    page = context.new_page()
    asked: set[str] = set()
    stopped: list[str] = []
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.on("console", lambda message: stopped.append(message.text) if "Security Policy" in message.text else None)
    sign_in(page, member)
    for address in INSIDE:
        page.goto(address)
    assert (asked, stopped) == ({live_server.url.split("/")[2]}, [])
