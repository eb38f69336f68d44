"""Reads the spreadsheets as their users do: by openpyxl and by our reader of OpenDocument."""

import io
from pathlib import Path

import openpyxl

from data_access.columns import COLUMNS
from data_access.intake.ods_cells import ods_rows
from data_access.packaging.dictionary import NUMBER, OBSERVATIONS

NUMBERS = frozenset(column.name for column in OBSERVATIONS if column.kind == NUMBER)
SYMBOLS = frozenset({"[c]", "[x]", "[z]"})
Sheets = dict[str, list[list[object]]]


def xlsx_sheets(content: bytes) -> Sheets:
    """Every sheet as rows of cells; cells that hold nothing at the end of a row are left out."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    found = {
        page.title: [_without_blank_end(list(row)) for row in page.iter_rows(values_only=True)]
        for page in workbook.worksheets
    }
    workbook.close()
    return found


def ods_sheets(path: Path) -> Sheets:
    """The same of an OpenDocument spreadsheet; numbers are floats."""
    found: Sheets = {}
    for row in ods_rows(path):
        cells = [float(cell.text) if cell.kind == "number" else cell.text for cell in row.cells]
        found.setdefault(row.sheet.name, []).append(cells)
    return found


def table_of(rows: list[list[object]], first_column: str) -> list[list[object]]:
    """The rows under the names of the columns."""
    start = next(number for number, row in enumerate(rows) if row and row[0] == first_column)
    return rows[start + 1 :]


def as_in_csv(cells: list[object]) -> list[str]:
    """A row of figures as the CSV writes it: a symbol is an empty cell there, with its marker beside it."""
    return [
        "" if cell in SYMBOLS else _number(cell) if name in NUMBERS else str(cell)
        for name, cell in zip(COLUMNS, cells, strict=True)
    ]


def _number(cell: object) -> str:
    assert isinstance(cell, int | float), cell
    return str(int(cell)) if float(cell).is_integer() else str(cell)


def _without_blank_end(row: list[object]) -> list[object]:
    while row and row[-1] is None:
        row.pop()
    return row
