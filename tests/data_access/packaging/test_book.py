"""What a spreadsheet holds and how it is written: symbols, notes, nothing that runs, the same bytes every time."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.columns import COLUMNS, PublicRow
from data_access.packaging.about import about_observations
from data_access.packaging.book import Book, Sheet, observations_book
from data_access.packaging.opendocument import ods_bytes
from data_access.packaging.workbook import xlsx_bytes
from data_access.portal import served
from data_access.records import Selection
from tests.data_access.packaging.reading import ods_sheets, xlsx_sheets

# Every character that XML may hold; spreadsheets keep no others.
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


def small_book(*texts_of_rows: str, title: str = "A table") -> Book:
    rows = tuple((text, number) for number, text in enumerate(texts_of_rows))
    sheet = Sheet("one", title, ("A line.",), ("text", "number"), rows, "Source: a source", (1,))
    return Book("A book", date(2026, 11, 25), ("About.",), ("Terms.",), ("Contact.",), ("A note.",), (sheet,))


def rows_of(**filters: tuple[str, ...]) -> list[PublicRow]:
    return served().repository.rows(Selection(**filters))


def book_of(rows: list[PublicRow]) -> Book:
    edition = served()
    return observations_book(about_observations(edition, {}), edition.repository.catalogue, rows)


def book_with_notes(notes: list[str]) -> Book:
    (first, *_) = rows_of(indicator=("free-school-meals",))
    return book_of([first._replace(note=note) for note in notes])


def test_a_hidden_figure_is_its_symbol_in_every_number_and_never_a_number() -> None:
    rows = [row for row in rows_of() if row.marker != "published"]
    assert {row.marker for row in rows} == {"c", "x"}
    places = [list(COLUMNS).index(name) for name in ("numerator", "value", "lower", "upper")]
    sheets = [sheet for sheet in book_of(rows).sheets if sheet.columns == tuple(COLUMNS)]
    cells = [row for sheet in sheets for row in sheet.rows]
    assert len(cells) == len(rows)
    for row, written in zip(rows, cells, strict=True):
        assert {written[place] for place in places} == {f"[{row.marker}]"}


def test_no_cell_is_empty() -> None:
    for sheet in book_of(rows_of(indicator=("free-school-meals",))).sheets:
        assert all(cell != "" and cell is not None for row in sheet.rows for cell in row)


def test_text_that_would_run_is_disarmed_as_in_the_csv(tmp_path: Path) -> None:
    several = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")']
    place = list(COLUMNS).index("note")
    book = book_with_notes(several)
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(book)))["free-school-meals"]
    cells = [page.cell(page.max_row - len(several) + 1 + number, place + 1) for number in range(len(several))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(f"'{text}", "s") for text in several]
    path = tmp_path / "book.ods"
    path.write_bytes(ods_bytes(book))
    assert [row[place] for row in ods_sheets(path)["free-school-meals"][-5:]] == [f"'{text}" for text in several]
    assert b"table:formula" not in zipfile.ZipFile(path).read("content.xml")


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    (first, *_) = rows_of(indicator=("free-school-meals",))
    book = book_of([first._replace(value=-2.5)])
    place = list(COLUMNS).index("value")
    assert xlsx_sheets(xlsx_bytes(book))["free-school-meals"][-1][place] == -2.5


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=15)
def test_text_comes_back_from_ods_as_it_was(tmp_path_factory: pytest.TempPathFactory, several: list[str]) -> None:
    path = tmp_path_factory.mktemp("ods") / "book.ods"
    path.write_bytes(ods_bytes(small_book(*several)))
    read = ods_sheets(path)["one"][-len(several) :]
    # The reader takes spaces off both ends, and line ends of other scripts part a text into paragraphs.
    assert ["\n".join(text.splitlines()).strip() for text in several] == [row[0] for row in read]


def test_text_that_a_writer_might_take_for_something_else_stays_text() -> None:
    several = ["[a](b) and [c](d)", "costs $$5$$ more", "§", "—", "http://example.org/", "1.50", "<&>\"'", "x" * 32_000]
    rows = xlsx_sheets(xlsx_bytes(book_with_notes(several)))["free-school-meals"][-len(several) :]
    read = [str(row[list(COLUMNS).index("note")]) for row in rows]
    assert [text.replace(" ", "").removeprefix("writtenas") for text in read] == [
        text.replace(" ", "") for text in several
    ]


def test_a_workbook_has_cover_contents_notes_symbols_columns_and_a_table() -> None:
    sheets = xlsx_sheets(xlsx_bytes(book_of(rows_of(indicator=("free-school-meals",)))))
    assert list(sheets) == ["Cover", "Contents", "Notes", "symbols", "columns", "free-school-meals"]
    assert [row[0] for row in sheets["Contents"][-3:]] == ["symbols", "columns", "free-school-meals"]
    cover = "\n".join(str(row[0]) for row in sheets["Cover"])
    for part in ("edition 2026-1", "not yet approved", "Open Government Licence", "sealed on 25 November 2026"):
        assert part in cover
    assert {"[c]", "[x]", "[z]", "[p]"} <= {row[0] for row in sheets["symbols"]}
    assert [row[0] for row in sheets["columns"]][-len(COLUMNS) :] == list(COLUMNS)


def test_the_notes_that_a_table_refers_to_are_its_caveats(tmp_path: Path) -> None:
    book = book_of(rows_of(indicator=("free-school-meals", "attainment-8")))
    path = tmp_path / "book.ods"
    path.write_bytes(ods_bytes(book))
    for sheets in (xlsx_sheets(xlsx_bytes(book)), ods_sheets(path)):
        notes = {
            f"[note {int(str(number).removesuffix('.0'))}]": text
            for number, text in sheets["Notes"][-len(book.notes) :]
        }
        for indicator_id in ("free-school-meals", "attainment-8"):
            told = next(str(row[0]) for row in sheets[indicator_id] if str(row[0]).startswith("Read with these notes:"))
            referred = {text for mark, text in notes.items() if mark in told}
            assert referred >= set(served().repository.catalogue.indicators[indicator_id].caveats)


def test_nothing_is_merged_and_each_table_is_marked_as_one() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(book_of(rows_of(indicator=("free-school-meals",))))))
    assert [page.title for page in workbook if page.merged_cells.ranges] == []
    assert {page.title: len(page.tables) for page in workbook if page.title != "Cover"} == dict.fromkeys(
        ["Contents", "Notes", "symbols", "columns", "free-school-meals"], 1
    )


def test_a_choice_without_rows_gives_a_workbook_that_says_so() -> None:
    book = book_of([])
    assert list(xlsx_sheets(xlsx_bytes(book))) == ["Cover", "Contents", "Notes", "symbols", "columns"]
    assert "No row matches the filter, so there is no table of them here." in book.about


def test_outcomes_whose_codes_begin_alike_get_a_sheet_each() -> None:
    edition = served()
    codes = [code for code in edition.repository.catalogue.indicators if len(code) > 31]
    assert codes
    book = book_of(rows_of(indicator=tuple(codes)))
    names = [sheet.name for sheet in book.sheets]
    assert len(set(names)) == len(names) == len(codes) + 2
    assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_the_same_book_is_the_same_bytes(write: object) -> None:
    assert callable(write)
    one = write(small_book("a"))
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write(small_book("a")) == one
