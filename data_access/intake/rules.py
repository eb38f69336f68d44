"""The rules that hold a submission against the calendar, the wards and what is published already."""

from collections.abc import Iterator, Mapping
from datetime import date

from data_access.errors import Issue
from data_access.intake.missing_rows import MissingRows
from data_access.intake.period_words import KINDS, kind_of
from data_access.intake.published import Place, Published
from data_access.intake.submitted_rows import KEY_COLUMNS, SHARES, SubmissionRows
from data_access.intake.sums import Sums
from data_access.records import ALL, Area, Catalogue, Indicator, Observation, Period

# The London borough elections of 5 May 2022, from which the wards of the newest vintage are in force.
NEW_WARDS_FROM = date(2022, 5, 5)
# A figure is a jump when it is this many times the last one, or that many times smaller, and the larger of
# the two reaches the floor.
JUMP = 5
COUNT_FLOOR = 50
OTHER_FLOOR = 10
# Column, what is wrong, how to mend.
Problem = tuple[str, str, str]


class SubmissionRules:
    """Takes in each row in turn, and tells at the end what only the whole file shows.

    What it remembers of a stream is in ``SubmissionRows``, ``Sums`` and ``MissingRows``, each with its memory.

    **Jumps.** Each count (the value itself for a measure that is a count, else numerator and denominator), and
    each value that has no counts, is held against the latest earlier published figure of the same area, group
    and category, for a period of about the same length and since the last break in the series. It is reported
    when it is JUMP (5) times larger or smaller and the larger of the two is at least COUNT_FLOOR (50), or
    OTHER_FLOOR (10) for values without counts; a nought counts as 1. The numbers come from our own files: above
    a floor of 50 the largest change in any published count is 4.1 times (2.6 in a value without counts above 10),
    while slips of a digit are tenfold and 73,390 for 420 is 175 times. Small counts do move that much by chance.

    **Wards.** A period that ends on or after NEW_WARDS_FROM has the newest wards. One that ended before has the
    older wards, unless the indicator has published such a period for the new wards, as a publisher does that
    counts old years again.

    **Retired codes.** A group that the indicator published once and no longer did in the period before this one;
    and a kind of period (such as a financial year) where all that is published is of one other kind.
    """

    def __init__(self, indicator: Indicator, catalogue: Catalogue, published: Published, rows: SubmissionRows) -> None:
        self.indicator, self.codes, self.published = indicator, catalogue.codes, published
        self.rows, self.file, self.issues = rows, rows.file, rows.issues
        self.missing = MissingRows(rows.file, catalogue, published, rows)
        self.sums = Sums(rows.file, indicator, catalogue, published, self.missing.excused)
        self.only_kind = published.only_kind
        self.newest = max((area.vintage for area in self.codes.areas.values()), default="")
        self.counted_again = any(
            self.codes.areas[area].vintage == self.newest and self._ended_before(self.codes.periods[code])
            for code, places in published.by_period.items()
            for area, _, _ in places
        )
        self.allowed = {ALL, *indicator.classification_codes}
        self._fractions = self._percents = 0

    def take(self, line: int, row: Observation, is_sound: bool) -> None:
        """One row; when ``is_sound``, the first of these rules that it breaks goes to the issues."""
        codes = (row.period_code, row.area_code, row.ethnicity_code, row.category_code)
        wrong = self._unlisted(codes) if self.rows.key(codes) is None else self._of_another_list(codes[2])
        problem = self._first_problem(row) if is_sound and not wrong else None
        if problem:
            self.issues.append(Issue(self.file, line, *problem))
            wrong = (problem[0],)
        if not wrong or wrong[0] not in KEY_COLUMNS:
            self._remember(line, row, is_sound and not problem)
        else:
            named = zip(KEY_COLUMNS, codes, strict=True)
            self.missing.excused.add(tuple(None if name in wrong else code for name, code in named))

    def _remember(self, line: int, row: Observation, is_sound: bool) -> None:
        self.missing.add(row.period_code, row.area_code)
        self.sums.add(line, row, is_sound)
        if is_sound and self.indicator.measure_type in SHARES and row.numerator is None and row.value:
            self._fractions, self._percents = self._fractions + (row.value <= 1), self._percents + (row.value > 1)

    def finish(self) -> None:
        """What can be told only after the last row."""
        if self._fractions > 1 and not self._percents and not self.published.by_period:
            what = "every value lies between 0 and 1, as fractions do, where per cents are wanted"
            self.issues.append(Issue(self.file, 0, "value", what, "write 25 for a quarter, not 0.25"))
        self.issues += self.sums.finish()
        self.issues += self.missing.finish()

    def _first_problem(self, row: Observation) -> Problem | None:
        # One mistake often breaks several rules: the first broken one is the one to tell.
        rules = (self._kind, self._ward, self._retired, self._fraction, self._jump)
        return next((problem for rule in rules if (problem := rule(row))), None)

    def _unlisted(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        lists: tuple[Mapping[str, object], ...] = (
            self.codes.periods,
            self.codes.areas,
            self.codes.ethnic_groups,
            self.codes.categories,
        )
        return tuple(name for name, code, listed in zip(KEY_COLUMNS, codes, lists, strict=True) if code not in listed)

    def _of_another_list(self, ethnicity_code: str) -> tuple[str, ...]:
        known = self.codes.ethnic_groups[ethnicity_code].classification_code in self.allowed
        return () if known else ("ethnicity_code",)

    def _kind(self, row: Observation) -> Problem | None:
        kind, usual = kind_of(row.period_code), self.only_kind
        if usual is None or kind == usual:
            return None
        named = KINDS.get(usual, usual)
        label = self.codes.periods[row.period_code].label
        same = [code for code, period in self.codes.periods.items() if period.label == label and kind_of(code) == usual]
        what = f"{row.period_code} is {KINDS.get(kind, kind)}, where every period of this indicator is {named}"
        return "period_code", what, f"use {same[0]}" if same else f"use a code that stands for {named}"

    def _ward(self, row: Observation) -> Problem | None:
        area, period = self.codes.areas[row.area_code], self.codes.periods[row.period_code]
        if area.area_type != "ward":
            return None
        if area.vintage != self.newest and not self._ended_before(period):
            what = f"{area.code} ({area.label}) is a ward of {area.vintage}, retired in May 2022"
            return "area_code", what, self._other_ward(area, self.newest)
        if area.vintage == self.newest and self._ended_before(period) and not self.counted_again:
            what = f"{area.code} ({area.label}) is a ward of {area.vintage}, and {row.period_code} ended before it"
            older = max((other.vintage for other in self._wards() if other.vintage != self.newest), default="")
            return "area_code", what, self._other_ward(area, older)
        return None

    def _other_ward(self, area: Area, vintage: str) -> str:
        named = [ward for ward in self._wards() if ward.vintage == vintage and ward.label == area.label]
        like = f"; the one named {area.label} is {named[0].code}" if named else ""
        return f"count again for the wards of {vintage}{like}"

    def _wards(self) -> Iterator[Area]:
        return (area for area in self.codes.areas.values() if area.area_type == "ward")

    def _ended_before(self, period: Period) -> bool:
        return period.end < NEW_WARDS_FROM

    def _retired(self, row: Observation) -> Problem | None:
        reference = self.published.reference(row.period_code)
        if reference is None or reference == row.period_code or row.ethnicity_code == ALL:
            return None
        last = self.published.last_use(row.period_code, row.ethnicity_code)
        if last is None or last == reference:
            return None
        now = dict.fromkeys(place[1] for place in self.published.by_period[reference])
        what = f"“{row.ethnicity_code}” is a retired code, last used for {last}"
        return "ethnicity_code", what, f"use a code of {reference}: {', '.join(now)}"

    def _fraction(self, row: Observation) -> Problem | None:
        if self.indicator.measure_type not in SHARES or row.numerator is not None:
            return None
        if row.value is None or not 0 < row.value <= 1:
            return None
        for last in self.published.earlier(row.period_code, _place(row)):
            if last.value is not None:
                if last.value > OTHER_FLOOR * row.value and last.value / 2 <= 100 * row.value <= last.value * 2:
                    what = f"{row.value:g} is a fraction where a per cent is wanted"
                    return "value", what, f"write {100 * row.value:.{self.indicator.decimals}f}"
                return None
        return None

    def _jump(self, row: Observation) -> Problem | None:
        for column in self._figures(row):
            now, last = getattr(row, column), self._last(row, column)
            floor = COUNT_FLOOR if self.indicator.measure_type == "count" or column != "value" else OTHER_FLOOR
            if now is None or last is None or not _is_jump(now, last[1], floor):
                continue
            what = f"{now:,.10g} is an implausible jump from {last[1]:,.10g} in {last[0]}"
            return column, what, "check it against the source"
        return None

    def _figures(self, row: Observation) -> tuple[str, ...]:
        """The columns that hold what was counted or measured."""
        if self.indicator.measure_type in ("count", "mean") or row.numerator is None:
            return ("value",)
        return ("numerator", "denominator")

    def _last(self, row: Observation, column: str) -> tuple[str, float] | None:
        for last in self.published.earlier(row.period_code, _place(row)):
            figure = getattr(last, column)
            if figure is not None:
                return last.period_code, figure
        return None


def _place(row: Observation) -> Place:
    return (row.area_code, row.ethnicity_code, row.category_code)


def _is_jump(now: float, last: float, floor: float) -> bool:
    small, large = sorted((abs(now), abs(last)))
    return large >= floor and large >= JUMP * max(small, 1)
