"""Rewriting one row leaves every other byte as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.editions.cells import CellKey, cells_by_key, hidden, records, with_changes
from data_access.editions.errors import EditionError
from tests.data_access.editions.sealed_portal import BLACK, LOOKED_AFTER
from tests.small_portal import HEADER

LABELS = st.text(st.sampled_from('ab ,"\n\r;é'), max_size=6)


def figures(labels: list[str], ending: str, mark: str) -> bytes:
    """An observations file with one row for each label, in periods p0, p1, …"""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER.split(","))
    for number, label in enumerate(labels):
        writer.writerow([f"p{number}", "area", "all", label, "all", 10, 20, 50, "", "", "", "", "", "source"])
    return (mark + text.getvalue()).encode()


@given(st.lists(LABELS, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_hiding_a_cell_changes_its_own_lines_and_no_other(labels: list[str], ending: str, mark: str) -> None:
    content = figures(labels, ending, mark)
    for number, record in enumerate(records(content, "a file")):
        cell = CellKey("x", f"p{number}", "area", "all", "all")
        assert record.key("x") == cell
        changed = hidden(content, cell, "a file")
        own = range(record.first_line - 1, record.last_line)
        before, after = content.splitlines(keepends=True), changed.splitlines(keepends=True)
        assert len(after) == len(before)
        assert [line for place, line in enumerate(after) if place not in own] == [
            line for place, line in enumerate(before) if place not in own
        ]
        values = cells_by_key(changed, "x", "a file")[cell]
        assert (values.has_number, values.marker) == (False, "c")


def test_a_last_line_without_an_ending_stays_without() -> None:
    changed = with_changes(LOOKED_AFTER.rstrip("\n").encode(), "looked-after", {BLACK: {"flags": "r"}}, "a file")
    assert changed.decode() == LOOKED_AFTER.rstrip("\n").replace("56,160,35,,,,,", "56,160,35,,,,r,")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n", "header of an observations file"),
        (f"{HEADER}\na,b\n".encode(), "line 2: the row does not have 14 cells"),
        (LOOKED_AFTER.replace("56,160", "5x,160").encode(), "line 5: a number cannot be read"),
        (LOOKED_AFTER.encode() + LOOKED_AFTER.splitlines()[-1].encode(), "line 8: the cell .* is there twice"),
        (LOOKED_AFTER.encode() + b"\xff", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(EditionError, match=words):
        cells_by_key(content, "looked-after", "a file")


def test_a_cell_is_written_with_points_and_read_back() -> None:
    assert CellKey.parse(str(BLACK)) == BLACK
    for text in ("a.b.c.d", "a.b.c.d.e.f", "a.b..d.e"):
        with pytest.raises(EditionError, match="as codes"):
            CellKey.parse(text)
