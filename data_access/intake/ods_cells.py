"""Reads an ODS as rows of cells, in a steady stream, from its content.xml."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

from openpyxl.utils import get_column_letter

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
from data_access.intake.xlsx_cells import number_text

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{_NAMES}{name}:1.0}}" for name in ("table", "office", "text", "style"))
_SHEET, _COLUMN, _ROW = f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row"
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_WANTED = frozenset({_SHEET, _COLUMN, _ROW, f"{_STYLE}style"})
_HIDDEN = ("collapse", "filter")
_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "Err:")


def ods_rows(path: Path) -> Iterator[Row]:
    """Each row that holds anything, sheet after sheet.

    Raises:
        UnreadableError: the file is not an ODS workbook, is damaged, locked or too large.
    """
    with open_package(path, "content.xml", "an ODS workbook") as package, damage_is_told():
        yield from _content(package)


@dataclass
class _Place:
    """Where the reading has come to."""

    sheet: Sheet = field(default_factory=lambda: Sheet(""))
    row: int = 0
    column: int = 0


def _content(package: zipfile.ZipFile) -> Iterator[Row]:
    hidden_styles: set[str] = set()
    place = _Place()
    for event, element in elements(package, "content.xml", _WANTED):
        if (event, element.tag) == ("start", _SHEET):
            is_hidden = element.get(f"{_TABLE}style-name") in hidden_styles
            place = _Place(Sheet(element.get(f"{_TABLE}name", ""), is_hidden))
        elif event == "end" and element.tag == f"{_STYLE}style":
            if any(part.get(f"{_TABLE}display") == "false" for part in element):
                hidden_styles.add(element.get(f"{_STYLE}name", ""))
        elif event == "end" and element.tag == _COLUMN:
            _note_column(element, place)
        elif event == "end" and element.tag == _ROW:
            yield from _row(element, place)


def _note_column(element: Element, place: _Place) -> None:
    repeated = _times(element, "columns")
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        place.sheet.hidden_columns.update(range(place.column, min(place.column + repeated, MOST_COLUMNS)))
    place.column += repeated


def _row(element: Element, place: _Place) -> Iterator[Row]:
    cells = _cells(element, place.row + 1)
    repeated = _times(element, "rows")
    if any(cell.kind != "blank" for cell in cells):
        if place.row + repeated > LAST_ROW:
            raise damaged()
        hidden = element.get(f"{_TABLE}visibility") in _HIDDEN
        for number in range(place.row + 1, place.row + 1 + repeated):
            yield Row(place.sheet, number, cells, hidden)
    place.row += repeated


def _cells(row: Element, number: int) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if element.tag not in (_CELL, _COVERED):
            continue
        repeated = min(_times(element, "columns"), MOST_COLUMNS - len(cells))
        covered = element.tag == _COVERED
        cells += [Cell("", "merged") if covered else _cell(element, number, len(cells))] * repeated
    while cells and cells[-1].kind == "blank":
        cells.pop()
    return cells


def _cell(element: Element, number: int, column: int) -> Cell:
    text, kind = _content_of(element)
    across, down = (int(element.get(f"{_TABLE}number-{name}-spanned", "1")) for name in ("columns", "rows"))
    if across == down == 1:
        return Cell(text, kind)
    last = f"{get_column_letter(column + across)}{number + down - 1}"
    return Cell(text, "text" if kind == "blank" else kind, f"{get_column_letter(column + 1)}{number}:{last}")


def _content_of(element: Element) -> tuple[str, str]:
    formula = element.get(f"{_TABLE}formula")
    if formula is not None:
        return formula, "formula"
    kind = element.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "currency", "percentage"):
        number = number_text(float(element.get(f"{_OFFICE}value", "nan")))
        return number, "percent" if kind == "percentage" else "number"
    if kind in ("date", "time"):
        return element.get(f"{_OFFICE}{kind}-value", "").partition("T")[0], "date"
    text = "\n".join(_words(paragraph) for paragraph in element.findall(f"{_TEXT}p")).strip()
    if text.startswith(_ERRORS):
        return text, "error"
    return text, "text" if text else "blank"


def _words(paragraph: Element) -> str:
    """The text of a paragraph; several spaces are kept by the format as an element of their own."""
    pieces = ((part.text or "", part.tail or "", part.tag == f"{_TEXT}s") for part in paragraph.iter())
    first = next(pieces)
    return first[0] + "".join(chain.from_iterable((" " if space else text, tail) for text, tail, space in pieces))


def _times(element: Element, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{name}-repeated", "1")))
