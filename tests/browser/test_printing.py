"""Any page on paper: every sheet says where it comes from, and stands for the view that was printed."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from data_access.portal import default_edition
from tests.browser.visits import settled, told, visit

VIEWS = (
    "/",
    "/indicator?indicator=children-looked-after",
    "/explore?strand=employer&ethnicity=eth5-black",
    "/commitments?commitment=children-target-03",
)


@pytest.mark.parametrize("address", VIEWS)
def test_every_sheet_of_a_page_has_its_edition_its_address_and_its_number(
    page: Page, portal: str, address: str
) -> None:
    visit(page, address)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in printed]
    for number, text in enumerate(texts, start=1):
        assert f"Edition {default_edition()}, not yet approved" in text
        assert f"{portal}{address}" in text
        assert f"Page {number} of {len(texts)}" in text


def test_a_choice_that_came_along_from_another_page_is_in_the_printed_address(page: Page, portal: str) -> None:
    visit(page, "/explore?strand=employer")
    page.get_by_role("link", name="Commitments", exact=True).first.click()
    page.wait_for_url("**/commitments?strand=employer")
    expect(told(page)).to_contain_text("Employer")
    settled(page)
    (first, *_) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert f"{portal}/commitments?strand=employer" in re.sub(r"\s+", " ", first.extract_text())
