"""Takes typed values out of one row of a CSV of evidence and notes what is wrong with them, and how to mend it."""

from collections.abc import Iterable, Iterator
from datetime import date

from data_access.commitments.when import When, read_when
from data_access.csv_text import read_rows
from data_access.errors import Issue
from data_access.files import Folders, read_utf8
from data_access.nearest import nearest

NOT_SEEN = "not seen"
_AS_A_DATE = "write it as 2021, 2021-11 or 2021-11-05, as exactly as the source does"


class Cells:
    """One row: each getter returns the value, or a stand-in of its kind after noting an issue."""

    def __init__(self, file: str, row: int, values: dict[str, str], issues: list[Issue]) -> None:
        self.file, self.row, self.values, self.issues = file, row, values, issues
        self._before = len(issues)

    @property
    def is_sound(self) -> bool:
        """Whether nothing has been found wrong with this row so far."""
        return len(self.issues) == self._before

    def report(self, column: str, what: str, mend: str) -> None:
        """Note a problem in one cell of this row."""
        self.issues.append(Issue(self.file, self.row, column, what, mend))

    def filled(self, column: str, what: str, mend: str) -> str:
        """A text that may not be empty; ``what`` says what its absence means."""
        if not self.values[column]:
            self.report(column, what, mend)
        return self.values[column]

    def one_of(self, column: str, options: tuple[str, ...]) -> str:
        """A text that must be one of ``options``."""
        value = self.values[column]
        if value not in options:
            hint = nearest(value, options) if value else None
            self.report(column, f"“{value}” is not allowed here", f"use {hint or ', '.join(options)}")
        return value

    def yes(self, column: str) -> bool:
        """Yes or no."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def known(self, column: str, value: str, known: Iterable[str], noun: str) -> str:
        """A code that must be among those known."""
        options = list(known)
        if value not in options:
            hint = nearest(value, options)
            self.report(column, f"“{value}” is not a known {noun}", f"use “{hint}”" if hint else "use one that exists")
        return value

    def when(self, column: str) -> When:
        """A date as exact as its source gives it; a claim without one is refused."""
        value = self.values[column]
        found = read_when(value)
        if found is None:
            what = f"“{value}” is not a date" if value else "the claim has no date"
            self.report(column, what, _AS_A_DATE)
        return found or When(date.min, date.min)

    def when_or_not_seen(self, column: str) -> When | None:
        """A date, or None where the cell says that no date was seen."""
        return None if self.values[column] == NOT_SEEN else self.when(column)

    def exact_date(self, column: str) -> date:
        """A date to the day."""
        found = self.optional_date(column)
        if found is None and not self.values[column]:
            self.report(column, "the date is missing", "write it as 2021-11-05")
        return found or date.min

    def optional_date(self, column: str) -> date | None:
        """A date to the day, or None where the cell is empty."""
        value = self.values[column]
        found = read_when(value) if len(value) == len("2021-11-05") else None
        if value and found is None:
            self.report(column, f"“{value}” is not a day", "write it as 2021-11-05")
        return found.first if found else None

    def optional_number(self, column: str) -> float | None:
        """A number, or None where the cell is empty."""
        value = self.values[column]
        if value and not value.replace(".", "", 1).isdecimal():
            self.report(column, f"“{value}” is not a number", "write digits and at most one point, such as 2500")
            return None
        return float(value) if value else None

    def address(self, column: str) -> str:
        """The address of a source."""
        value = self.filled(
            column, "the claim has no address", "give the address of the source, or leave the claim out"
        )
        if value and not value.startswith(("https://", "http://")):
            self.report(column, f"“{value}” is not an address", "begin it with https:// or http://")
        return value


def cells_of(folders: Folders, name: str, columns: tuple[str, ...], issues: list[Issue]) -> Iterator[Cells]:
    """Each row of a CSV under data/ that has the right shape; none where there is no such file."""
    path = folders.data / name
    if path.is_file():
        file = f"data/{name}"
        for row, values in read_rows(file, read_utf8(path, file, issues), columns, issues):
            yield Cells(file, row, values, issues)
