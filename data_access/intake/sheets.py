"""Reads the cells of a submission as texts and tells what is wrong with its form.

Form is how the cells are laid out, whatever they say: formulas, merged cells, hidden rows, columns and
sheets, numbers stored as text, dates and per cent formats where a plain number is wanted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from data_access.errors import Issue
from data_access.intake.csv_cells import csv_rows
from data_access.intake.ods_cells import ods_rows
from data_access.intake.raw import Cell, Row, Sheet, TextRow, UnreadableError
from data_access.intake.xlsx_cells import number_text, xlsx_rows
from data_access.observation_files import COLUMNS, NUMBER_COLUMNS

# The template's own pages, which hold no figures.
OTHER_SHEETS = ("codes", "notes")
_FORMULA = ("the cell holds a formula", "put its result there as a plain value (copy, then paste values)")
ENDINGS = (".csv", ".tsv", ".xlsx", ".ods")


class SheetRow(NamedTuple):
    """One row as texts. ``wrong`` holds the columns, counted from 0, whose cell has been told of already."""

    sheet: str
    number: int
    cells: list[str]
    wrong: frozenset[int]


def read_cells(path: Path) -> "SheetReader":
    """A reader over every row that holds anything, sheet after sheet. Nothing is read until it is asked for."""
    return SheetReader(path)


class SheetReader:
    """Yields the rows of one file; ``issues`` and ``notices`` fill as it goes and are whole after the last row.

    A CSV, an ODS and an XLSX are all read in a stream. A file that cannot be read gives one issue and no more rows.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []
        # Whether the reading came to an end before the file did.
        self.is_cut_short = False
        self.issues: list[Issue] = []
        self._names: list[str] = []
        self._hidden_from = 0
        self._hidden_to = 0

    def __iter__(self) -> Iterator[SheetRow]:
        """Each row; see the class."""
        sheet: Sheet | None = None
        try:
            for row in self._source():
                if row.sheet is not sheet:
                    self._close(sheet)
                    sheet = row.sheet
                    self._open(row)
                if not sheet.hidden and sheet.name.casefold() not in OTHER_SHEETS:
                    yield self._read(row) if isinstance(row, Row) else self._read_texts(row)
        except UnreadableError as error:
            self.is_cut_short = True
            self.issues.append(Issue(self.file(sheet.name if sheet else ""), error.row, "", error.what, error.mend))
        except OSError as error:
            self.is_cut_short = True
            what = f"the file cannot be opened ({error.strerror})"
            self.issues.append(Issue(self.path.name, 0, "", what, "see that it is there and may be read"))
        self._close(sheet)

    def file(self, sheet: str) -> str:
        """How a sheet is named in an issue: ``figures.xlsx[Sheet1]``, or ``figures.csv``."""
        return f"{self.path.name}[{sheet}]" if sheet else self.path.name

    def _source(self) -> Iterator[Row | TextRow]:
        ending = self.path.suffix.lower()
        if ending in (".csv", ".tsv"):
            return csv_rows(self.path, self.notices)
        if ending == ".xlsx":
            return xlsx_rows(self.path)
        if ending == ".ods":
            return ods_rows(self.path)
        raise UnreadableError(
            f"files that end in “{ending or 'nothing'}” are not read", f"save it as one of {', '.join(ENDINGS)}"
        )

    def _open(self, row: Row | TextRow) -> None:
        self._names, self._hidden_from = [], 0
        if row.sheet.hidden and row.sheet.name.casefold() not in OTHER_SHEETS:
            self._report(row, None, "the sheet is hidden, so its figures were not read", "unhide it or delete it")

    def _close(self, sheet: Sheet | None) -> None:
        if sheet and self._hidden_from:
            one = self._hidden_from == self._hidden_to
            what = "the row is hidden" if one else f"the rows from here to {self._hidden_to} are hidden"
            mend = "unhide it or delete it" if one else "unhide them or delete them"
            self.issues.append(Issue(self.file(sheet.name), self._hidden_from, "", what, mend))
            self._hidden_from = 0

    def _read_texts(self, row: TextRow) -> SheetRow:
        if not self._names and any(text in COLUMNS for text in row.cells):
            self._names = row.cells
        wrong = frozenset(column for column, text in enumerate(row.cells) if text.startswith("="))
        for column in wrong:
            self._report(row, column, *_FORMULA)
        return SheetRow("", row.number, row.cells, wrong)

    def _read(self, row: Row) -> SheetRow:
        self._note_hidden(row)
        if not self._names and any(cell.text in COLUMNS for cell in row.cells):
            self._names = [cell.text for cell in row.cells]
            self._report_hidden_columns(row)
        wrong = frozenset(column for column, cell in enumerate(row.cells) if self._is_wrong(row, column, cell))
        texts = ["" if column in wrong and cell.kind != "text" else cell.text for column, cell in enumerate(row.cells)]
        return SheetRow(row.sheet.name, row.number, texts, wrong)

    def _note_hidden(self, row: Row) -> None:
        if row.hidden and self._hidden_from and row.number == self._hidden_to + 1:
            self._hidden_to = row.number
            return
        if row.hidden or self._hidden_from:
            self._close(row.sheet)
        if row.hidden:
            self._hidden_from = self._hidden_to = row.number

    def _report_hidden_columns(self, row: Row) -> None:
        for column in sorted(row.sheet.hidden_columns):
            if column < len(self._names):
                self._report(row, column, "the column is hidden", "unhide it: every column is read")

    def _is_wrong(self, row: Row, column: int, cell: Cell) -> bool:
        if cell.span:
            self._report(row, column, f"the cells {cell.span} are merged", "unmerge them and fill in each one")
            return True
        problem = self._problem(self._name(column), cell)
        if problem:
            self._report(row, column, *problem)
        return bool(problem) or cell.kind == "merged"

    def _problem(self, name: str, cell: Cell) -> tuple[str, str] | None:
        if cell.kind == "formula" or (cell.kind == "text" and cell.text.startswith("=")):
            return _FORMULA
        if cell.kind == "error":
            return f"the cell holds the error {cell.text}", "put in the figure, or empty it and give a marker"
        if cell.kind == "percent":
            shown = number_text(round(100 * float(cell.text), 9))
            what = f"the cell has a per cent format, so it holds {cell.text} and shows {shown}%"
            return what, f"set its format to General and write {shown}"
        if cell.kind == "date" and name != "period_code":
            what = f"the spreadsheet program has made the cell a date ({cell.text})"
            return what, "set its format to Text and write again what was meant"
        if cell.kind == "text" and name in NUMBER_COLUMNS and _is_number(cell.text):
            return f"the number {cell.text} is stored as text", "turn the cell into a number"
        return None

    def _name(self, column: int) -> str:
        name = self._names[column] if column < len(self._names) else ""
        return name or get_column_letter(column + 1)

    def _report(self, row: Row | TextRow, column: int | None, what: str, mend: str) -> None:
        name = "" if column is None else self._name(column)
        number = 0 if row.sheet.hidden else row.number
        self.issues.append(Issue(self.file(row.sheet.name), number, name, what, mend))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
