"""The scrutiny pack on paper: Chromium prints it, no row is cut, and its own text answers a committee."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.visits import visit

ADDRESS = "/pack?year=2026&strand=service-provider"
A4 = (595, 842)


@pytest.fixture(scope="module")
def sheets(portal: str, browser: Browser) -> Iterator[list[str]]:
    """The text of each printed sheet as one line, with words that were broken at a hyphen made whole."""
    context = browser.new_context(base_url=portal)
    page = context.new_page()
    visit(page, ADDRESS)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in printed.pages} == {A4}
    yield [re.sub(r"(\w-) (?=\w)", r"\1", re.sub(r"\s+", " ", sheet.extract_text())) for sheet in printed.pages]
    context.close()


def test_every_sheet_has_its_source_its_address_and_its_number(sheets: list[str], portal: str) -> None:
    for number, text in enumerate(sheets, start=1):
        assert "Source: Challenging Inequality." in text
        assert f"{portal}{ADDRESS}" in text
        assert f"Page {number} of {len(sheets)}" in text


def test_nothing_to_press_or_choose_is_printed(sheets: list[str]) -> None:
    whole = " ".join(sheets)
    for words in ("Explore outcomes", "Start again", "Menu", "Passed dates, CSV", "Found a mistake?"):
        assert words not in whole


def test_each_table_that_runs_on_repeats_its_head(sheets: list[str]) -> None:
    with_rows = [text for text in sheets if " Owner: " in text]
    assert len(with_rows) > 10
    for text in with_rows:
        assert "Commitment and owner" in text


def test_no_row_is_cut(page: Page) -> None:
    visit(page, ADDRESS)
    page.emulate_media(media="print")
    torn = page.locator(".ci-table tbody tr, .ci-questions > li").evaluate_all(
        "rows => rows.filter(row => getComputedStyle(row).breakInside !== 'avoid').length"
    )
    clipped = page.locator(".ci-scroll").evaluate_all(
        "regions => regions.filter(region => getComputedStyle(region).overflowX !== 'visible').length"
    )
    assert (torn, clipped) == (0, 0)


@pytest.mark.parametrize("title", ["Housing", "Support for Children, Young People and Families"])
def test_no_table_is_wider_than_the_paper(page: Page, title: str) -> None:
    page.set_viewport_size({"width": 688, "height": 960})
    visit(page, ADDRESS)
    page.emulate_media(media="print")
    tables = page.get_by_role("region", name=re.compile(f"^{title}: ")).locator("table")
    assert tables.count() > 1
    assert max(tables.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")) <= 688


def part(sheets: list[str], heading: str, following: str) -> str:
    """The printed text of one part of the pack."""
    return " ".join(sheets).partition(f"{heading} ")[2].partition(f"{following} ")[0]


def test_the_printed_pack_says_which_housing_dates_have_passed_with_no_result(sheets: list[str]) -> None:
    housing = part(sheets, "Housing 15 commitments.", "Support for Adults 14 commitments.")
    for title in (
        "24 staff complete Housing Ambassadors programme",
        "All housing staff trained in unconscious bias",
        "Homelessness surgeries restart online",
    ):
        assert title in housing
    assert housing.count("Not yet searched by itself: no result is held.") == 3


def test_the_printed_pack_says_which_promises_about_children_in_care_have_data(sheets: list[str]) -> None:
    area = "Support for Children, Young People and Families"
    children = part(sheets, f"{area} 14 commitments.", "Public Health 14 commitments.")
    assert "Fewer children looked after Children looked after, by ethnic group Stand-in measure" in children
    assert re.search(r"31 March 2025: Asian [\d.]+, Black [\d.]+", children)
    assert "Placement board for looked-after children at work Owner: not named No measure" in children


def test_the_printed_pack_says_what_changed(sheets: list[str]) -> None:
    changed = part(sheets, "What changed", "Community Wealth Building 15 commitments.")
    assert "No edition was sealed before this one" in changed
    assert "Leisure and parks reach those in poorest health" in changed
    assert "Date passed, no published result found" in changed
