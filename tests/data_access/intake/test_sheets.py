"""Whatever a file is saved as, the same cells are read; what cannot be read is told in one sentence."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from data_access.intake.raw import LAST_ROW
from data_access.intake.sheets import SheetRow, read_cells
from tests.bad_files.make import COLUMNS, changed, csv_text, looked_after, ods, workbook

# What Windows-1252 can write, with the signs that make a CSV hard to read; no lone carriage return, which csv drops.
LETTERS = st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs"))
WORDS = st.text(st.one_of(LETTERS, st.sampled_from(',;\t"\n–é')), max_size=12).map(lambda text: f"a{text}z")


def rows_of(path: Path) -> tuple[list[SheetRow], list[str]]:
    reader = read_cells(path)
    rows = list(reader)
    return rows, [str(issue) for issue in reader.issues]


@given(
    words=st.lists(WORDS, min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "cp1252")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
    line_end=st.sampled_from(("\n", "\r\n")),
)
def test_any_delimiter_encoding_mark_and_quoting_reads_the_same_rows(
    words: list[str], delimiter: str, encoding: str, quoting: int, line_end: str
) -> None:
    written = [COLUMNS, *([*entry.values()] for entry in looked_after())]
    for place, word in enumerate(words):
        written[1 + place % 4][3] = word
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(written)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        rows, issues = rows_of(path)
    assert issues == []
    assert [row.cells for row in rows] == [[cell.strip() for cell in cells] for cells in written]


def test_a_workbook_of_either_format_reads_as_its_csv_does(tmp_path: Path) -> None:
    table = changed(looked_after(), 4, ethnicity_as_published="Black & “other”", value="55.833333")
    (tmp_path / "a.csv").write_text(csv_text(table), encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(workbook(table))
    (tmp_path / "a.ods").write_bytes(ods(table))
    wanted = [row.cells for row in rows_of(tmp_path / "a.csv")[0]]
    for ending in ("xlsx", "ods"):
        rows, issues = rows_of(tmp_path / f"a.{ending}")
        assert issues == []
        assert [row.cells + [""] * (14 - len(row.cells)) for row in rows] == wanted
        assert [row.number for row in rows] == [1, 2, 3, 4, 5]
        assert {row.sheet for row in rows} == {"Sheet1"}


def test_a_csv_is_read_while_it_is_asked_for_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(csv_text(looked_after()) + '"never closed', encoding="utf-8")
    reader = read_cells(path)
    assert next(iter(reader)).cells == COLUMNS
    assert reader.issues == []


def test_a_merged_range_of_a_whole_sheet_is_no_bomb(tmp_path: Path) -> None:
    book = io.BytesIO(workbook(looked_after()))
    path = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                merged = b'</sheetData><mergeCells count="1"><mergeCell ref="D3:XFD1048576"/></mergeCells>'
                content = content.replace(b"</sheetData>", merged)
            target.writestr(name, content)
    _, issues = rows_of(path)
    assert issues == [
        "wide.xlsx[Sheet1]:3:ethnicity_as_published: the cells D3:XFD1048576 are merged; "
        "unmerge them and fill in each one"
    ]


@pytest.mark.parametrize("times", ["nonsense", str(LAST_ROW), "999999999999"])
def test_rows_of_an_ods_repeated_beyond_reason_are_damage(tmp_path: Path, times: str) -> None:
    path = tmp_path / "long.ods"
    path.write_bytes(ods(looked_after(), row3=f'table:number-rows-repeated="{times}"'))
    rows, issues = rows_of(path)
    assert len(rows) == 2
    assert "damaged" in issues[0]


def test_a_row_of_an_ods_repeated_a_few_times_is_that_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "some.ods"
    path.write_bytes(ods(looked_after(), row3='table:number-rows-repeated="3"'))
    rows, issues = rows_of(path)
    assert issues == []
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7]


def test_a_row_far_down_an_xlsx_keeps_its_number(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(COLUMNS)
    sheet["A90000"] = "d2026-03-31"
    book.save(tmp_path / "far.xlsx")
    rows, issues = rows_of(tmp_path / "far.xlsx")
    assert issues == []
    assert [row.number for row in rows] == [1, 90_000]


@pytest.mark.parametrize("name", ["absent.csv", "absent.xlsx", "absent.ods"])
def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    rows, issues = rows_of(tmp_path / name)
    assert rows == []
    assert issues == [
        f"{name}: the file cannot be opened (No such file or directory); see that it is there and may be read"
    ]


SOUND = {"xlsx": workbook(looked_after()), "ods": ods(looked_after())}


@given(
    ending=st.sampled_from(("xlsx", "ods")),
    part=st.integers(0, 20),
    at=st.floats(0, 1),
    length=st.integers(0, 20),
    put=st.one_of(st.binary(max_size=5), st.sampled_from((b"-1", b"99999999999", b'" hidden="1', b"<", b"mergeCell"))),
)
def test_no_workbook_however_it_is_damaged_makes_the_reader_fail(
    ending: str, part: int, at: float, length: int, put: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figures.{ending}"
        with zipfile.ZipFile(io.BytesIO(SOUND[ending])) as source, zipfile.ZipFile(path, "w") as target:
            names = source.namelist()
            for name in names:
                content = source.read(name)
                if name == names[part % len(names)]:
                    start = int(at * len(content))
                    content = content[:start] + put + content[start + length :]
                target.writestr(name, content)
        rows_of(path)


@given(junk=st.binary(max_size=300), ending=st.sampled_from(("csv", "xlsx", "ods")), zipped=st.booleans())
def test_no_file_whatever_its_bytes_makes_the_reader_fail(junk: bytes, ending: str, zipped: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figures.{ending}"
        if zipped:
            with zipfile.ZipFile(path, "w") as package:
                for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"):
                    package.writestr(name, junk)
        else:
            path.write_bytes(junk)
        rows_of(path)
