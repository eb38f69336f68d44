"""Every page in a real browser: whole, quiet, and no wider than a phone."""

import pytest
from playwright.sync_api import Page, expect

from data_access.page_list import PAGES, PageSpec

from .visits import sideways, visit

INDICATORS = ("children-looked-after", "attainment-8", "stop-and-search", "race-hate-public-fear")
VIEWS = (
    *(spec.address for spec in PAGES),
    *(f"/indicator?indicator={code}" for code in INDICATORS),
    "/commitments?commitment=children-target-03",
    "/explore?ethnicity=eth5-black&ward=E05013703",
)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.script)
def test_a_page_opens_with_its_heading_its_title_and_its_place_in_the_bar(page: Page, spec: PageSpec) -> None:
    visit(page, spec.address)
    expect(page.get_by_role("heading", level=1)).to_have_text(spec.heading)
    assert page.title().startswith(spec.title)
    assert page.locator("html").get_attribute("lang") == "en-GB"
    if spec.menu_label is not None:
        expect(page.locator('[aria-current="page"]').first).to_contain_text(spec.menu_label)


@pytest.mark.parametrize("address", VIEWS)
def test_a_page_does_not_scroll_sideways_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, address)
    assert sideways(page) == 0


@pytest.mark.parametrize("address", ["/", "/explore", "/indicator?indicator=children-looked-after"])
def test_the_sentence_is_on_the_first_screen_of_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, address)
    box = page.locator(".ci-lead").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740


def test_an_address_that_is_no_page_gets_a_sentence(page: Page) -> None:
    answer = page.request.get("/no-such-page")
    assert answer.status == 404
    assert "Traceback" not in answer.text()


def test_an_indicator_that_does_not_exist_gets_a_notice_and_the_list(page: Page) -> None:
    visit(page, "/indicator?indicator=childen-looked-after")
    expect(page.get_by_role("note")).to_contain_text("childen-looked-after")
    expect(page.get_by_role("link", name="Children looked after, by ethnic group")).to_be_visible()
