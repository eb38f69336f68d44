"""The stocktake of an edition: its own evidence, its own day, and what changed since the edition before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_access import clock
from data_access.check import check
from data_access.commitments.evidence import UPDATE_COLUMNS
from data_access.commitments.stocktake import counts
from data_access.files import Folders
from data_access.portal import served
from data_access.stocktake_account import FILES, account, within, years
from tests.data_access.editions.sealed_portal import BLACK, DAY, LATER, correct_second, seal_first, write_portal
from tests.small_portal import write

TARGET = "children-target-01"
DONE = (
    f"{','.join(UPDATE_COLUMNS)}\n"
    f"update-001,{TARGET},2022-03-01,2022-04-02,complete,The council,Done.,"
    "Minutes,https://example.org/,a copy,high,no,,,\n"
)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.delenv("PORTAL_EDITION", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 31))
    return write_portal(tmp_path)


@pytest.fixture
def two(folders: Folders) -> Folders:
    """Two editions: in the second a promise is reported done and one figure is corrected."""
    seal_first(folders)
    write(folders.data / "updates/updates.csv", DONE)
    correct_second(folders)
    return folders


def test_each_edition_has_its_own_evidence(two: Folders) -> None:
    assert served("2026-1", two).evidence.updates == ()
    assert [update.id for update in served("2026-2", two).evidence.updates] == ["update-001"]


def test_an_older_edition_stands_at_the_day_it_was_sealed(two: Folders) -> None:
    assert served("2026-1", two).snapshot().on == DAY
    assert served("2026-1", two).snapshot(date(2030, 1, 1)).on == DAY
    assert served("2026-2", two).snapshot().on == date(2027, 1, 31)
    assert served("2026-2", two).snapshot(LATER).on == LATER


def test_what_changed_since_the_edition_before_is_told_by_promise_and_by_cell(two: Folders) -> None:
    found = account(served("2026-2", two), 2026, folders=two)
    assert found.before == "2026-1"
    assert [(one.commitment_id, one.what, one.after) for one in found.taken.changes] == [
        (TARGET, "reported", "Complete"),
        (TARGET, "clock", "Done late, as reported"),
    ]
    assert [entry.cell for entry in found.cells] == [BLACK]
    assert "56" in found.files["changed-cells.csv"] and "64" in found.files["changed-cells.csv"]


def test_the_first_edition_has_none_before_it(two: Folders) -> None:
    found = account(served("2026-1", two), 2026, folders=two)
    assert (found.before, found.taken.changes, found.cells) == ("", (), ())


def test_the_draft_is_compared_with_the_latest_edition(two: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_EDITION", "draft")
    found = account(served("draft", two), 2027, folders=two)
    assert (found.before, found.cells) == ("2026-2", ())


def test_the_same_edition_is_compared_with_the_end_of_the_year_before(two: Folders) -> None:
    found = account(served("2026-2", two), 2022, folders=two)
    assert found.now.on == date(2022, 12, 31)
    assert {(one.commitment_id, one.what) for one in found.in_year} == {(TARGET, "reported"), (TARGET, "clock")}
    assert account(served("2026-2", two), 2023, folders=two).in_year == ()


def test_every_file_is_there_whether_or_not_it_has_rows(folders: Folders) -> None:
    files = account(served("", folders), 2027, folders=folders).files
    assert list(files) == list(FILES)
    assert all(text.count("\r\n") >= 1 for text in files.values())


def test_a_strand_without_commitments_is_an_empty_account(folders: Folders) -> None:
    found = account(served("", folders), 2027, "employer", folders)
    assert found.now.statuses == {}
    assert found.taken.ledger == found.taken.no_data == found.asked == ()


def test_a_strand_holds_its_own_counts_alone(folders: Folders) -> None:
    now = within(served("", folders).snapshot(), "service-provider")
    assert {entry.group for entry in counts(now) if entry.group_kind == "strand"} == {
        "Service provider and commissioner"
    }
    assert replace(now) == within(now, "")


def test_years_run_from_the_strategy_to_today() -> None:
    assert years(date(2023, 5, 1)) == [2023, 2022, 2021]


WRONG = {
    "an unknown commitment": (DONE.replace(TARGET, "children-target-1"), "commitment_id", TARGET),
    "a status outside the list": (DONE.replace("complete", "completed"), "reported", "complete"),
    "an undated claim": (DONE.replace("2022-03-01", ""), "on", "2021-11"),
    "an unsourced claim": (DONE.replace("https://example.org/", ""), "url", "address"),
}


@pytest.mark.parametrize("name", WRONG)
def test_check_refuses_wrong_evidence_with_file_row_what_and_how(folders: Folders, name: str) -> None:
    text, column, hint = WRONG[name]
    write(folders.data / "updates/updates.csv", text)
    (issue,) = check(folders)
    assert (issue.file, issue.row, issue.column) == ("data/updates/updates.csv", 2, column)
    assert issue.what
    assert hint in issue.mend


def test_check_refuses_an_edit_to_frozen_wording(folders: Folders) -> None:
    write(folders.data / "updates/wording.csv", "commitment_id,on,sha256,what_changed\n")
    lines = [issue.mend.partition("the line ")[2].replace("<the day>", "2026-11-24") for issue in check(folders)]
    write(folders.data / "updates/wording.csv", "\n".join(["commitment_id,on,sha256,what_changed", *lines, ""]))
    assert check(folders) == []
    path = next(path for path in folders.config.rglob("*.toml") if TARGET in path.read_text())
    path.write_text(path.read_text().replace("Something was promised.", "Something else was promised."))
    issues = check(folders)
    assert issues
    assert {(issue.file, issue.column) for issue in issues} == {("data/updates/wording.csv", "sha256")}
    assert all("was changed" in issue.what and "put the old words back" in issue.mend for issue in issues)
