"""The cells of an observations file: read one by one, and rewritten without touching any other line."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data_access.editions.errors import EditionError
from data_access.observation_files import COLUMNS, NUMBER_COLUMNS

_KEY = ("period_code", "area_code", "ethnicity_code", "category_code")
_NEEDS_QUOTES = re.compile('[,"\\r\\n]')


class CellKey(NamedTuple):
    """What one published cell is of, as codes; written with points between."""

    indicator: str
    period: str
    area: str
    ethnicity: str
    category: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def parse(cls, text: str) -> "CellKey":
        """Read indicator.period.area.ethnicity.category.

        Raises:
            EditionError: the text does not have five parts.
        """
        parts = text.split(".")
        if len(parts) != len(cls._fields) or not all(parts):
            raise EditionError(f"“{text}” is not a cell: write indicator.period.area.ethnicity.category, as codes.")
        return cls(*parts)


class CellValues(NamedTuple):
    """What one cell says: counts and value in the indicator's units, None where there is no number."""

    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    marker: str
    flags: str

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The five numbers alone."""
        return self[:5]

    @property
    def has_number(self) -> bool:
        """Whether any number is shown."""
        return any(number is not None for number in self.numbers)


@dataclass(frozen=True)
class Record:
    """One row, its cells as written and the first and last line of the text that it stands on, from 1."""

    first_line: int
    last_line: int
    written: dict[str, str]

    @property
    def cells(self) -> dict[str, str]:
        """The cells without spaces around them."""
        return {name: cell.strip() for name, cell in self.written.items()}

    def key(self, indicator: str) -> CellKey:
        """The cell that the row is of."""
        return CellKey(indicator, *(self.written[name].strip() for name in _KEY))

    def values(self, file: str) -> CellValues:
        """What the row says.

        Raises:
            EditionError: a number is not one.
        """
        cells = self.cells
        try:
            numbers = {name: float(cells[name]) if cells[name] else None for name in NUMBER_COLUMNS}
        except ValueError as error:
            raise EditionError(f"{file}, line {self.first_line}: a number cannot be read ({error}).") from error
        return CellValues(**numbers, marker=cells["marker"], flags=cells["flags"])


def records(content: bytes, file: str) -> Iterator[Record]:
    """Every row of an observations file; ``file`` is what an error calls it.

    Raises:
        EditionError: the file is not UTF-8, has another header, or a row has too many or too few cells.
    """
    reader = csv.reader(line.removeprefix("\ufeff") for line in _lines(content, file))
    try:
        if tuple(next(reader, [])) != COLUMNS:
            raise EditionError(f"{file} does not have the header of an observations file.")
        start = reader.line_num
        for row in reader:
            if len(row) != len(COLUMNS):
                raise EditionError(f"{file}, line {reader.line_num}: the row does not have {len(COLUMNS)} cells.")
            yield Record(start + 1, reader.line_num, dict(zip(COLUMNS, row, strict=True)))
            start = reader.line_num
    except csv.Error as error:
        raise EditionError(f"{file}, line {reader.line_num}: the line is not CSV ({error}).") from error


def cells_by_key(content: bytes, indicator: str, file: str) -> dict[CellKey, CellValues]:
    """Every cell of one indicator, in the order of its file.

    Raises:
        EditionError: the file cannot be read, or holds a cell twice.
    """
    found: dict[CellKey, CellValues] = {}
    for record in records(content, file):
        key = record.key(indicator)
        if key in found:
            raise EditionError(f"{file}, line {record.first_line}: the cell {key} is there twice.")
        found[key] = record.values(file)
    return found


def lines_of_cells(content: bytes, indicator: str, keys: set[CellKey], file: str) -> set[int]:
    """The numbers of the lines that hold the named cells."""
    return {
        line
        for record in records(content, file)
        if record.key(indicator) in keys
        for line in range(record.first_line, record.last_line + 1)
    }


def with_changes(content: bytes, indicator: str, changes: Mapping[CellKey, Mapping[str, str]], file: str) -> bytes:
    """The file with columns of some rows set anew; every other line keeps its bytes.

    Raises:
        EditionError: the file cannot be read.
    """
    lines = _lines(content, file)
    for record in records(content, file):
        change = changes.get(record.key(indicator))
        if change is not None:
            last = lines[record.last_line - 1]
            ending = last[len(last.rstrip("\r\n")) :]
            lines[record.first_line - 1] = _row_text({**record.written, **change}) + ending
            lines[record.first_line : record.last_line] = [""] * (record.last_line - record.first_line)
    return "".join(lines).encode()


def hidden(content: bytes, cell: CellKey, file: str) -> bytes:
    """The file with one cell's numbers emptied and its marker c."""
    return with_changes(content, cell.indicator, {cell: {**dict.fromkeys(NUMBER_COLUMNS, ""), "marker": "c"}}, file)


def _row_text(cells: Mapping[str, str]) -> str:
    """One row as CSV without its ending; what csv.writer quotes depends on the ending it is given."""
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell for cell in cells.values()
    )


def _lines(content: bytes, file: str) -> list[str]:
    """The text in lines with their endings; a byte order mark stays where it was."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EditionError(f"{file} is not UTF-8.") from error
    return list(io.StringIO(text, newline=""))
