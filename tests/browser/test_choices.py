"""Choices in a real browser: in the address, undone with Back, carried between pages, and in the files."""

import csv
import io
import re

from playwright.sync_api import Browser, Page, expect

from .visits import choose, settled, told, visit


def test_a_choice_goes_into_the_address_and_back_and_forward_undo_and_redo_it(page: Page) -> None:
    visit(page, "/explore")
    before = told(page).inner_text()
    choose(page, "Ethnic group", "Black")
    expect(told(page)).to_contain_text("Black")
    assert "ethnicity=eth5-black" in page.url
    page.go_back()
    expect(told(page)).to_have_text(before)
    page.go_forward()
    expect(told(page)).to_contain_text("Black")


def test_the_address_alone_reopens_the_view_for_somebody_else(page: Page, browser: Browser, portal: str) -> None:
    visit(page, "/explore")
    choose(page, "Ward", "Finsbury Park")
    expect(told(page)).to_contain_text("Finsbury Park")
    sentence, address = told(page).inner_text(), page.url
    fresh = browser.new_context(base_url=portal)
    other = fresh.new_page()
    visit(other, address)
    expect(told(other)).to_have_text(sentence)
    fresh.close()


def test_an_unknown_code_is_dropped_and_told(page: Page) -> None:
    visit(page, "/explore?ward=Nags+Head&ethnicity=eth5-black")
    expect(page.get_by_role("note")).to_contain_text("Nags Head")
    expect(told(page)).to_contain_text("Black")


def test_choices_that_nothing_matches_lead_to_the_nearest_view_that_has_figures(page: Page) -> None:
    visit(page, "/explore?strand=employer&ward=E05013703")
    expect(page.get_by_role("note")).to_contain_text("No outcome matches")
    page.get_by_role("link", name=re.compile("^Remove the ")).click()
    settled(page)
    expect(page.get_by_text("No outcome matches")).to_have_count(0)


def test_a_choice_is_carried_to_another_page(page: Page) -> None:
    visit(page, "/explore")
    choose(page, "Strand", "Employer")
    expect(told(page)).to_contain_text("Employer")
    page.get_by_role("link", name="Commitments", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Commitments")
    expect(told(page)).to_contain_text("Employer")
    assert "strand=employer" in page.url


def test_start_again_clears_every_choice(page: Page) -> None:
    visit(page, "/explore?ethnicity=eth5-black")
    page.get_by_role("link", name="Start again").click()
    expect(told(page)).to_contain_text("everything published")


def test_the_file_holds_the_rows_of_the_table(page: Page) -> None:
    visit(page, "/explore?ethnicity=eth5-black&ward=E05013703&strand=strategic-leader")
    link = page.get_by_role("link", name=re.compile(r"^CSV \d"))
    with page.expect_download() as download:
        link.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    table = page.get_by_role("table", name=re.compile("^Figures 1 to"))
    shown = [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tbody tr").all()
    ]
    assert len(shown) == 25
    assert [[row["indicator"], row["area"], row["period"], row["ethnicity"]] for row in rows[:25]] == [
        cells[:4] for cells in shown
    ]
    assert table.locator("caption").inner_text() == f"Figures 1 to 25 of {len(rows)}"


def test_the_boxes_can_be_worked_from_the_keyboard(page: Page) -> None:
    visit(page, "/indicator?indicator=children-looked-after")
    page.get_by_label("Date").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("31 March 2023")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("31 March 2023")
