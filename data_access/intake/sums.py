"""Groups that do not sum to the total, told once the whole file has passed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from data_access.errors import Issue
from data_access.intake.missing_rows import AS_STATED, Excused
from data_access.intake.published import Published
from data_access.records import ALL, Catalogue, Indicator, Observation

_COLUMNS = {
    "composition": ("numerator", "value"),
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator", "denominator"),
    "count": ("value",),
}
_ROUNDED = re.compile(r"nearest ([\d,]+)")
_LOOSE = re.compile(r"\bnot (add up|sum)\b")
# How far groups may miss their total where a note says that they may not add up, as a part of the total.
_LOOSE_PART = 0.01
_MOST_DENOMINATORS = 3


class Set(NamedTuple):
    """The rows of one period, area and category, and in a sum of one classification."""

    period_code: str
    area_code: str
    category_code: str
    classification_code: str = ALL


@dataclass(slots=True)
class _Total:
    """The row for all people, and each denominator in the set with its number of rows and first line."""

    line: int = 0
    figures: tuple[float | None, ...] = ()
    denominators: dict[float, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Sum:
    """The groups of one classification added up, column by column; ``groups`` has a bit for each group met."""

    sums: list[float]
    missing: list[int]
    groups: int = 0
    rounded_to: float = 0
    is_loose: bool = False
    is_unsure: bool = False


class Sums:
    """Adds up the rows as they pass; ``finish`` tells what does not fit.

    The groups of a classification should come to the row for all people: numerators and denominators of a
    proportion or rate, numerators of a composition (its values to 100 where it has no counts), values of a
    count; means are not added up. Equality is asked when every expected group is there with a figure: those of
    the reference period (see Published.reference) or, without one, all of the classification but not known.
    Where a figure is hidden or a group is not there, the sum may be smaller and not larger.

    A difference passes when the same set is published with the same difference; when a note of its rows says
    that figures are rounded to the nearest N (half of N for each figure), or may not add up (1% of the total).

    Memory: about 800 bytes for each set with a total and one classification, so some 100 MB for a million rows
    of seven groups and a total. Where the indicator has no ethnic groups to add up, nothing is kept.
    """

    def __init__(
        self, file: str, indicator: Indicator, catalogue: Catalogue, published: Published, excused: Excused
    ) -> None:
        self.file, self.indicator, self.codes = file, indicator, catalogue.codes
        self.published, self.excused = published, excused
        self.columns = _COLUMNS.get(indicator.measure_type, ())
        self.is_used = bool(self.columns and {*indicator.classification_codes} - {ALL, AS_STATED})
        self._totals: dict[Set, _Total] = {}
        self._sums: dict[Set, _Sum] = {}
        self._bits = {code: 1 << place for place, code in enumerate(self.codes.ethnic_groups)}

    def add(self, line: int, row: Observation, is_sound: bool) -> None:
        """Take in one row whose codes are all known; of an unsound one the figures are not used."""
        if not self.is_used:
            return
        group = self.codes.ethnic_groups[row.ethnicity_code]
        where = Set(row.period_code, row.area_code, row.category_code)
        total = self._totals.get(where)
        if total is None:
            total = self._totals[where] = _Total()
        if is_sound and self.indicator.measure_type == "composition":
            _note_denominator(total, line, row.denominator)
        if group.classification_code == ALL:
            total.line = line
            total.figures = tuple(getattr(row, name) if is_sound else None for name in self.columns)
        elif group.classification_code != AS_STATED:
            self._add_to(where._replace(classification_code=group.classification_code), row, is_sound)

    def finish(self) -> Iterator[Issue]:
        """One issue for each set and column that does not come to its total."""
        for where, total in self._totals.items():
            yield from self._differing_denominators(where, total)
        for key, entry in self._sums.items():
            codes = (key.period_code, key.area_code, None, key.category_code)
            if not entry.is_unsure and not self.excused.covers(codes):
                yield from self._check(key, entry)

    def _add_to(self, key: Set, row: Observation, is_sound: bool) -> None:
        entry = self._sums.get(key)
        if entry is None:
            entry = self._sums[key] = _Sum([0.0] * len(self.columns), [0] * len(self.columns))
        entry.groups |= self._bits[row.ethnicity_code]
        entry.is_unsure |= not is_sound
        for place, name in enumerate(self.columns):
            figure = getattr(row, name)
            entry.sums[place] += figure or 0
            entry.missing[place] += figure is None
        note = self.codes.notes.get(row.note_id, "")
        rounded = _ROUNDED.search(note)
        if rounded:
            entry.rounded_to = max(entry.rounded_to, float(rounded[1].replace(",", "")))
        entry.is_loose |= bool(_LOOSE.search(note))

    def _differing_denominators(self, where: Set, total: _Total) -> Iterator[Issue]:
        usual = max(total.denominators, key=lambda figure: total.denominators[figure][0], default=None)
        for figure, (_, line) in total.denominators.items():
            if figure != usual:
                what = f"the denominator {figure:,.10g} is not the {usual:,.10g} of other rows of {self._named(where)}"
                yield Issue(self.file, line, "denominator", what, "give each the total of all groups")

    def _check(self, key: Set, entry: _Sum) -> Iterator[Issue]:
        total = self._totals[key._replace(classification_code=ALL)]
        expected = self._expected_groups(key)
        for place, column in enumerate(self.columns):
            whole = self._whole(total, place)
            has_counts = entry.missing[0] < entry.groups.bit_count()
            if whole is None or (place and column == "value" and has_counts):
                continue  # the counts say the same as the values, and exactly
            gap = entry.sums[place] - whole
            may_be_smaller = entry.missing[place] > 0 or entry.groups & expected != expected
            if abs(gap) <= self._allowed(entry, column, whole) or (may_be_smaller and gap < 0):
                continue
            if not self._is_published(key, column, gap):
                yield self._issue(key, total.line, column, entry.sums[place], whole)

    def _issue(self, key: Set, line: int, column: str, found: float, whole: float) -> Issue:
        groups = self.codes.classifications[key.classification_code].label
        what = f"the {column}s of “{groups}” come to {found:,.10g} and not to {whole:,.10g} for {self._named(key)}"
        mend = "check the groups and the total; if the source rounds them, give each row a note_id that says so"
        return Issue(self.file, line, column, what, mend)

    def _whole(self, total: _Total, place: int) -> float | None:
        """What groups should come to: the total row's figure, or else what the shares of a composition are of."""
        if total.figures:
            return total.figures[place]
        if self.indicator.measure_type != "composition":
            return None
        if self.columns[place] == "value":
            return 100.0
        return next(iter(total.denominators)) if len(total.denominators) == 1 else None

    def _allowed(self, entry: _Sum, column: str, whole: float) -> float:
        # Shares without counts carry the rounding of their own decimals, and no note could take that away.
        is_share = column == "value" and self.indicator.measure_type == "composition"
        step = max(entry.rounded_to, 10**-self.indicator.decimals if is_share else 0)
        return (entry.groups.bit_count() + 1) * step / 2 + entry.is_loose * _LOOSE_PART * abs(whole) + 1e-6

    def _expected_groups(self, key: Set) -> int:
        groups = self._published_rows(key, self.published.reference(key.period_code))
        codes = [row.ethnicity_code for row in groups] or [
            group.code
            for group in self.codes.ethnic_groups.values()
            if group.classification_code == key.classification_code and not group.is_unknown
        ]
        return sum(self._bits[code] for code in codes)

    def _published_rows(self, key: Set, period_code: str | None) -> list[Observation]:
        """The published rows of a set's area, category and classification in one period."""
        return [
            row
            for (area, group, category), row in self.published.by_period.get(period_code or "", {}).items()
            if (area, category) == (key.area_code, key.category_code)
            and self.codes.ethnic_groups[group].classification_code == key.classification_code
        ]

    def _is_published(self, key: Set, column: str, gap: float) -> bool:
        """Whether the very same set is published with the very same difference."""
        figures = [getattr(row, column) for row in self._published_rows(key, key.period_code)]
        total = self.published.by_period.get(key.period_code, {}).get((key.area_code, ALL, key.category_code))
        whole = getattr(total, column) if total else None
        if not figures or whole is None or None in figures:
            return False
        return bool(abs(sum(figures) - whole - gap) < 1e-6)

    def _named(self, key: Set) -> str:
        beside = "" if key.category_code == ALL else f", {key.category_code}"
        return f"{key.period_code}, {self.codes.areas[key.area_code].label}{beside}"


def _note_denominator(total: _Total, line: int, figure: float | None) -> None:
    seen = total.denominators
    if figure is not None and (figure in seen or len(seen) < _MOST_DENOMINATORS):
        seen.setdefault(figure, [0, line])[0] += 1
