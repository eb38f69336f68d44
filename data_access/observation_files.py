"""Reads data/observations/<indicator>.csv, checking every row against the catalogue."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from data_access.csv_text import read_rows
from data_access.errors import Issue
from data_access.files import read_utf8
from data_access.nearest import nearest
from data_access.records import ALL, Catalogue, CodeLists, Indicator, Observation

COLUMNS = (
    "period_code",
    "area_code",
    "ethnicity_code",
    "ethnicity_as_published",
    "category_code",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "marker",
    "flags",
    "note_id",
    "source_id",
)
NUMBER_COLUMNS = ("numerator", "denominator", "value", "lower", "upper")
_SHARES = ("proportion", "composition")
# A share recomputed from its counts may differ from the file's by its rounding to six decimals, no more.
_ROUNDING = 0.000_001


def read_observations(
    path: Path, indicator: Indicator, catalogue: Catalogue, issues: list[Issue]
) -> Iterator[Observation]:
    """Yield each sound observation of one file; what is wrong with the others goes to ``issues``."""
    file = f"data/observations/{path.name}"
    checker = RowChecker(file, indicator, catalogue, issues)
    before = len(issues)
    text = read_utf8(path, file, issues)
    if len(issues) > before:
        return
    for line, row in read_rows(file, text, COLUMNS, issues):
        before = len(issues)
        observation = checker.read(line, row)
        if len(issues) == before:
            yield observation
    checker.finish()


class RowChecker:
    """The rules one file's rows must keep."""

    def __init__(self, file: str, indicator: Indicator, catalogue: Catalogue, issues: list[Issue]) -> None:
        self.file, self.indicator, self.issues = file, indicator, issues
        self.codes: CodeLists = catalogue.codes
        self.smallest = catalogue.settings.smallest_count
        self.seen: dict[tuple[str, ...], int] = {}
        self.dimensions: set[str] = set()
        self.sources_used: set[str] = set()

    def read(self, line: int, row: dict[str, str]) -> Observation:
        """One row as a record; what is wrong with it goes to the issues."""
        before = len(self.issues)
        self._check_codes(line, row)
        self._check_key(line, row)
        numbers = {name: self._number(line, name, row[name]) for name in NUMBER_COLUMNS}
        observation = _observation(self.indicator.id, row, numbers)
        for rule in (self._check_marker, self._check_range, self._check_counts):
            # One mistake often breaks several rules: the first broken one is the one to tell.
            if len(self.issues) == before:
                rule(line, observation)
        return observation

    def finish(self) -> None:
        """What can be told only after the last row."""
        if len(self.dimensions) > 1:
            what = f"categories of several dimensions ({', '.join(sorted(self.dimensions))})"
            self._report(0, "category_code", what, "keep one dimension an indicator, or make a second indicator")
        for source_id in sorted(set(self.indicator.source_ids) - self.sources_used):
            self._report(0, "source_id", f"no row uses the source “{source_id}”", "take it out of the indicator")

    def _check_codes(self, line: int, row: dict[str, str]) -> None:
        codes = self.codes
        self._known(line, "period_code", row["period_code"], codes.periods)
        self._known(line, "area_code", row["area_code"], codes.areas)
        self._known(line, "category_code", row["category_code"], codes.categories)
        self._known(line, "ethnicity_code", row["ethnicity_code"], codes.ethnic_groups)
        self._known(line, "marker", row["marker"], codes.markers)
        self._known(line, "source_id", row["source_id"], dict.fromkeys(self.indicator.source_ids))
        if row["note_id"]:
            self._known(line, "note_id", row["note_id"], codes.notes)
        for letter in row["flags"]:
            self._known(line, "flags", letter, codes.flags)
        self._check_classification(line, row["ethnicity_code"])
        category = codes.categories.get(row["category_code"])
        if category and category.dimension:
            self.dimensions.add(category.dimension)
        self.sources_used.add(row["source_id"])

    def _check_classification(self, line: int, ethnicity_code: str) -> None:
        group = self.codes.ethnic_groups.get(ethnicity_code)
        allowed = {ALL, *self.indicator.classification_codes}
        if group and group.classification_code not in allowed:
            what = f"“{ethnicity_code}” is not of a classification this indicator uses"
            self._report(line, "ethnicity_code", what, f"use a group of {', '.join(sorted(allowed))}")

    def _check_key(self, line: int, row: dict[str, str]) -> None:
        key = (row["period_code"], row["area_code"], row["ethnicity_code"], row["category_code"])
        if key in self.seen:
            what = f"the same period, area, group and category as row {self.seen[key]}"
            self._report(line, "", what, "keep one of the two")
        self.seen[key] = line

    def _check_marker(self, line: int, row: Observation) -> None:
        shown = [name for name in ("numerator", "value", "lower", "upper") if getattr(row, name) is not None]
        if row.marker and shown:
            self._report(line, shown[0], f"a cell marked {row.marker} holds a number", "empty the number")
        if not row.marker and row.value is None:
            self._report(line, "value", "neither a value nor a marker", "give the value, or marker c, x or z")

    def _check_range(self, line: int, row: Observation) -> None:
        if row.value is None:
            return
        if self.indicator.measure_type in _SHARES and not 0 <= row.value <= 100:
            self._report(line, "value", f"{row.value} is not a per cent from 0 to 100", "give the per cent")
        if self.indicator.measure_type == "count" and row.value < 0:
            self._report(line, "value", "a count is below zero", "give the count")
        if (row.lower is None) != (row.upper is None):
            self._report(line, "lower", "an interval has one end", "give both ends, or neither")
        elif row.lower is not None and row.upper is not None and not row.lower <= row.value <= row.upper:
            self._report(line, "lower", "the value lies outside its interval", "check lower, value and upper")

    def _check_counts(self, line: int, row: Observation) -> None:
        if self.indicator.measure_type in _SHARES and row.numerator is not None and row.denominator:
            if row.numerator > row.denominator:
                self._report(line, "numerator", "larger than the denominator", "check the two counts")
            elif row.value is not None and abs(100 * row.numerator / row.denominator - row.value) > _ROUNDING:
                share = round(100 * row.numerator / row.denominator, 6)
                self._report(line, "value", f"{row.value} does not follow from the counts", f"they give {share}")
        if self.indicator.protect != "none":
            self._check_small(line, row)

    def _check_small(self, line: int, row: Observation) -> None:
        for name, count in self._protected_counts(row):
            if count is not None and 0 < count < self.smallest:
                what = f"a count of people or households below {self.smallest} would be shown"
                self._report(line, name, what, "mark the cell c and empty its numbers, and see that totals do not tell")

    def _protected_counts(self, row: Observation) -> Iterator[tuple[str, float | None]]:
        yield "numerator", row.numerator
        yield "denominator", row.denominator
        if self.indicator.measure_type == "count":
            yield "value", row.value
        if self.indicator.measure_type == "proportion" and row.numerator is not None and row.denominator is not None:
            yield "denominator", row.denominator - row.numerator

    def _number(self, line: int, column: str, text: str) -> float | None:
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            self._report(line, column, f"“{text}” is not a number", "write digits and a point, without commas or signs")
            return None
        if number != number or number in (float("inf"), float("-inf")):
            self._report(line, column, f"“{text}” is not a number", "give a finite number or a marker")
            return None
        return number

    def _known(self, line: int, column: str, code: str, known: Mapping[str, object]) -> None:
        if code not in known:
            hint = nearest(code, known) if code else None
            what = f"“{code}” is not a known code" if code else "the cell is empty"
            self._report(line, column, what, f"use “{hint}”" if hint else "use a code that is listed")

    def _report(self, line: int, column: str, what: str, mend: str) -> None:
        self.issues.append(Issue(self.file, line, column, what, mend))


def _observation(indicator_id: str, row: dict[str, str], numbers: dict[str, float | None]) -> Observation:
    return Observation(
        indicator_id=indicator_id,
        period_code=row["period_code"],
        area_code=row["area_code"],
        ethnicity_code=row["ethnicity_code"],
        ethnicity_as_published=row["ethnicity_as_published"],
        category_code=row["category_code"],
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        value=numbers["value"],
        lower=numbers["lower"],
        upper=numbers["upper"],
        marker=row["marker"],
        flags=row["flags"],
        note_id=row["note_id"],
        source_id=row["source_id"],
    )
