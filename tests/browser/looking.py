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
_AXE = """([rules, off, passed]) => axe.run({ exclude: passed }, {
    runOnly: rules, rules: off, resultTypes: ["violations"], elementRef: false, selectors: false,
}).then(found => found.violations.flatMap(one => one.nodes.map(node => ({
    rule: one.id, html: node.html.slice(0, 300),
}))))"""
_CONTRAST = ("color-contrast", "link-in-text-block")
# Rows of one table are all dressed alike, and axe needs long for the colours of a thousand cells.
_LATER_ROWS = ".ci-table tbody tr:nth-child(n+8):not(:last-child)"
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
    page.evaluate(SCRIPT)


def whole(page: Page) -> None:
    """Wait until the charts are drawn and the page has stopped growing."""
    page.wait_for_function(_WHOLE, polling=150, timeout=30_000)


def resized(page: Page, size: ViewportSize) -> None:
    """Give the window another size and wait for the page to follow."""
    page.set_viewport_size(size)
    page.wait_for_timeout(150)
    whole(page)


def violations(page: Page) -> list[Violation]:
    """What axe finds by the rules of WCAG 2.0 A to 2.2 AA."""
    return _found(page, {"type": "tag", "values": list(TAGS)}, [], [])


def violations_once_more(page: Page) -> list[Violation]:
    """The same in another window, the colours of long tables in their first rows and the last."""
    other = _found(page, {"type": "tag", "values": list(TAGS)}, _CONTRAST, [])
    return other + colour_violations(page)


def colour_violations(page: Page) -> list[Violation]:
    """What axe finds by the rules on colours, in the first rows of tables and the last."""
    return _found(page, {"type": "rule", "values": list(_CONTRAST)}, [], [_LATER_ROWS])


def _found(page: Page, rules: dict[str, Any], off: Sequence[str], passed: Sequence[str]) -> list[Violation]:
    switched = {name: {"enabled": False} for name in off}
    present = [selector for selector in passed if page.locator(selector).count()]
    return [Violation(**found) for found in page.evaluate(_AXE, [rules, switched, [[one] for one in present]])]


def ask(page: Page, question: str, *about: Any) -> Any:
    """What looking.js answers to one of its questions."""
    return page.evaluate(f"about => looking.{question}(...about)", list(about))
