"""A plain sentence beside every chart, made from the same rows: caption and text alternative in one.

The sentences describe and never explain. Groups stand in their own order, and none is called high or low.
"""

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from data_access import formats
from visuals.charts.figures import Figure, read_figures
from visuals.charts.series import Series, Timeline, read_timeline

# Beyond this many, naming every one would make a paragraph of the sentence.
_NAMED = 7
_NAMED_SERIES = 5
_NAMED_OUTCOMES = 3


def describe_group_dots(rows: pd.DataFrame, *, unit: str, decimals: int, title: str = "") -> str:
    """Each group's figure; for long lists the least and the greatest."""
    figures = read_figures(rows, unit=unit, decimals=decimals)
    return _sentence(title, _figures(figures, unit, decimals, noun="group"))


def describe_ward_bars(rows: pd.DataFrame, *, unit: str, decimals: int, title: str = "") -> str:
    """The least and the greatest ward, and how many are hidden."""
    figures = read_figures(rows, unit=unit, decimals=decimals, label="area", code="area_code")
    return _sentence(title, _figures(figures, unit, decimals, noun="ward"))


def _figures(figures: Sequence[Figure], unit: str, decimals: int, *, noun: str) -> list[str]:
    shown = [item for item in figures if item.value is not None]
    missing = list(_missing(figures, noun))
    if not shown:
        return missing or [f"there is no {noun} to show"]
    if len(shown) <= _NAMED:
        named = [f"{item.label} {formats.figure(item.value, unit, decimals)}" for item in shown]
        return [formats.list_words(named), *missing]
    low, high = min(shown, key=_value), max(shown, key=_value)
    least, greatest = (formats.figure(item.value, unit, decimals) for item in (low, high))
    ends = f"from {least} ({low.label}) to {greatest} ({high.label})"
    return [f"{formats.plural(len(shown), noun)}, {ends}", *missing]


def _value(item: Figure) -> float:
    return item.value or 0.0


def _missing(figures: Sequence[Figure], noun: str) -> Iterator[str]:
    """Who has no figure and why, one phrase for each reason."""
    for marker in formats.MARKER_WORDS:
        names = [item.label for item in figures if item.marker == marker]
        if len(names) > 2:
            yield f"{formats.plural(len(names), noun)} {formats.marker_words(marker)}"
        elif names:
            yield f"{formats.list_words(names)} {formats.marker_words(marker)}"


def describe_small_multiples(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    breaks: Collection[str] = (),
    title: str = "",
) -> str:
    """Each group's first and last figure since its series last started anew."""
    timeline = read_timeline(rows, unit=unit, decimals=decimals, breaks=breaks)
    lead = _span(title, timeline)
    if len(timeline.series) > _NAMED_SERIES:
        groups = formats.plural(len(timeline.series), "group")
        return _sentence(lead, [f"{groups}, each on the same scale", *_anew(timeline), *_gaps(timeline)])
    changes = [f"{series.label} {_change(series, timeline, unit, decimals)}" for series in timeline.series]
    return _sentence(lead, [*changes, *_anew(timeline), *_gaps(timeline)])


def describe_single_series(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    breaks: Collection[str] = (),
    title: str = "",
) -> str:
    """The first and the last figure since the series last started anew."""
    timeline = read_timeline(rows, unit=unit, decimals=decimals, breaks=breaks)
    changes = [_change(series, timeline, unit, decimals) for series in timeline.series]
    return _sentence(_span(title, timeline), [*changes, *_anew(timeline), *_gaps(timeline)])


def _span(title: str, timeline: Timeline) -> str:
    ends = list(dict.fromkeys((*timeline.periods[:1], *timeline.periods[-1:])))
    joined = (" until " if any(" to " in end for end in ends) else " to ").join(ends)
    return ", ".join(part for part in (title, joined) if part)


def _change(series: Series, timeline: Timeline, unit: str, decimals: int) -> str:
    """The first and the last figure that may be compared, dated where they are not the first and last period."""
    points = series.comparable()
    if not points:
        return "has no figure to show"
    ends = (points[0], points[-1]) if len(points) > 1 else (points[0],)
    written = []
    for point, usual in zip(ends, (timeline.periods[0], timeline.periods[-1]), strict=False):
        value = formats.figure(point.figure.value, unit, decimals)
        written.append(value if point.period == usual and len(ends) > 1 else f"{value} ({point.period})")
    return " to ".join(written)


def _anew(timeline: Timeline) -> list[str]:
    """Where series start anew, once for all groups."""
    positions = sorted({position for series in timeline.series for position in timeline.breaks(series)})
    starts = [timeline.periods[position] for position in positions]
    return [f"new series from {formats.list_words(starts)}"] if starts else []


def _gaps(timeline: Timeline) -> Iterator[str]:
    markers = [point.figure.marker for series in timeline.series for point in series.points]
    for marker in formats.MARKER_WORDS:
        if count := markers.count(marker):
            yield f"{formats.plural(count, 'figure')} {formats.marker_words(marker)}"


def describe_sparkline(
    values: Sequence[float | None], markers: Sequence[str], *, unit: str, decimals: int, title: str = ""
) -> str:
    """The first and the last figure of a small line, and how many are missing between."""
    shown = [
        formats.figure(value, unit, decimals)
        for value, marker in zip(values, markers, strict=True)
        if formats.is_published(marker) and formats.is_number(value)
    ]
    ends = " to ".join(dict.fromkeys((*shown[:1], *shown[-1:]))) or "no figure to show"
    missing = len(values) - len(shown)
    gaps = [f"{formats.number(missing)} of {formats.plural(len(values), 'figure')} missing"] if missing else []
    return _sentence(title, [ends, *gaps])


def _sentence(lead: str, parts: Sequence[str]) -> str:
    words = "; ".join(parts)
    whole = f"{lead}: {words}" if lead else words
    return f"{whole[:1].upper()}{whole[1:]}."
