"""Everything that is wrong in a file of figures before it may be published, told at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from data_access.csv_text import header_issue
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders
from data_access.intake.period_words import kind_of
from data_access.intake.published import Published, read_published
from data_access.intake.rules import SubmissionRules
from data_access.intake.sheets import SheetReader, SheetRow, read_cells
from data_access.intake.submitted_rows import SubmissionRows
from data_access.nearest import nearest
from data_access.observation_files import COLUMNS, NUMBER_COLUMNS
from data_access.records import Catalogue, Indicator, Observation

# The same thing wrong in the same column is listed this many times and then counted, and so are all issues.
MOST_ALIKE = 20
MOST_ISSUES = 10_000
_HEADER_ROWS = 10


@dataclass(frozen=True)
class Validation:
    """What was found in one file; ``rows`` counts its rows of figures, sound or not."""

    indicator_id: str | None
    issues: tuple[Issue, ...]
    notices: tuple[str, ...]
    rows: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.issues


def validate(
    path: Path,
    catalogue: Catalogue,
    folders: Folders,
    indicator_id: str | None = None,
    on_row: Callable[[], object] = lambda: None,
) -> Validation:
    """Every issue in one file, sorted by sheet and row; the file is streamed and nothing is changed.

    The indicator is ``indicator_id``, or the one whose id starts the file's name (``free-school-meals.csv``,
    ``Free school meals 2026.xlsx``). ``on_row`` is called once for each row. Memory grows by about 150 bytes a
    row for the keys, and where groups are added up by as much again (see Sums): a million rows take about 250 MB.
    """
    found = indicator_id if indicator_id in catalogue.indicators else None
    if indicator_id is None:
        found = indicator_of(path, catalogue)
    if found is None:
        return Validation(None, (_unknown_indicator(path, catalogue, indicator_id),), (), 0)
    check = _Check(path, catalogue.indicators[found], catalogue, folders)
    for _ in check.observations():
        on_row()
    return Validation(found, tuple(check.collected.sorted()), tuple(check.reader.notices), check.rows)


def read_submission(path: Path, indicator: Indicator, catalogue: Catalogue) -> Iterator[Observation]:
    """Each row of a valid file as a record, its value worked out from its counts; streamed.

    Raises:
        InvalidFilesError: a row or the form of the file is wrong, which `validate` would have told. The rules over
            the whole file are not asked here. It is raised after the last sound row before the fault.
    """
    check = _Check(path, indicator, catalogue, None)
    for observation in check.observations():
        if check.collected.count or check.reader.issues:
            break
        if observation:
            yield observation
    found = [*check.collected.sorted(), *check.reader.issues]
    if found:
        raise InvalidFilesError(found)


def indicator_of(path: Path, catalogue: Catalogue) -> str | None:
    """The indicator whose id, hyphened or spaced, is the file's name or starts it; the longest where several do."""
    name = _hyphened(path.stem)
    starting = (code for code in catalogue.indicators if name == code or name.startswith(f"{code}-"))
    return max(starting, key=len, default=None)


