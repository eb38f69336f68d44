"""Public rows as CSV and JSON text: the same columns, the same order, the same symbols."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from data_access.columns import COLUMNS

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LINES_PER_CHUNK = 1_000


def csv_chunks(rows: Iterable[Sequence[Any]], columns: Sequence[str] = tuple(COLUMNS)) -> Iterator[str]:
    """RFC 4180 text in pieces: the header line, then the rows; text that a spreadsheet would run is disarmed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    remaining, cell = iter(rows), _Cells().__getitem__
    while lines := list(islice(remaining, _LINES_PER_CHUNK)):
        writer.writerows([map(cell, row) for row in lines])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def csv_line_chunks(pieces: Iterable[Iterable[str]], columns: Sequence[str]) -> Iterator[str]:
    """The same as ``csv_chunks`` of lines whose cells ``csv_cells`` has written; the header comes with the first."""
    # A line without any letter would be no row at all.
    alone = '""' if len(columns) == 1 else ""
    head = f"{csv_cells(columns, columns)}\r\n"
    for piece in pieces:
        text = "\r\n".join([line or alone for line in piece] if alone else piece)
        yield f"{head}{text}\r\n"
        head = ""
    if head:
        yield head


def csv_text(rows: Iterable[Sequence[Any]], columns: Sequence[str] = tuple(COLUMNS)) -> str:
    """The whole CSV as one text."""
    return "".join(csv_chunks(rows, columns))


def json_rows(rows: Iterable[Sequence[Any]], columns: Sequence[str] = tuple(COLUMNS)) -> list[dict[str, Any]]:
    """Rows as objects; a hidden value is null."""
    return [dict(zip(columns, row, strict=True)) for row in rows]


def csv_cells(columns: Sequence[str], values: Sequence[Any]) -> str:
    """The cells of neighbouring columns as they stand in a line of ``csv_chunks``, without the end of the line."""
    buffer = io.StringIO(newline="")
    # A line that is one empty cell alone would be quoted, so it is never alone.
    csv.writer(buffer, lineterminator="\r\n").writerow([*map(_Cells().__getitem__, values), 0])
    return buffer.getvalue().removesuffix(",0\r\n")


def json_members(columns: Sequence[str], values: Sequence[Any]) -> str:
    """The members of neighbouring columns as they stand in an object of ``json_text``, without its braces."""
    return json_text(dict(zip(columns, values, strict=True)))[1:-1]


def json_text(document: Any) -> str:
    """JSON without spaces, letters as they are, refusing NaN and infinity."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class _Cells(dict[Any, Any]):
    """Cells as written: None is empty, and only text is disarmed, so a negative number stays a number.

    Text is looked at once: the same few words stand in every row.
    """

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.setdefault(value, disarmed(value))
        return "" if value is None else value


def disarmed(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
