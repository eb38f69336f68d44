"""Figures of one group over time, in the order given, with the places where the line must stop."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from visuals.charts.figures import Figure, read_figure, records, text_of

PERIOD = "period"
PERIOD_CODE = "period_code"


@dataclass(frozen=True)
class Point:
    """One period of a series: its position, its full name and its figure."""

    position: int
    period: str
    figure: Figure
    starts_anew: bool

    @property
    def say(self) -> str:
        """The point in words."""
        return f"{self.figure.label}, {self.period}: {self.figure.text}"


@dataclass(frozen=True)
class Series:
    """One group over time."""

    label: str
    points: tuple[Point, ...]

    def joined(self) -> Iterator[tuple[Point, Point]]:
        """Neighbouring points that a line may join: none missing between them and no new series."""
        for before, after in pairwise(self.points):
            shown = before.figure.value is not None and after.figure.value is not None
            if shown and after.position == before.position + 1 and not after.starts_anew:
                yield before, after

    def comparable(self) -> tuple[Point, ...]:
        """The points with a figure since the series last started anew."""
        start = max((index for index, point in enumerate(self.points) if point.starts_anew), default=0)
        return tuple(point for point in self.points[start:] if point.figure.value is not None)


@dataclass(frozen=True)
class Timeline:
    """The periods of a chart in time order, and a series for each group in the order given."""

    period_codes: tuple[str, ...]
    periods: tuple[str, ...]
    series: tuple[Series, ...]

    def breaks(self, series: Series) -> list[int]:
        """The positions at which a series starts anew, the first period apart."""
        return [point.position for point in series.points if point.starts_anew and point.position > 0]

    def missing(self) -> int:
        """How many figures are hidden or not there."""
        return sum(point.figure.value is None for entry in self.series for point in entry.points)


def read_timeline(rows: pd.DataFrame, *, unit: str, decimals: int, breaks: Collection[str] = ()) -> Timeline:
    """The rows as series; a series starts anew at a period in ``breaks`` and where a row is flagged ``b``.

    Raises:
        ValueError: there is no row.
    """
    if rows.empty:
        message = "there is no row to draw over time"
        raise ValueError(message)
    periods: dict[str, str] = {}
    groups: dict[str, list[Point]] = {}
    for row in records(rows):
        code = text_of(row, PERIOD_CODE)
        periods.setdefault(code, text_of(row, PERIOD))
        figure = read_figure(row, unit=unit, decimals=decimals)
        position = list(periods).index(code)
        anew = code in breaks or "b" in text_of(row, "flags")
        groups.setdefault(figure.label, []).append(Point(position, periods[code], figure, anew))
    series = tuple(Series(label, tuple(points)) for label, points in groups.items())
    return Timeline(tuple(periods), tuple(periods.values()), series)
