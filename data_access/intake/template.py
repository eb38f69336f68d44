"""An empty sheet for one indicator: the right columns, the valid codes as drop-downs, and how to fill it in."""

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_access.observation_files import COLUMNS, NUMBER_COLUMNS
from data_access.records import ALL, Catalogue, Indicator

# Drop-downs reach this far down; a longer table is better sent as a CSV.
_ROWS = 5_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# A row to start from: area, group, wording of the source, category.
Start = tuple[str, str, str, str]


def write_template(indicator: Indicator, catalogue: Catalogue, path: Path, starts: Iterable[Start] = ()) -> None:
    """Write an XLSX or CSV template, as the ending of ``path`` says, replacing what is there.

    The XLSX has the sheets figures (empty but for its header), codes and notes; the CSV has the header alone.
    ``starts`` fills in the codes of rows whose numbers are still to come. The same input gives the same bytes.

    Raises:
        ValueError: the ending is neither .xlsx nor .csv.
        OSError: the file cannot be written; nothing is left of it then.
    """
    ending = path.suffix.lower()
    rows = [_started(start) for start in starts]
    if ending == ".csv":
        content = _csv(rows)
    elif ending == ".xlsx":
        content = _workbook(indicator, catalogue, rows)
    else:
        raise ValueError(f"a template ends in .csv or .xlsx, not in “{ending}”")
    _write(path, content)


def _started(start: Start) -> list[str]:
    area, group, wording, category = start
    given = {
        "area_code": area,
        "ethnicity_code": group,
        "ethnicity_as_published": wording,
        "category_code": category,
    }
    return [given.get(name, "") for name in COLUMNS]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    # Excel takes a CSV for UTF-8 only when it starts with the mark.
    return text.getvalue().encode("utf-8-sig")


def _workbook(indicator: Indicator, catalogue: Catalogue, rows: list[list[str]]) -> bytes:
    workbook = Workbook()
    figures: Worksheet = workbook["Sheet"]
    figures.title = "figures"
    codes, notes = workbook.create_sheet("codes"), workbook.create_sheet("notes")
    lists = valid_codes(indicator, catalogue)
    _fill_figures(figures, rows)
    for place, (name, entries) in enumerate(lists.items()):
        _fill_codes(codes, 1 + 2 * place, name, entries)
        if entries:
            _add_drop_down(figures, name, get_column_letter(1 + 2 * place), len(entries) + 1)
    codes.freeze_panes = "A2"
    notes.column_dimensions["A"].width = 110
    for line in _notes(indicator, catalogue):
        notes.append([line])
    for (cell,) in notes.iter_rows(max_col=1):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    notes["A1"].font = Font(bold=True)
    workbook.properties.creator = catalogue.settings.name
    workbook.properties.created = datetime(*_EPOCH)
    return _repeatable(workbook)


