"""Citations and addresses are copied with one press, and a figure is followed to its source in three."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .visits import sideways, visit

MEALS = "/indicator?indicator=free-school-meals"
FIGURE = "/figure/2026-1.free-school-meals.ay2019-20.E09000019.dfe-black.all"
# A page of Streamlit's own parts, one with a map, one made to be printed; tests/pages looks at the others.
CITED = {"one indicator": MEALS, "the ward map": "/wards", "the pack": "/pack"}
SMALLEST_TARGET = 24


def may_copy(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def copied(page: Page) -> str:
    """What is on the clipboard, with line ends as they were written."""
    text: str = page.evaluate("() => navigator.clipboard.readText()")
    return text.replace("\r\n", "\n")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.locator("#ci-announce")).to_have_text(f"{name}: copied")


def words_of_citation(page: Page) -> str:
    return " ".join(page.locator(".ci-cite").first.inner_text().split())


@pytest.mark.parametrize("view", CITED)
def test_a_view_copies_its_citation_and_its_address(page: Page, view: str) -> None:
    may_copy(page)
    visit(page, CITED[view])
    press(page, "Copy citation")
    assert copied(page) == words_of_citation(page)
    press(page, "Copy link")
    assert copied(page) == words_of_citation(page).split()[-1]
    assert "edition=2026-1" in copied(page)


def test_the_buttons_work_from_the_keyboard_keep_the_focus_and_are_large_enough_on_a_phone(page: Page) -> None:
    may_copy(page)
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, MEALS)
    button = page.get_by_role("button", name="Copy link")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ci-announce")).to_have_text("Copy link: copied")
    expect(page.locator("button[data-copy]:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#ci-announce")).to_have_text("Copy BibTeX: copied")
    assert copied(page).startswith("@misc{islington-2026-1-indicator-")
    for box in (entry.bounding_box() for entry in page.locator("button[data-copy]").all()):
        assert box
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET
        assert box["x"] + box["width"] <= 360
    assert sideways(page) <= 0
    page.goto(FIGURE)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_the_copied_address_reopens_the_view(page: Page) -> None:
    may_copy(page)
    visit(page, f"{MEALS}&period=ay2018-19&reference=dfe-white")
    told = page.locator(".ci-told").inner_text()
    press(page, "Copy link")
    visit(page, copied(page))
    expect(page.locator(".ci-told")).to_have_text(told)


def test_without_a_clipboard_the_words_are_copied_the_older_way(page: Page) -> None:
    may_copy(page)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(FIGURE)
    press(page, "Copy citation")
    assert copied(page) == words_of_citation(page)


def test_where_nothing_can_be_copied_the_button_says_what_to_do(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(FIGURE)
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#ci-announce")).to_have_text("Copy citation: not copied: select the words above and copy them")


def test_a_sceptic_gets_from_a_number_to_its_source_and_its_edition_in_three_clicks(page: Page) -> None:
    visit(page, "/indicator?indicator=children-looked-after")
    table = page.get_by_role("table", name=re.compile("^Children looked after, by ethnic group, Islington: number"))
    number = table.get_by_role("row", name=re.compile("^Black")).get_by_role("link")
    shown = number.inner_text()
    number.click()
    expect(page.locator("dd").first).to_have_text(f"{shown}%")
    expect(page.get_by_role("heading", level=1)).to_have_text("Children looked after, by ethnic group")
    expect(page.locator("dt", has_text="Source").locator("+ dd").get_by_role("link")).to_have_attribute(
        "href", re.compile("^https://")
    )
    with page.expect_response(re.compile("/editions/2026-1/manifest.json")) as answered:
        page.locator("dt", has_text="Edition").locator("+ dd").get_by_role("link").click()
    assert answered.value.ok


@pytest.fixture
def plain_page(portal: str, browser: Browser) -> Iterator[Page]:
    """A page at 360 by 740 in a browser that runs no script."""
    context = browser.new_context(base_url=portal, java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_a_figure_is_whole_without_scripts_and_has_no_buttons_that_would_not_work(plain_page: Page) -> None:
    plain_page.goto(FIGURE)
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
    expect(plain_page.locator(".ci-lead")).to_contain_text("37.5% (2,130 of 5,679)")
    expect(plain_page.locator(".ci-cite")).to_have_count(3)
    expect(plain_page.locator("button:visible")).to_have_count(0)
