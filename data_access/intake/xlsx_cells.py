"""Reads an XLSX as rows of cells, in a steady stream.

openpyxl reads cells in a stream, but then leaves out hidden rows, hidden columns and merged ranges. Those
are read first from the sheet's own XML; only they, and the workbook's shared texts, are held.
"""

import posixpath
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from data_access.intake.raw import (
    LAST_ROW,
    MOST_COLUMNS,
    Cell,
    Row,
    Sheet,
    damage_is_told,
    damaged,
    elements,
    open_package,
)

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FORM_PARTS = frozenset({f"{_MAIN}row", f"{_MAIN}col", f"{_MAIN}mergeCell"})
_HIDING = (b"hidden", b"mergeCell")
_CHUNK = 1 << 20
_TRUE = ("1", "true")
# First row, first column, last row, last column (columns from 0) and the range as the workbook writes it.
_Range = tuple[int, int, int, int, str]


def xlsx_rows(path: Path) -> Iterator[Row]:
    """Each row that holds anything, sheet after sheet.

    Raises:
        UnreadableError: the file is not an XLSX workbook, is damaged, locked or too large.
    """
    # openpyxl leaves a file open that it fails on, so it is given one that is closed here.
    with (
        open_package(path, "xl/workbook.xml", "an XLSX workbook") as package,
        damage_is_told(),
        path.open("rb") as stream,
    ):
        parts = _sheet_parts(package)
        workbook = _load(stream)
        try:
            for worksheet in workbook.worksheets:
                # The name that the workbook gives may lead nowhere in a damaged file: then nothing is hidden.
                form = _form(package, parts.get(worksheet.title, ""))
                sheet = Sheet(worksheet.title, worksheet.sheet_state != "visible", form.hidden_columns)
                yield from _rows(worksheet, sheet, form)
        finally:
            workbook.close()


@dataclass
class _Form:
    """What openpyxl leaves out of a sheet that it streams."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[_Range] = field(default_factory=list)


def _load(stream: BinaryIO) -> Any:
    try:
        with warnings.catch_warnings():
            # It warns of parts it does not keep, such as pictures, and none of them is a figure.
            warnings.simplefilter("ignore")
            return load_workbook(stream, read_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the damaged part happened to break
        raise damaged() from error


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of the package that holds each sheet, by the sheet's name."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("xl", link.get("Target", ""))).lstrip("/")
        for event, link in elements(package, "xl/_rels/workbook.xml.rels", frozenset({_LINK}))
        if event == "end"
    }
    return {
        sheet.get("name", ""): targets.get(sheet.get(_ID, ""), "")
        for event, sheet in elements(package, "xl/workbook.xml", frozenset({f"{_MAIN}sheet"}))
        if event == "end"
    }


def _form(package: zipfile.ZipFile, part: str) -> _Form:
    form = _Form()
    if part not in package.namelist() or not _may_hide(package, part):
        return form
    number = 0
    for event, element in elements(package, part, _FORM_PARTS):
        if event == "start":
            continue
        if element.tag == f"{_MAIN}row":
            number = int(element.get("r") or number + 1)
        _note(element, number, form)
    form.merged.sort()
    return form


def _may_hide(package: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet's XML has the words for what is hidden or merged; most have not, and reading it all is slow."""
    before, is_utf8 = b"", False
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = before + chunk
            if any(word in text for word in _HIDING):
                return True
            is_utf8 = is_utf8 or b"<sheetData" in text
            before = text[-20:]
    return not is_utf8


def _note(element: Element, number: int, form: _Form) -> None:
    if element.tag == f"{_MAIN}mergeCell":
        form.merged.append(_merged(element.get("ref", "")))
    elif element.get("hidden") not in _TRUE:
        return
    elif element.tag == f"{_MAIN}row":
        form.hidden_rows.add(number)
    else:
        last = min(int(element.get("max", "1")), MOST_COLUMNS)
        form.hidden_columns.update(range(int(element.get("min", "1")) - 1, last))


def _merged(reference: str) -> _Range:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    # A range of whole columns or rows names no ends.
    right = min(last_column or MOST_COLUMNS, MOST_COLUMNS)
    return (first_row or 1, (first_column or 1) - 1, last_row or LAST_ROW, right - 1, reference)


def _rows(worksheet: Any, sheet: Sheet, form: _Form) -> Iterator[Row]:
    # The size that a sheet states for itself may be wrong, or a bomb.
    worksheet.reset_dimensions()
    source = worksheet.iter_rows()
    waiting, open_ranges = form.merged[::-1], list[_Range]()
    number = 0
    while True:
        number += 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = next(source, None)
        except Exception as error:  # as in _load
            raise damaged() from error
        if found is None:
            return
        if number > LAST_ROW:
            raise damaged()
        while waiting and waiting[-1][0] <= number:
            open_ranges.append(waiting.pop())
        open_ranges = [entry for entry in open_ranges if entry[2] >= number]
        cells = _with_merged([_cell(cell) for cell in found[:MOST_COLUMNS]], open_ranges, number)
        if any(cell.kind != "blank" for cell in cells):
            yield Row(sheet, number, cells, number in form.hidden_rows)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell(str(value), "formula")
    if cell.data_type == "e":
        return Cell(str(value), "error")
    if isinstance(value, datetime | date | time):
        return Cell(_day(value), "date")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(number_text(value), "percent" if "%" in cell.number_format else "number")
    text = str(value).strip()
    return Cell(text, "text") if text else Cell()


def number_text(value: float) -> str:
    """A number as a CSV would have it: 40 and not 40.0."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _day(value: datetime | date | time) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def _with_merged(cells: list[Cell], ranges: list[_Range], number: int) -> list[Cell]:
    for first_row, first_column, _, last_column, reference in ranges:
        cells += [Cell()] * (last_column + 1 - len(cells))
        for column in range(first_column, last_column + 1):
            if (number, column) == (first_row, first_column):
                cells[column] = cells[column]._replace(span=reference)
            else:
                cells[column] = Cell("", "merged")
    return cells
