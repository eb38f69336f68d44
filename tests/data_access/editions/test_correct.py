"""A correction is a new edition with a reason, and the old figure stays at its edition's address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.check import check
from data_access.editions.correct import a_year_after, correct, corrections_in_force
from data_access.editions.diff import diff, one_cell
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder, editions
from data_access.editions.manifest import Correction, read_manifest
from data_access.editions.seal import seal
from data_access.editions.verify import verify_all
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    LATER,
    NEW_ROW,
    OLD_ROW,
    PREPARED,
    WHITE,
    WRONG_COUNT,
    change_draft,
    correct_draft,
    correct_second,
    draft_figures,
    seal_first,
    sealed_figures,
    tree,
)


def test_a_corrected_figure_carries_r_in_the_draft_and_in_the_edition_and_nothing_else_changes(
    folders: Folders,
) -> None:
    seal_first(folders)
    before = draft_figures(folders).read_text()
    manifest = correct_second(folders)
    assert draft_figures(folders).read_text() == before.replace(OLD_ROW, NEW_ROW.replace("40,,,,,", "40,,,,r,"))
    assert sealed_figures(folders, "2026-2").read_bytes() == draft_figures(folders).read_bytes()
    assert manifest.corrections == (Correction(BLACK, "2026-1", WRONG_COUNT, LATER),)
    assert read_manifest(folders, "2026-2") == manifest
    assert check(folders) == []
    assert verify_all(folders) == []


def test_the_old_value_stays_readable_in_its_edition(folders: Folders) -> None:
    seal_first(folders)
    before = tree(edition_folder(folders, "2026-1"))
    correct_second(folders)
    assert tree(edition_folder(folders, "2026-1")) == before
    old = one_cell(folders, "2026-1", BLACK)
    assert old is not None
    assert (old.value, old.flags) == (35, "")


def test_r_takes_its_place_among_other_flags(folders: Folders) -> None:
    change_draft(folders, "25,,,,p", "25,,,,pu")
    seal_first(folders)
    change_draft(folders, "40,160,25,,,,pu", "48,160,30,,,,pu")
    correct_draft(folders)
    values = one_cell(folders, "2026-2", WHITE)
    assert values is not None
    assert values.flags == "pru"


def test_a_figure_taken_out_is_a_correction_too(folders: Folders) -> None:
    seal_first(folders)
    row = next(line for line in draft_figures(folders).read_text().splitlines(keepends=True) if OLD_ROW in line)
    change_draft(folders, row, "")
    correct_draft(folders)
    (notice,) = corrections_in_force(folders, LATER)
    assert (notice.cell, notice.new, notice.old is not None) == (BLACK, None, True)


def test_without_a_changed_number_there_is_nothing_to_correct(folders: Folders) -> None:
    with pytest.raises(EditionError, match="No edition is sealed yet"):
        correct_draft(folders)
    seal_first(folders)
    with pytest.raises(EditionError, match="changes no number that 2026-1 shows: use seal"):
        correct_draft(folders)


def test_a_correction_that_is_refused_leaves_the_draft_alone(folders: Folders) -> None:
    seal_first(folders)
    change_draft(folders, OLD_ROW, NEW_ROW)
    before = tree(folders.root / "data")
    for changed in ({"reason": " "}, {"approved_by": PREPARED}, {"note": ""}):
        asked = {"reason": "Wrong.", "note": "A note.", "prepared_by": PREPARED, "approved_by": APPROVED, **changed}
        with pytest.raises(EditionError):
            correct(folders, "2026-2", on=LATER, **asked)
    assert tree(folders.root / "data") == before


def test_a_corrected_figure_may_not_lose_its_r_and_the_next_correction_puts_it_back(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    change_draft(folders, "64,160,40,,,,r", "64,160,40,,,,")
    with pytest.raises(EditionError, match=f"{BLACK} is a corrected figure and must keep its flag r"):
        seal(folders, "2026-3", note="More.", prepared_by=PREPARED, on=LATER)
    change_draft(folders, "40,160,25,,,,p", "48,160,30,,,,p")
    manifest = correct_draft(folders, "2026-3")
    assert [entry.cell for entry in manifest.corrections] == [WHITE]
    assert {entry.new.flags for entry in diff(folders, "2026-1", "2026-3") if entry.new} == {"r", "pr"}


def test_the_notice_tells_both_values_and_the_reason_for_a_year(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    last = a_year_after(LATER) - timedelta(days=1)
    for day in (LATER, last):
        (notice,) = corrections_in_force(folders, day)
        assert (notice.edition, notice.replaces, notice.cell) == ("2026-2", "2026-1", BLACK)
        assert notice.old is not None
        assert notice.new is not None
        assert (notice.old.value, notice.new.value, notice.new.flags) == (35, 40, "r")
        assert (notice.reason, notice.on) == (WRONG_COUNT, LATER)
    for day in (LATER - timedelta(days=1), last + timedelta(days=1)):
        assert corrections_in_force(folders, day) == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_year_is_365_or_366_days_and_ends_on_the_same_day(day: date) -> None:
    after = a_year_after(day)
    assert (after - day).days in (365, 366)
    assert (after.month, after.day) == ((3, 1) if (day.month, day.day) == (2, 29) else (day.month, day.day))


def test_the_edition_after_a_correction_is_sealed_as_usual(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    seal(folders, "2027-1", note="The new year.", prepared_by=PREPARED, on=LATER)
    assert editions(folders) == ["2026-1", "2026-2", "2027-1"]
    assert read_manifest(folders, "2027-1").corrections == ()
