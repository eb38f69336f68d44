"""Rows written from their keys are, letter for letter, the rows written from their words."""

import random

from hypothesis import given
from hypothesis import strategies as st

from data_access.columns import COLUMNS, PublicRow
from data_access.export import csv_cells, csv_line_chunks, csv_text, json_rows, json_text
from data_access.records import Selection
from data_access.repository import Repository
from data_access.row_text import CSV, JSON, Part, RowText

NAMES = tuple(COLUMNS)
values = st.one_of(st.none(), st.floats(-1e20, 1e20), st.integers(-9_999, 9_999).map(float), st.just(-0.0))
words = st.text(max_size=8)


def choices() -> list[tuple[str, ...]]:
    """All columns, each alone, and some in an order of their own."""
    chance = random.Random(2026)
    some = [tuple(chance.sample(NAMES, chance.randrange(2, len(NAMES)))) for _ in range(10)]
    return [NAMES, *((name,) for name in NAMES), *some]


def narrowed(rows: list[PublicRow], columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, name) for name in columns) for row in rows]


def test_any_columns_in_any_order_read_as_the_rows_themselves(repository: Repository) -> None:
    rows = repository.rows(Selection())
    for columns in choices():
        expected = narrowed(rows, columns)
        assert "".join(repository.csv_chunks(Selection(), columns)) == csv_text(expected, columns)
        assert repository.json_objects(Selection(), columns) == [json_text(row) for row in json_rows(expected, columns)]


def test_a_page_of_objects_is_a_slice_of_all_objects(repository: Repository) -> None:
    everything = repository.json_objects(Selection(), NAMES)
    assert repository.json_objects(Selection(), NAMES, limit=3, offset=2) == everything[2:5]
    assert repository.json_objects(Selection(), NAMES, limit=3, offset=len(everything)) == []


def test_a_selection_without_rows_is_a_header_and_no_object(repository: Repository) -> None:
    nothing = Selection(strand=("employer",))
    assert list(repository.csv_chunks(nothing)) == [csv_text(())]
    assert repository.json_objects(nothing, NAMES) == []


@given(st.lists(st.tuples(st.integers(0, 2), values, words), max_size=6), st.lists(words, min_size=3, max_size=3))
def test_numbers_and_words_of_any_kind_are_written_alike(
    rows: list[tuple[int, float | None, str]], labels: list[str]
) -> None:
    codes = ("=one", "two, too", "")
    parts = (
        Part(("code", "label"), 0, lambda key: (codes[key], labels[key])),
        Part(("value",), 1),
        Part(("flags",), 2, lambda flags: (flags,)),
    )
    columns = ("label", "value", "code", "flags")
    told = [
        (labels[key], int(number) if number is not None and number.is_integer() else number, codes[key], flags)
        for key, number, flags in rows
    ]
    lines = RowText(parts, columns, CSV).of(rows)
    assert "".join(csv_line_chunks([lines] if rows else [], columns)) == csv_text(told, columns)
    members = RowText(parts, columns, JSON).of(rows)
    assert [f"{{{text}}}" for text in members] == [json_text(row) for row in json_rows(told, columns)]


def test_one_empty_cell_alone_is_a_line_that_a_reader_counts() -> None:
    lines = [csv_cells(("note",), (text,)) for text in ("", "a", "")]
    assert "".join(csv_line_chunks([lines], ("note",))) == csv_text([("",), ("a",), ("",)], ("note",))
