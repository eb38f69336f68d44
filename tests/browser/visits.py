"""How a test meets a page: it waits until the script has run, then reads what a person would."""

import re

from playwright.sync_api import Locator, Page, expect

FINISHED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE = 30_000


def visit(page: Page, address: str) -> None:
    """Open an address and wait for its page to be whole."""
    page.goto(address)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page's script has ended and its foot is there."""
    # Not the foot of the words that stand there before the app does.
    expect(page.locator('[data-testid="stMain"] .ci-foot')).to_be_visible(timeout=PATIENCE)
    expect(page.locator(FINISHED)).to_be_attached(timeout=PATIENCE)


def choose(page: Page, box: str, option: str) -> None:
    """Pick an option of a choice box, as a reader would."""
    page.get_by_label(box, exact=False).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def told(page: Page) -> Locator:
    """The sentence that tells what is shown."""
    return page.get_by_role("status").filter(has_text=re.compile("^Showing "))


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    script = "() => document.querySelector('[data-testid=stMain]').scrollWidth - document.documentElement.clientWidth"
    found: int = page.evaluate(script)
    return found
