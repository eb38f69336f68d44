"""The search box in a browser: Streamlit leaves the form whole, and Enter or the button sends it."""

import pytest
from playwright.sync_api import Page, expect

from .visits import visit


@pytest.mark.parametrize("way", ["Enter", "button"])
def test_a_search_goes_to_its_own_address_and_finds_the_ward(page: Page, way: str) -> None:
    visit(page, "/search")
    form = page.locator("[class*=st-key-ci-sec-]").get_by_role("search")
    form.get_by_role("searchbox", name="Search this record").fill("finsbry <park>")
    if way == "Enter":
        page.keyboard.press("Enter")
    else:
        form.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=finsbry+%3Cpark%3E")
    expect(page.locator(".ci-results a").first).to_have_text("Finsbury Park")
    expect(page.locator("[class*=st-key-ci-sec-]").get_by_role("searchbox")).to_have_value("finsbry <park>")