def _hyphened(text: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def _unknown_indicator(path: Path, catalogue: Catalogue, given: str | None) -> Issue:
    hint = nearest(given or _hyphened(path.stem), catalogue.indicators)
    if given:
        mend = f"use “{hint}”" if hint else "list them with: python -m data_access show indicators"
        return Issue(path.name, 0, "", f"“{given}” is not a known indicator", mend)
    example = hint or "free-school-meals"
    mend = f"name it like {example}{path.suffix}, or say --indicator {example}"
    return Issue(path.name, 0, "", "the file’s name does not start with a known indicator", mend)


class _Check:
    """One pass over one file. Without ``folders`` the rules over the whole file are left out."""

    def __init__(self, path: Path, indicator: Indicator, catalogue: Catalogue, folders: Folders | None) -> None:
        self.reader: SheetReader = read_cells(path)
        self.collected = _Collected()
        self.rows = 0
        self.is_whole = folders is not None
        published = read_published(indicator, catalogue, folders) if folders else Published(catalogue)
        kinds = frozenset(kind_of(code) for code in published.by_period)
        self.row_rules = SubmissionRows(path.name, indicator, catalogue, kinds)
        self.issues = self.row_rules.issues
        self.rules = SubmissionRules(indicator, catalogue, published, self.row_rules)

    def observations(self) -> Iterator[Observation | None]:
        """Each row of figures as a record, or None where something is wrong with it."""
        sheet: str | None = None
        header = _Header()
        for row in self.reader:
            if row.sheet != sheet:
                self._end(header)
                sheet, header = row.sheet, _Header()
                self.row_rules.file = self.rules.file = header.file = self.reader.file(row.sheet)
            if header.take(row):
                yield self._row(row)
            self._collect()
        self._end(header)
        if self.is_whole and self.rows and not self.reader.is_cut_short:
            self.row_rules.finish()
            self.rules.finish()
        self.issues += self.reader.issues
        self.reader.issues.clear()
        if not (self.rows or self.issues or self.collected.count):
            mend = "add a row for each period, area and group"
            self.issues.append(Issue(self.reader.path.name, 0, "", "the file has no rows of figures", mend))
        self._collect()

    def _end(self, header: "_Header") -> None:
        issue = header.finish()
        if issue:
            self.issues.append(issue)
            # Nothing is missed from a sheet that could not be read.
            self.is_whole &= header.is_found
        self._collect()

    def _row(self, row: SheetRow) -> Observation | None:
        self.rows += 1
        misplaced = _misplaced(row)
        if misplaced:
            self.issues.append(Issue(self.row_rules.file, row.number, "", *misplaced))
            self.rules.missing.excused.add((None, None, None, None))
            return None
        cells = (*row.cells[: len(COLUMNS)], *[""] * (len(COLUMNS) - len(row.cells)))
        observation = self.row_rules.read(row.number, dict(zip(COLUMNS, cells, strict=True)))
        if row.wrong:
            told = {*NUMBER_COLUMNS, *(COLUMNS[column] for column in row.wrong if column < len(COLUMNS))}
            self.issues[:] = [issue for issue in self.issues if issue.column not in told]
        self.rules.take(row.number, observation, is_sound=not self.issues and not row.wrong)
        return None if self.issues or row.wrong else observation

    def _collect(self) -> None:
        for issue in self.issues:
            self.collected.add(issue)
        self.issues.clear()


def _misplaced(row: SheetRow) -> tuple[str, str] | None:
    """What is wrong with the number of cells in a row; in a CSV each cell must be there, even when empty."""
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1 and not row.wrong:
        return "the row holds a single cell, like a note", "take it out, or move it to a sheet called notes"
    wanted, found = len(COLUMNS), len(row.cells)
    if any(row.cells[wanted:]):
        what = f"the row has {found} cells where the header has {wanted}"
        return what, "empty the cells to the right, and quote text that holds a comma"
    if found < wanted and not row.sheet:
        return f"the row has {found} cells where the header has {wanted}", "give every column a cell, even when empty"
    return None


class _Header:
    """Waits for the header of one sheet; what is wrong with it is told once."""

    def __init__(self) -> None:
        self.file = ""
        self.issue: Issue | None = None
        self.is_found = False
        self._looked_at = 0
        self._first = 0

    def take(self, row: SheetRow) -> bool:
        """Whether a row is one of figures: it is filled and stands under a right header."""
        if not any(row.cells) and not row.wrong:
            return False
        if self.is_found or self.issue:
            return self.is_found
        names = [*row.cells]
        while names and not names[-1]:
            names.pop()
        self._looked_at += 1
        self._first = self._first or row.number
        self.is_found = tuple(names) == COLUMNS
        if self.is_found and self._looked_at > 1:
            self.issue = self._told(row.number, f"the header stands on row {row.number}", "delete the rows above it")
        elif len({*names} & {*COLUMNS}) > 1 and not self.is_found:
            self.issue = self._differs(row.number, names)
        elif self._looked_at == _HEADER_ROWS and not self.is_found:
            self.issue = self._missing()
        return False

    def finish(self) -> Issue | None:
        """What was wrong with the header, if anything."""
        if self._looked_at and not self.is_found and not self.issue:
            self.issue = self._missing()
        return self.issue

    def _differs(self, number: int, names: list[str]) -> Issue:
        twice = [name for name in COLUMNS if names.count(name) > 1]
        if twice:
            return self._told(number, f"the header has {', '.join(twice)} twice", f"make it {','.join(COLUMNS)}")
        return replace(header_issue(self.file, names, COLUMNS), row=number)

    def _missing(self) -> Issue:
        return self._told(self._first, "the header is missing", f"make the first row {','.join(COLUMNS)}")

    def _told(self, number: int, what: str, mend: str) -> Issue:
        return Issue(self.file, number, "", what, mend)


class _Collected:
    """The issues of one file, so many at most: what is wrong with a million rows would not fit in memory either."""

    def __init__(self) -> None:
        self.count = 0
        self._listed: list[Issue] = []
        self._alike: Counter[Issue] = Counter()
        self._last: dict[Issue, int] = {}
        self._unlisted = 0

    def add(self, issue: Issue) -> None:
        """Take in one issue."""
        self.count += 1
        alike = replace(issue, row=0)
        if len(self._listed) >= MOST_ISSUES and alike not in self._last:
            self._unlisted += 1
            return
        self._alike[alike] += 1
        if self._alike[alike] <= MOST_ALIKE:
            self._listed.append(issue)
        else:
            self._last[alike] = issue.row

    def sorted(self) -> list[Issue]:
        """The issues by sheet and row; of those that were only counted, one line for each kind."""
        more = [
            replace(alike, row=last, what=f"{alike.what} (in {self._alike[alike] - MOST_ALIKE:,} more rows up to here)")
            for alike, last in self._last.items()
        ]
        found = sorted([*self._listed, *more])
        if self._unlisted:
            what = f"{self._unlisted:,} more problems are not listed"
            found.append(Issue(found[0].file, 0, "", what, "mend these first and validate again"))
        return found