def valid_codes(indicator: Indicator, catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """For each column that takes codes, the codes that are valid for an indicator, each with its label."""
    lists = catalogue.codes
    allowed = {ALL, *indicator.classification_codes}
    return {
        "period_code": [(code, entry.label) for code, entry in lists.periods.items()],
        "area_code": [
            (code, f"{entry.label} ({' '.join(filter(None, (entry.area_type, entry.vintage)))})")
            for code, entry in lists.areas.items()
        ],
        "ethnicity_code": [
            (code, entry.label) for code, entry in lists.ethnic_groups.items() if entry.classification_code in allowed
        ],
        "category_code": [(code, entry.label) for code, entry in lists.categories.items()],
        "marker": [(code, entry.label) for code, entry in lists.markers.items() if code],
        "flags": [(code, entry.label) for code, entry in lists.flags.items()],
        "note_id": list(lists.notes.items()),
        "source_id": [(code, lists.sources[code].title) for code in indicator.source_ids],
    }


def _fill_figures(sheet: Worksheet, rows: list[list[str]]) -> None:
    sheet.append(list(COLUMNS))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = max(14, len(name) + 3)
        if name not in NUMBER_COLUMNS:
            # As text, or a spreadsheet program makes dates of some codes.
            column.number_format = "@"
    for row in rows:
        sheet.append([cell or None for cell in row])


def _fill_codes(sheet: Worksheet, column: int, name: str, entries: Sequence[tuple[str, str]]) -> None:
    for row, pair in enumerate([(name, "meaning"), *entries], start=1):
        for place, text in enumerate(pair):
            cell = sheet.cell(row, column + place, text)
            cell.font = Font(bold=row == 1)
    sheet.column_dimensions[get_column_letter(column)].width = 26
    sheet.column_dimensions[get_column_letter(column + 1)].width = 36


def _add_drop_down(sheet: Worksheet, name: str, source: str, last: int) -> None:
    letter = get_column_letter(COLUMNS.index(name) + 1)
    rule = DataValidation(type="list", formula1=f"codes!${source}$2:${source}${last}", allow_blank=True)
    # Several flags may stand together, as in “bu”.
    rule.showErrorMessage = name != "flags"
    rule.errorTitle, rule.error = (
        "Not a known code",
        "Choose a code from the list; the sheet codes says what each means.",
    )
    rule.add(f"{letter}2:{letter}{_ROWS + 1}")
    sheet.add_data_validation(rule)


def _notes(indicator: Indicator, catalogue: Catalogue) -> list[str]:
    shares = indicator.measure_type in ("proportion", "composition")
    value = {
        "count": "value: the count itself. Leave numerator and denominator empty.",
        "mean": "value: the mean itself. Leave numerator and denominator empty.",
        "rate": f"value: the rate ({indicator.unit}). It may be left empty where both counts are given.",
    }.get(
        indicator.measure_type,
        "value: the per cent, from 0 to 100 (write 25, not 0.25 and not 25%). Leave it empty "
        "where both counts are given.",
    )
    counts = (
        "numerator and denominator: how many, and out of how many. In the row for all people of a composition the "
        "two are the same."
        if indicator.measure_type == "composition"
        else "numerator and denominator: how many, and out of how many."
    )
    return [
        f"How to fill in: {indicator.title}",
        f"What is counted: {indicator.definition}",
        f"Who is counted: {indicator.population}. Unit: {indicator.unit}.",
        "Fill in the sheet figures: one row for each period, area, ethnic group and category. Leave its header alone.",
        "period_code: choose the code of the period from the list. Do not write a date or a year of your own.",
        "area_code: periods that end after May 2022 have the wards of 2022.",
        "ethnicity_code: choose the group; the code all is everybody. Give a row for every group, and one for all.",
        "ethnicity_as_published: the group in the words of your source.",
        "category_code: all, unless the figures are split further, for example by age.",
        *([counts] if shares or indicator.measure_type == "rate" else []),
        value,
        "lower and upper: both ends of the interval where the source gives one; else leave both empty.",
        "Give true counts, small ones too. Small numbers are hidden later, before anything is published.",
        "marker: only where there is no figure. Then leave the numbers empty, and use x for not published, z for does "
        "not apply, c for hidden by the source.",
        "flags and note_id: only where the list has one that fits. A note that figures are rounded lets groups miss "
        "their total.",
        "source_id: choose the source. If yours is not listed, ask for it to be added before you send the file.",
        "Plain values only: no formulas, no merged cells, no hidden rows or columns, no colours that mean something.",
        f"Name the file so that it starts with {indicator.id}, then check it: python -m data_access validate FILE",
        f"Ask: {catalogue.settings.contact}",
    ]


def _repeatable(workbook: Workbook) -> bytes:
    """The workbook's bytes without the hour at which they were made."""
    made, same = io.BytesIO(), io.BytesIO()
    workbook.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as target:
        for part in sorted(source.namelist()):
            content = source.read(part)
            if part == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(part, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return same.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Write beside the path and move into place, so that a failure leaves no half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
