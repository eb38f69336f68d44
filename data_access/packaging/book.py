"""What a workbook of figures or of commitments holds, sheet by sheet: XLSX and ODS are both written from this."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from data_access import register
from data_access.columns import COLUMNS, PublicRow
from data_access.export import disarmed
from data_access.formats import day, symbol
from data_access.packaging.about import COMMITMENTS, About
from data_access.packaging.dictionary import COMMITMENTS as COMMITMENT_COLUMNS
from data_access.packaging.dictionary import NUMBER, Column
from data_access.packaging.dictionary import OBSERVATIONS as OBSERVATION_COLUMNS
from data_access.records import Catalogue, Indicator

MOST_ROWS = 20_000
Cell = str | int | float
_LONGEST_NAME = 31
_NO_LETTER = re.compile(r"[^a-zA-Z0-9]*")
_NUMBERS = frozenset(column.name for column in OBSERVATION_COLUMNS if column.kind == NUMBER)
# What an empty cell of a table means: no blank may stand for two things.
_NOT_GIVEN = frozenset(
    {"ethnicity_as_published", "source_url", "due", "due_words", "due_rule", "owner", "reported_says"}
)
_COUNTED = frozenset({"numerator", "denominator"})
_GENERAL_NOTES = (
    "A hidden figure [c] is not a zero. Small counts of people are hidden to protect them, and so is any figure that "
    "would give one back.",
    "Every figure was published by somebody. The columns source, source_url and licence say by whom and on what terms.",
    "No cell is empty. Where there is no figure, or nothing to say, a symbol says why.",
)


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table; ``notes`` are the numbers, from 1, of the notes to read with it."""

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Book:
    """A workbook: its cover, its notes in the order that sheets refer to them, and its sheets."""

    title: str
    made_on: date
    about: tuple[str, ...]
    terms: tuple[str, ...]
    contact: tuple[str, ...]
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def observations_book(about: About, catalogue: Catalogue, rows: Iterable[PublicRow]) -> Book:
    """The figures, one sheet an outcome, in the order of the rows."""
    notes = list(_GENERAL_NOTES)
    sheets = [_symbols(catalogue), _dictionary(OBSERVATION_COLUMNS)]
    names: set[str] = {sheet.name.lower() for sheet in sheets}
    for code, group in groupby(rows, key=lambda row: row.indicator_id):
        sheets.append(_indicator_sheet(catalogue.indicators[code], list(group), about, notes, names))
    return _book(about, sheets, notes)


def commitments_book(about: About, catalogue: Catalogue, rows: Iterable[Sequence[Any]]) -> Book:
    """The commitments on one sheet."""
    cells = tuple(tuple(map(_commitment_cell, register.COLUMNS, row)) for row in rows)
    sheets = [_symbols(catalogue), _dictionary(COMMITMENT_COLUMNS)]
    if cells:
        title = catalogue.settings.strategy_title
        sheets.append(
            Sheet("commitments", "Commitments", (about.extent,), tuple(register.COLUMNS), cells, _sentence(title))
        )
    return _book(about, sheets, list(_GENERAL_NOTES))


def _book(about: About, sheets: Sequence[Sheet], notes: Sequence[str]) -> Book:
    settings = about.settings
    statuses = (f"The statuses are as at {day(about.as_at)}.",) if about.table == COMMITMENTS else ()
    tables = sum(sheet.name not in ("symbols", "columns") for sheet in sheets)
    nothing = () if tables else ("No row matches the filter, so there is no table of them here.",)
    return Book(
        title=about.title,
        made_on=about.as_at,
        about=(settings.tagline, about.extent, about.approval, *statuses, *nothing),
        terms=(
            f"Licence: {settings.licence}.",
            settings.attribution,
            "A cell with [c] is hidden to protect people, [x] is not published, and [z] does not apply.",
        ),
        contact=(f"{settings.contact}. {settings.contact_note}",),
        notes=tuple(notes),
        sheets=tuple(sheets),
    )


def _symbols(catalogue: Catalogue) -> Sheet:
    codes = catalogue.codes
    rows = tuple(
        (f"[{entry.code}]", kind, entry.label, entry.note)
        for kind, entries in (("in place of a figure", codes.markers), ("beside a figure", codes.flags))
        for entry in entries.values()
        if entry.code
    )
    lines = ("Symbols that stand in a cell, and letters of the column flags.",)
    general = tuple(range(1, len(_GENERAL_NOTES) + 1))
    return Sheet("symbols", "Symbols", lines, ("symbol", "where", "name", "meaning"), rows, notes=general)


def _dictionary(columns: Sequence[Column]) -> Sheet:
    rows = tuple((column.name, column.kind, column.meaning) for column in columns)
    lines = ("Every table has these columns, which are those of the CSV files.",)
    return Sheet("columns", "Columns of the tables", lines, ("column", "kind", "meaning"), rows)


def _indicator_sheet(
    indicator: Indicator, rows: Sequence[PublicRow], about: About, notes: list[str], names: set[str]
) -> Sheet:
    own = [*indicator.caveats, *(f"Break in series at {item.period_code}: {item.reason}" for item in indicator.breaks)]
    numbers = []
    for note in own:
        if note not in notes:
            notes.append(note)
        numbers.append(notes.index(note) + 1)
    sources = "; ".join(dict.fromkeys(row.source for row in rows))
    return Sheet(
        name=_sheet_name(indicator.id, names),
        title=indicator.title,
        lines=(indicator.definition, about.extent),
        columns=tuple(COLUMNS),
        rows=tuple(_observation_cells(row) for row in rows),
        source=_sentence(sources),
        notes=tuple(sorted(set(numbers))),
    )


def _sheet_name(code: str, names: set[str]) -> str:
    """The code, cut to what a spreadsheet takes; one that is taken already gets a number."""
    name, number = code[:_LONGEST_NAME], 1
    while name.lower() in names:
        number += 1
        name = f"{code[: _LONGEST_NAME - len(str(number)) - 1]}-{number}"
    names.add(name.lower())
    return name


def _sentence(source: str) -> str:
    return f"Source: {source}"


def _observation_cells(row: PublicRow) -> tuple[Cell, ...]:
    hidden = symbol(row.marker)
    missing = {name: hidden or _no_number(name, row.measure_type) for name in _NUMBERS}
    return tuple(_cell(name, value, missing) for name, value in zip(COLUMNS, row, strict=True))


def _no_number(name: str, measure_type: str) -> str:
    return "[z]" if measure_type == "count" and name in _COUNTED else "[x]"


def _commitment_cell(name: str, value: Any) -> Cell:
    return _cell(name, value, {})


def _cell(name: str, value: Any, missing: Mapping[str, str]) -> Cell:
    """A cell as written: text that cannot run, a number, or the symbol of why there is neither."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return missing.get(name) or ("[x]" if name in _NOT_GIVEN else "[z]")
    if isinstance(value, str):
        return _with_a_letter(disarmed(value))
    number: Cell = value
    return number


def _with_a_letter(text: str) -> str:
    """The text; one of marks alone, which says nothing when read aloud, after the words “written as”."""
    return f"written as {text}" if _NO_LETTER.fullmatch(text) else text


def note_marks(sheet: Sheet) -> str:
    """The references to a sheet’s notes as they are read: “[note 1][note 2]”; empty where it has none."""
    return "".join(f"[note {number}]" for number in sheet.notes)
