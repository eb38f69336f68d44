"""Every cell that two editions tell differently is listed, with what each says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.editions.cells import CellKey, CellValues
from data_access.editions.diff import COLUMNS, CellDifference, diff, one_cell
from data_access.editions.errors import EditionError
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    BLACK,
    WHITE,
    change_draft,
    correct_second,
    draft_figures,
    seal_first,
)
from tests.small_portal import write

NUMBER = st.none() | st.sampled_from([0.0, 12.0, 39.358601])


def test_an_edition_does_not_differ_from_itself_or_from_an_unchanged_draft(folders: Folders) -> None:
    seal_first(folders)
    assert list(diff(folders, "2026-1", "2026-1")) == []
    assert list(diff(folders, "2026-1", "draft")) == []


def test_added_revised_and_withdrawn_cells_are_listed_in_order(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    change_draft(folders, "40,160,25,,,,p", ",160,,,,c,")
    text = draft_figures(folders).read_text()
    write(draft_figures(folders), text + "d2024-03-31,E09000019,eth5-white,White,all,60,200,30,,,,,,small-source\n")
    (folders.observations / "offences.csv").unlink()
    found = list(diff(folders, "2026-1", "draft"))
    assert [entry.cell for entry in found] == sorted(entry.cell for entry in found)
    kinds = {str(entry.cell): entry.kind for entry in found}
    assert kinds == {
        "looked-after.d2024-03-31.E09000019.eth5-white.all": "added",
        str(BLACK): "revised",
        str(WHITE): "withdrawn",
        "offences.fy2024-25.E05013697.all.all": "withdrawn",
        "offences.fy2024-25.E05013703.all.all": "withdrawn",
    }
    revised = next(entry for entry in found if entry.cell == BLACK)
    assert revised.old == CellValues(56, 160, 35, None, None, "", "")
    assert revised.new == CellValues(64, 160, 40, None, None, "", "r")
    assert dict(zip(COLUMNS, revised.row, strict=True)) == {
        "kind": "revised",
        **dict(zip(COLUMNS[1:6], BLACK, strict=True)),
        **{"old_numerator": "56", "new_numerator": "64", "old_denominator": "160", "new_denominator": "160"},
        **{"old_value": "35", "new_value": "40", "old_lower": "", "new_lower": "", "old_upper": "", "new_upper": ""},
        **{"old_marker": "published", "new_marker": "published", "old_flags": "", "new_flags": "r"},
    }


def test_the_same_number_written_in_another_way_is_no_difference(folders: Folders) -> None:
    seal_first(folders)
    change_draft(folders, "56,160,35,", "56.0,160,35.000,")
    assert list(diff(folders, "2026-1", "draft")) == []


def test_backwards_an_added_cell_is_withdrawn(folders: Folders) -> None:
    seal_first(folders)
    text = draft_figures(folders).read_text()
    write(draft_figures(folders), text + "d2024-03-31,E09000019,eth5-white,White,all,60,200,30,,,,,,small-source\n")
    assert [entry.kind for entry in diff(folders, "2026-1", "draft")] == ["added"]
    assert [entry.kind for entry in diff(folders, "draft", "2026-1")] == ["withdrawn"]


@given(st.tuples(NUMBER, NUMBER, NUMBER), st.tuples(NUMBER, NUMBER, NUMBER))
def test_only_a_number_that_was_shown_and_is_shown_no_more_makes_a_correction(
    old: tuple[float | None, ...], new: tuple[float | None, ...]
) -> None:
    before, after = CellValues(*old, None, None, "", ""), CellValues(*new, None, None, "", "p")
    entry = CellDifference(CellKey("i", "p", "a", "e", "c"), "revised", before, after)
    lost = [one for one, other in zip(old, new, strict=True) if one is not None and one != other]
    assert entry.changes_a_number == bool(lost)


def test_an_edition_that_does_not_exist_is_told_with_those_that_do(folders: Folders) -> None:
    with pytest.raises(EditionError, match="no edition 2026-1; none is sealed"):
        list(diff(folders, "2026-1", "draft"))
    seal_first(folders)
    with pytest.raises(EditionError, match="no edition 2026-2; there are 2026-1"):
        list(diff(folders, "2026-2", "draft"))


def test_one_cell_is_read_from_one_edition(folders: Folders) -> None:
    seal_first(folders)
    assert one_cell(folders, "2026-1", WHITE) == CellValues(40, 160, 25, None, None, "", "p")
    assert one_cell(folders, "2026-1", WHITE._replace(area="E1")) is None
    assert one_cell(folders, "2026-1", WHITE._replace(indicator="none")) is None
