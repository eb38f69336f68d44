"""One group over time: its trend, and whether ratio and gap tell different stories."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from data_access.columns import PUBLISHED, PublicRow
from data_access.measures.comparison import Comparison
from data_access.measures.periods import span_of, start_of
from data_access.measures.reference import compare
from data_access.measures.results import NotCalculated
from data_access.measures.story import DifferentStories, different_stories
from data_access.measures.trend import POINTS, Trend, Untested, rate_trend, share_trend, untested_change
from data_access.records import Indicator

_WITH_COUNTS = ("proportion", "composition", "rate")
_Group: TypeAlias = tuple[str, str, str, str, str]
Series: TypeAlias = Mapping[_Group, Sequence[PublicRow]]


def trend_of(indicator: Indicator, row: PublicRow, series: Series) -> Trend | Untested | NotCalculated:
    """The trend of one group's figures up to a row; for figures without counts the untested yearly direction.

    Args:
        indicator: the indicator, with its breaks.
        row: the newest figure to look at.
        series: what ``group_series`` gives.
    """
    if row.marker != PUBLISHED:
        return NotCalculated("the newest figure is not shown")
    found = _until(row, series)
    times, points = list(found), list(found.values())
    periods = [point.period for point in points]
    breaks = breaks_of(indicator, points)
    if row.measure_type in _WITH_COUNTS and all(has_counts(point) for point in points[-POINTS:]):
        test = rate_trend if row.measure_type == "rate" else share_trend
        tops = [point.numerator for point in points]
        return test(times, tops, [point.denominator for point in points], periods, breaks)
    return untested_change(times, [point.value for point in points], periods, breaks)


def has_counts(row: PublicRow) -> bool:
    """Whether a row has both counts."""
    return row.numerator is not None and row.denominator is not None


def group_series(rows: Iterable[PublicRow]) -> dict[_Group, list[PublicRow]]:
    """Shown figures by group, place, category and length of period, each list in order of time."""
    found: dict[_Group, list[PublicRow]] = {}
    for row in rows:
        if row.marker == PUBLISHED and start_of(row.period_code) is not None:
            found.setdefault(_group_of(row), []).append(row)
    return {key: sorted(points, key=_time) for key, points in found.items()}


def _group_of(row: PublicRow) -> _Group:
    return row.indicator_id, row.area_code, row.category_code, row.ethnicity_code, span_of(row.period_code)


def _time(row: PublicRow) -> float:
    return start_of(row.period_code) or 0.0


def _until(row: PublicRow, series: Series) -> dict[float, PublicRow]:
    """A row's own series up to that row, by time; the row alone where the series has none."""
    points = [*series.get(_group_of(row), ()), row]
    return {_time(point): point for point in points if _time(point) <= _time(row)}


def breaks_of(indicator: Indicator, points: Sequence[PublicRow]) -> list[float]:
    """When figures start anew: the indicator's breaks and the rows that are flagged as one."""
    codes = [entry.period_code for entry in indicator.breaks]
    codes += [point.period_code for point in points if "b" in point.flags]
    return [time for code in codes if (time := start_of(code)) is not None]


def story_of(
    indicator: Indicator, row: PublicRow, reference: PublicRow | None, series: Series
) -> DifferentStories | None:
    """Where ratio and gap moved in different ways over up to five figures without a break; else None.

    Args:
        indicator: the indicator, with its breaks.
        row: the newest figure of the group.
        reference: the figure that it is compared with, in the same place.
        series: what ``group_series`` gives.
    """
    if reference is None or reference.area_code != row.area_code:
        return None
    others = _until(reference, series)
    pairs = [(time, point, others[time]) for time, point in _until(row, series).items() if time in others]
    breaks = breaks_of(indicator, [point for _, *both in pairs for point in both])
    pairs = [pair for pair in pairs if not any(pair[0] < point <= pairs[-1][0] for point in breaks)][-POINTS:]
    if len(pairs) < 2:
        return None
    before, now = compare(*pairs[0][1:]), compare(*pairs[-1][1:])
    if not (isinstance(before, Comparison) and isinstance(now, Comparison)):
        return None
    return different_stories(before, now, pairs[0][1].period, pairs[-1][1].period, indicator.decimals)
