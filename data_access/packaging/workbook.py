"""A workbook as XLSX, laid out by the government’s own gptables: cover, contents, notes, one table a sheet."""

import io
import re
from datetime import datetime, time
from typing import Any

from data_access.packaging.book import Book, Sheet

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_]")
_WIDE, _NARROW, _SHORT = 40, 18, 12
_NARROWER = 24
_INSTRUCTIONS = (
    "This sheet holds one table. Its first row has the names of the columns; the sheet “columns” says what each means."
)
# Text is text: what looks like a formula, a number or an address stays as it is written.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def xlsx_bytes(book: Book) -> bytes:
    """The workbook as an XLSX file: the same bytes for the same book."""
    # Imported when a workbook is asked for: a portal starts without them.
    import gptables
    import pandas as pd

    target = io.BytesIO()
    notes = pd.DataFrame(
        {
            "Note reference": [str(number) for number in range(1, len(book.notes) + 1)],
            "Note": list(map(_plain, book.notes)),
        }
    )
    made = gptables.produce_workbook(
        target,
        {sheet.name: _table(sheet, gptables, pd) for sheet in book.sheets},
        cover=gptables.Cover(
            title=_plain(book.title),
            intro=list(map(_plain, book.about)),
            about=list(map(_plain, book.terms)),
            contact=list(map(_plain, book.contact)),
        ),
        contentsheet_options={"instructions": "This sheet lists the tables. A link opens each."},
        notes_table=notes,
        notesheet_options={"instructions": "This sheet lists the notes that other sheets refer to by number."},
        auto_width={sheet.name: False for sheet in book.sheets},
        workbook_options=_OPTIONS,
    )
    made.set_properties({"title": book.title, "created": datetime.combine(book.made_on, time())})
    for sheet in book.sheets:
        page = made.get_worksheet_by_name(sheet.name)
        for place, width in enumerate(widths(sheet)):
            page.set_column(place, place, width)
    made.close()
    return target.getvalue()


def _table(sheet: Sheet, gptables: Any, pd: Any) -> Any:
    scope = "Read with these notes:" + "".join(f"$${number}$$" for number in sheet.notes) if sheet.notes else None
    return gptables.GPTable(
        table=pd.DataFrame(
            [[_plain(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows],
            columns=list(sheet.columns),
            dtype=object,
        ),
        table_name=f"table_{_NOT_IN_NAME.sub('_', sheet.name)}",
        title=_plain(sheet.title),
        subtitles=list(map(_plain, sheet.lines)),
        instructions=_INSTRUCTIONS,
        source=_plain(sheet.source) if sheet.source else None,
        scope=scope,
        index_columns={},
    )


def widths(sheet: Sheet) -> list[int]:
    """How wide each column is, in characters: numbers and codes narrow, long text wide."""
    found = []
    for place, name in enumerate(sheet.columns):
        longest = max(len(name), *(len(str(row[place])) for row in sheet.rows))
        found.append(_SHORT if longest <= _SHORT else _NARROW if longest <= _NARROWER else _WIDE)
    return found


def _plain(text: str) -> str:
    """Text without what gptables would take for a link or for a reference to a note."""
    return text.replace("](", "] (").replace("$$", "$ $")
