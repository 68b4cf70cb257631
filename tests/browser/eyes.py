"""What a browser can tell about a page that is open: faults for which a person would have to look, one line each."""

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
EYES = "(() => {" + Path(__file__).with_name("eyes.js").read_text() + "})()"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# What only colours change: in the second theme nothing else is different.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
MOST_TABS = 250


@dataclass
class Findings:
    """By kind of fault; each line begins with the page's name."""

    axe: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    keyboard: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    looked: int = 0


def look_at(page: Page, name: str, findings: Findings, *, panels_seen: set[str]) -> None:
    page.evaluate(AXE)
    page.evaluate(EYES)
    page.evaluate("eyes.openAll()")
    for size, viewport in {"desk": DESK, "phone": PHONE}.items():
        page.set_viewport_size(viewport)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        by_axe(page, f"{name}, {size}", findings)
        for panel in new_panels(page, size, panels_seen):
            open_panel(page, panel)
            by_axe(page, f"{name}, {size}, #{panel}", findings, place=f"#{panel}")
            page.evaluate("panel => document.getElementById(panel).hidePopover()", panel)
        by_keyboard(page, f"{name}, {size}", findings)
    by_width(page, name, findings)


def by_first_tab(page: Page, name: str, findings: Findings) -> None:
    """On a page just opened the first thing is the way past the frame; after mistakes it is the summary of them."""
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('.skip, [data-problem] *')"):
        findings.keyboard.append(f"{name}: the first Tab does not reach the link to the main content")


def by_axe(page: Page, name: str, findings: Findings, *, place: str = "") -> None:
    for theme, rules in {"light": None, "dark": OF_COLOURS}.items():
        page.evaluate("theme => eyes.theme(theme)", theme)
        found: dict[str, Any] = page.evaluate("([place, rules]) => eyes.look(place, rules)", [place, rules])
        findings.looked += found["looked"]
        findings.axe += [f"{name}, {theme}: {fault}" for fault in found["faults"]]


def new_panels(page: Page, size: str, seen: set[str]) -> list[str]:
    """The panel of a room is the same on every page of it: once is enough."""
    panels = [(id, f"{size} {id} {says}") for id, says in page.evaluate("eyes.panels()")]
    fresh = [id for id, key in panels if key not in seen]
    seen.update(key for _id, key in panels)
    return fresh


def open_panel(page: Page, panel: str) -> None:
    page.evaluate("panel => document.getElementById(panel).showPopover()", panel)
    # What the panel says is fetched when it opens; until then there is only a link to it.
    waiting = f"#{panel} [hx-get] > p:only-child > a:only-child"
    page.wait_for_function("waiting => !document.querySelector(waiting)", arg=waiting)


def by_keyboard(page: Page, name: str, findings: Findings) -> None:
    page.evaluate("eyes.startAgain()")
    for _step in range(MOST_TABS):
        focus = page.evaluate("eyes.focus()")
        if focus is None or focus["again"]:
            break
        findings.keyboard += [f"{name}: {fault}: {focus['html']}" for fault in focus["faults"]]
        page.keyboard.press("Tab")
    else:
        findings.keyboard.append(f"{name}: no end after {MOST_TABS} steps")
    findings.keyboard += [f"{name}: not reached: {html}" for html in page.evaluate("eyes.unreached()")]


def by_width(page: Page, name: str, findings: Findings) -> None:
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for text, direction in (("", "ltr"), ("larger", "ltr"), ("larger", "rtl")):
            fault = page.evaluate("([text, direction]) => eyes.sideways(text, direction)", [text, direction])
            findings.sideways += [f"{name}, {width} {text} {direction}: {fault}"] if fault else []
