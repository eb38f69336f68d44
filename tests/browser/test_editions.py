"""Editions on the Data page: listed, and a file is checked in the browser without being sent."""

from pathlib import Path

from playwright.sync_api import Page, expect

from data_access.editions.folder import edition_folder
from data_access.files import DEFAULT_FOLDERS

from .visits import visit

SEALED = edition_folder(DEFAULT_FOLDERS, "2026-1") / "observations" / "attainment-8.csv"


def check(page: Page, path: Path) -> None:
    page.get_by_label("A file to check").set_input_files(path)


def test_a_sealed_file_is_recognised_and_a_changed_byte_is_not(page: Page, tmp_path: Path) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    visit(page, "/data")
    expect(page.get_by_role("table", name="Sealed editions")).to_contain_text("Not yet approved")
    says = page.locator(".ci-verify [role=status]")
    check(page, SEALED)
    expect(says).to_contain_text("byte for byte, observations/attainment-8.csv of edition 2026-1")
    changed = tmp_path / "attainment-8.csv"
    changed.write_bytes(SEALED.read_bytes().replace(b"47", b"48", 1))
    check(page, changed)
    expect(says).to_contain_text("none of the sealed files")
    assert set(sent) == {"GET"}


def test_an_older_or_unknown_edition_is_told(page: Page) -> None:
    visit(page, "/indicator?indicator=attainment-8&edition=2020-1")
    expect(page.get_by_text("edition “2020-1”, which does not exist")).to_be_visible()
