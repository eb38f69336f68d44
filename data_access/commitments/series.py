"""One indicator's figures in time order, as far as they can be compared: what the rule “shown” reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from data_access.formats import is_published
from data_access.records import ALL, ISLINGTON, Catalogue, Indicator, Observation, Period


@dataclass(frozen=True)
class Point:
    """One period’s figure; ``value`` is None where a marker stands in its place."""

    period_code: str
    start: date
    end: date
    value: float | None
    marker: str
    is_break: bool


class Series(Protocol):
    """What is known of one indicator, oldest figure first.

    ``tested`` is the direction of the latest comparable figures after a test against chance: up, down or none;
    None where no test was made. ``counts_promise`` tells whether a figure counts the very thing, over the very
    time, that a promised number is for; without it a figure is never held against that number.
    """

    @property
    def indicator_id(self) -> str: ...
    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def tested(self) -> str | None: ...
    @property
    def counts_promise(self) -> bool: ...


@dataclass(frozen=True)
class FigureSeries:
    """A series as read from published observations."""

    indicator_id: str
    points: tuple[Point, ...]
    tested: str | None = None
    counts_promise: bool = False


def borough_series(
    observations: Iterable[Observation], indicator: Indicator, catalogue: Catalogue, tested: str | None = None
) -> FigureSeries:
    """The borough’s own series: of everybody if that is published, else of the group in the newest figure.

    Figures of another group, another part of the whole or another length of time are not comparable and left out.
    """
    periods = catalogue.codes.periods
    rows = borough_rows(observations, indicator, catalogue)
    broken = {entry.period_code for entry in indicator.breaks}
    return FigureSeries(indicator.id, tuple(_point(row, periods[row.period_code], broken) for row in rows), tested)


def borough_rows(observations: Iterable[Observation], indicator: Indicator, catalogue: Catalogue) -> list[Observation]:
    """The rows that ``borough_series`` is made of, oldest first."""
    periods = catalogue.codes.periods
    rows = [row for row in observations if row.indicator_id == indicator.id and row.area_code == ISLINGTON]
    whole = [row for row in rows if row.ethnicity_code == ALL and row.category_code == ALL]
    candidates = sorted(whole or rows, key=lambda row: (periods[row.period_code].end, row.ethnicity_code))
    return [row for row in candidates if _kind(row, periods) == _kind(candidates[-1], periods)]


def _kind(row: Observation, periods: dict[str, Period]) -> tuple[str, str, str, int]:
    period = periods[row.period_code]
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return row.ethnicity_code, row.category_code, row.period_code[0], months


def _point(row: Observation, period: Period, broken: set[str]) -> Point:
    value = row.value if is_published(row.marker) else None
    is_break = period.code in broken or "b" in row.flags
    return Point(period.code, period.start, period.end, value, row.marker, is_break)
