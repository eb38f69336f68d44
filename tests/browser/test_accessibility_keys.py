"""The portal by keyboard alone, and what it says aloud when a choice or a page changes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect

from data_access.page_list import PAGES

from .visits import settled, told, visit

# Pages whose boxes redraw them, each with a thing where it needs one.
CHANGING = (
    "/explore",
    "/wards?indicator=stop-and-search&ethnicity=eth5-asian&view=hexagons",
    "/ward?ward=E05013703",
    "/indicator?indicator=children-looked-after",
    "/group?ethnicity=eth5-black",
    "/commitments",
    "/stocktake",
    "/pack",
)
IN_BAR = tuple(spec for spec in PAGES if spec.menu_label)
KEY_WAIT = 700


@pytest.fixture(scope="module")
def context(portal: str, browser: Browser) -> Iterator[BrowserContext]:
    """One context, so that scripts are fetched once."""
    opened = browser.new_context(base_url=portal, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh page of that context."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("address", CHANGING)
def test_a_choice_made_by_keyboard_changes_the_sentence_that_is_read_aloud(
    page: Page, address: str, tally: Callable[[str, int], None]
) -> None:
    visit(page, address)
    sentence = page.locator(".ci-told[role=status]")
    before = sentence.inner_text()
    sentence.evaluate("node => { node.isTheOneOfBefore = true; }")
    box = page.get_by_role("main").get_by_role("combobox").first
    box.focus()
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    _go_to_another_option(page, box)
    page.keyboard.press("Enter")
    expect(sentence).not_to_have_text(before, timeout=15_000)
    assert sentence.evaluate("node => node.isTheOneOfBefore") is True
    tally("changes of choice announced", 1)


def _go_to_another_option(page: Page, box: Locator) -> None:
    """Down the open list to an option that is not the one chosen, or up from the last one."""
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        page.wait_for_timeout(KEY_WAIT)
        reached = box.get_attribute("aria-activedescendant")
        if reached and page.locator(f'[id="{reached}"]').get_attribute("aria-selected") != "true":
            return
    pytest.fail("the keyboard reaches no other option")


def test_a_picked_choice_is_taken_out_by_keyboard(page: Page) -> None:
    visit(page, "/explore?ethnicity=eth5-black")
    page.locator("[data-tag]").focus()
    page.keyboard.press("Backspace")
    expect(page.locator("[data-tag]")).to_have_count(0)
    expect(told(page)).to_contain_text("everything published")


def test_each_page_of_the_bar_is_reached_by_keyboard_takes_the_focus_and_says_its_title(
    page: Page, tally: Callable[[str, int], None]
) -> None:
    visit(page, "/about")
    titles = {page.title()}
    for spec in IN_BAR[:-1]:
        page.get_by_role("navigation").get_by_role("link", name=spec.menu_label, exact=True).focus()
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(spec.heading, timeout=15_000)
        expect(heading).to_be_focused(timeout=15_000)
        expect(page).to_have_title(re.compile(f"^{re.escape(spec.title)}"))
        expect(page.locator("#ci-announce[role=status]")).to_have_text(page.title())
        settled(page)
        titles.add(page.title())
        tally("changes of page announced", 1)
    assert len(titles) == len(IN_BAR)


def test_a_page_that_shows_one_thing_has_its_name_in_the_title(page: Page) -> None:
    visit(page, "/ward?ward=E05013703")
    expect(page).to_have_title(re.compile("^Finsbury Park · "))
    page.get_by_role("navigation").get_by_role("link", name="Explore outcomes").click()
    expect(page).to_have_title(re.compile("^Explore outcomes · "))


def test_the_first_stop_leads_past_the_bar(page: Page) -> None:
    visit(page, "/explore")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text(re.compile("^Skip to"))
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
    assert page.evaluate("() => document.activeElement.closest('nav, header') === null")


def _frames(page: Page) -> list[bytes | str]:
    """What the page sends from now on; each drawing anew begins with one message."""
    sent: list[bytes | str] = []
    page.on("websocket", lambda opened: _listen(opened, sent))
    return sent


def _listen(opened: WebSocket, sent: list[bytes | str]) -> None:
    # Playwright cannot hold on to a method of a list.
    opened.on("framesent", lambda frame: sent.append(frame))


@pytest.mark.parametrize("key", ["r", "R", "c", "C"])
def test_a_single_key_does_nothing_outside_a_field(page: Page, key: str) -> None:
    sent = _frames(page)
    visit(page, "/about")
    page.get_by_role("heading", level=1).click()
    sent.clear()
    page.keyboard.press(key)
    page.wait_for_timeout(KEY_WAIT)
    assert sent == []
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_our_script_the_key_r_would_draw_the_page_anew(page: Page) -> None:
    page.route("**/assets/portal.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sent = _frames(page)
    visit(page, "/about")
    page.get_by_role("heading", level=1).click()
    sent.clear()
    page.keyboard.press("r")
    for _ in range(20):
        page.wait_for_timeout(KEY_WAIT / 2)
        if sent:
            break
    assert len(sent) == 1


def test_the_same_keys_can_be_typed_into_a_field(page: Page) -> None:
    visit(page, "/search")
    field = page.get_by_role("main").get_by_role("searchbox").last
    field.focus()
    page.keyboard.type("record")
    expect(field).to_have_value("record")


def test_a_form_of_the_plain_pages_is_filled_in_and_sent_by_keyboard(page: Page) -> None:
    page.goto("/read/explore")
    before = told(page).inner_text()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("select:focus").count():
            break
    boxes = page.locator("select").count()
    page.locator("select[name=ethnicity]").focus()
    page.keyboard.type("Bl")
    for _ in range(boxes + 2):
        page.keyboard.press("Tab")
        if page.locator(".ci-send button:focus").count():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/explore?*ethnicity=eth5-black*")
    expect(told(page)).not_to_have_text(before)
    expect(told(page)).to_contain_text("Black")


def test_nothing_moves_while_a_box_opens_for_those_who_ask_for_less_motion(portal: str, browser: Browser) -> None:
    context = browser.new_context(base_url=portal, reduced_motion="reduce")
    page = context.new_page()
    visit(page, "/explore")
    page.evaluate("""() => {
        window.moved = [];
        const note = event => window.moved.push(`${event.type} of ${event.target.outerHTML.slice(0, 90)}`);
        for (const kind of ["animationstart", "transitionrun"]) document.addEventListener(kind, note);
    }""")
    page.get_by_role("main").get_by_role("combobox").first.click()
    page.get_by_role("option").nth(1).click()
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("navigation").get_by_role("link", name="Methods").click()
    settled(page)
    assert page.evaluate("() => window.moved") == []
    context.close()
