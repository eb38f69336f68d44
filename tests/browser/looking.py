"""Asks a page what axe sees of it, and what axe does not see (looking.js)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
DESK: ViewportSize = {"width": 1280, "height": 900}
HALF: ViewportSize = {"width": 640, "height": 450}  # the same enlarged to 200%
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # 1280 by 1024 enlarged to 400%
_AXE = """rules => axe.run({
    runOnly: rules, resultTypes: ["violations"], elementRef: false, selectors: false,
}).then(found => found.violations.flatMap(one => one.nodes.map(node => ({
    rule: one.id, html: node.html.slice(0, 300),
}))))"""
# Most of the time that axe takes goes into contrast: it looks at what markColours has marked.
_AT_MARKS = """axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] })"""
_CONTRAST = ("color-contrast", "link-in-text-block")
# The charts of the form that fits are whole, and the width of the page is the same as a moment before.
_WHOLE = """() => {
    const isShown = node => node.checkVisibility();
    const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].filter(isShown);
    const decks = [...document.querySelectorAll("[data-testid=stDeckGlJsonChart]")].filter(isShown);
    const now = [document.documentElement.scrollWidth, document.documentElement.scrollHeight].join();
    const isSame = window.lastSeen === now;
    window.lastSeen = now;
    const isDrawn = charts.every(chart => chart.querySelector("svg.marks"));
    const fits = node => node !== null && node.getBoundingClientRect().right <= document.documentElement.clientWidth;
    return isSame && isDrawn && decks.every(deck => fits(deck.querySelector("canvas")));
}"""


@dataclass(frozen=True)
class Violation:
    """A rule that axe found broken, and the markup that breaks it."""

    rule: str
    html: str


def prepare(page: Page) -> None:
    """Bring axe and our own questions into a page that is whole."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_AT_MARKS)
    page.evaluate(SCRIPT)


def whole(page: Page) -> None:
    """Wait until the charts are drawn and the page has stopped growing."""
    page.wait_for_function(_WHOLE, polling=100, timeout=30_000)


def resized(page: Page, size: ViewportSize) -> None:
    """Give the window another size and wait for the page to follow."""
    page.set_viewport_size(size)
    page.wait_for_timeout(150)
    whole(page)


def violations(page: Page) -> list[Violation]:
    """What axe finds by the rules of WCAG 2.0 A to 2.2 AA."""
    return _found(page, "tag", TAGS)


def colour_violations(page: Page) -> list[Violation]:
    """What axe finds by the rules on colours."""
    return _found(page, "rule", _CONTRAST)


def _found(page: Page, kind: str, names: Sequence[str]) -> list[Violation]:
    ask(page, "markColours")
    return [Violation(**found) for found in page.evaluate(_AXE, {"type": kind, "values": list(names)})]


def ask(page: Page, question: str, *about: Any) -> Any:
    """What looking.js answers to one of its questions."""
    return page.evaluate(f"about => looking.{question}(...about)", list(about))
