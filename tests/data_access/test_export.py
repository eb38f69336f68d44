"""CSV and JSON that open safely anywhere."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.export import csv_chunks, csv_text, json_rows, json_text

cells = st.one_of(st.none(), st.integers(-999, 999), st.floats(-1e6, 1e6), st.text(max_size=12))


@given(st.lists(st.tuples(cells, cells, cells), max_size=5))
def test_every_cell_comes_back_as_it_was_unless_disarmed(rows: list[tuple[object, ...]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(rows, ("a", "b", "c")), newline="")))
    assert read[0] == ["a", "b", "c"]
    for row, cells_read in zip(rows, read[1:], strict=True):
        for value, text in zip(row, cells_read, strict=True):
            written = "" if value is None else str(value)
            assert text in (written, f"'{written}")
            if isinstance(value, str):
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_negative_numbers_stay_numbers() -> None:
    assert csv_text([(-5, -0.25)], ("a", "b")).splitlines()[1] == "-5,-0.25"


def test_lines_end_as_the_standard_says() -> None:
    assert csv_text([(1,), (2,)], ("a",)) == "a\r\n1\r\n2\r\n"


def test_a_long_file_comes_in_pieces() -> None:
    pieces = list(csv_chunks(((number,) for number in range(2_500)), ("a",)))
    assert len(pieces) == 3
    assert "".join(pieces).count("\r\n") == 2_501


def test_a_hidden_value_is_null_in_json() -> None:
    assert json.loads(json_text(json_rows([("c", None)], ("marker", "value")))) == [{"marker": "c", "value": None}]


def test_json_refuses_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"value": float("nan")})
