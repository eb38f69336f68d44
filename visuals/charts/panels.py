"""Where panels over time stand on their shared view, and what is drawn in each."""

from collections.abc import Iterator
from dataclasses import dataclass

from visuals.charts import scales
from visuals.charts.canvas import SMALL_SIZE, Datum
from visuals.charts.lettering import wrap
from visuals.charts.periods import axis_names
from visuals.charts.series import Point, Timeline

BLOCK = (10.0, 11.0)
_ABOVE = 20
_BETWEEN = 16
_PERIOD_ROOM = 62.0


@dataclass(frozen=True)
class Grid:
    """Where panels stand: across in panels, down in pixels."""

    columns: int
    gutter: float
    gap: float
    inset: float
    title_height: float
    plot_height: float
    foot: float
    values: tuple[float, ...]
    periods: int

    @property
    def row_height(self) -> float:
        """From the top of one panel to the top of the panel below."""
        return self.title_height + _ABOVE + self.plot_height + self.foot + _BETWEEN

    def left(self, panel: int) -> float:
        """Where a panel begins."""
        return float(panel % self.columns)

    def plot_left(self, panel: int) -> float:
        """Where the plot of a panel begins, after the room for its scale."""
        return self.left(panel) + self.gutter

    def plot_right(self, panel: int) -> float:
        """Where the plot of a panel ends."""
        return self.left(panel) + 1 - self.gap

    def top(self, panel: int) -> float:
        """The top of a panel."""
        return panel // self.columns * self.row_height

    def base(self, panel: int) -> float:
        """The foot of a panel's plot."""
        return self.top(panel) + self.title_height + _ABOVE + self.plot_height

    def x(self, panel: int, position: float) -> float:
        """The place of a period, counted from 0; halves lie between two periods."""
        first, last = self.plot_left(panel) + self.inset, self.plot_right(panel) - self.inset
        share = position / (self.periods - 1) if self.periods > 1 else 0.5
        return round(first + share * (last - first), 4)

    def y(self, panel: int, value: float) -> float:
        """The place of a value."""
        share = (value - self.values[0]) / (self.values[-1] - self.values[0])
        return round(self.base(panel) - share * self.plot_height, 2)

    def height(self, panels: int) -> float:
        """How tall all panels are together."""
        return -(-panels // self.columns) * self.row_height - _BETWEEN


def period_names(timeline: Timeline) -> list[list[str]]:
    """The first and the last period, each in lines."""
    names = axis_names(timeline.period_codes, timeline.periods)
    ends = [names[0], names[-1]] if len(names) > 1 else names
    return [wrap(name, SMALL_SIZE, _PERIOD_ROOM) for name in ends]


def gridlines(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A line across each panel for each tick."""
    for panel in range(len(timeline.series)):
        for value in grid.values:
            yield {"x": grid.plot_left(panel), "x2": grid.plot_right(panel), "y": grid.y(panel, value)}


def scale_labels(timeline: Timeline, grid: Grid, unit: str) -> Iterator[Datum]:
    """The ticks of each panel in words; the top one alone carries the per cent sign."""
    for panel in range(len(timeline.series)):
        for value in grid.values:
            text = scales.tick_label(value, grid.values, unit if value == grid.values[-1] else "")
            yield {"x": grid.plot_left(panel), "y": grid.y(panel, value), "text": text}


def period_labels(timeline: Timeline, grid: Grid) -> tuple[list[Datum], list[Datum]]:
    """The first period at the left of each panel, and the last at its right."""
    names = ["\n".join(lines) for lines in period_names(timeline)]
    starts: list[Datum] = []
    ends: list[Datum] = []
    for panel in range(len(timeline.series)):
        y = grid.base(panel) + 10
        starts += [{"x": grid.plot_left(panel), "y": y, "text": name} for name in names[:1]]
        ends += [{"x": grid.plot_right(panel), "y": y, "text": name} for name in names[1:]]
    return starts, ends


def dots(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A dot for each figure."""
    for panel, point in _points(timeline):
        value = point.figure.value
        if value is not None:
            x, y = grid.x(panel, point.position), grid.y(panel, value)
            yield {"x": x, "y": y, "value": value, "say": point.say}


def bars(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A bar for each interval."""
    for panel, point in _points(timeline):
        lower, upper = point.figure.lower, point.figure.upper
        if lower is not None and upper is not None:
            x = grid.x(panel, point.position)
            yield {"x": x, "y": grid.y(panel, lower), "y2": grid.y(panel, upper)}


def gaps(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A block at the foot of a panel for each figure that is missing."""
    for panel, point in _points(timeline):
        if point.figure.marker:
            place = {"x": grid.x(panel, point.position), "y": grid.base(panel) - BLOCK[1] / 2}
            yield {**place, "marker": point.figure.marker, "say": point.say}


def lines(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A stretch of line between each two dots that may be joined."""
    for panel, series in enumerate(timeline.series):
        for before, after in series.joined():
            start, end = before.figure.value, after.figure.value
            if start is not None and end is not None:
                left, right = grid.x(panel, before.position), grid.x(panel, after.position)
                yield {"x": left, "y": grid.y(panel, start), "x2": right, "y2": grid.y(panel, end)}


def cuts(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """A rule before each period at which a series starts anew; ``early`` ones lie in the first half."""
    for panel, series in enumerate(timeline.series):
        for position in timeline.breaks(series):
            top = grid.base(panel) - grid.plot_height
            yield {
                "panel": panel,
                "x": grid.x(panel, position - 0.5),
                "y": top - 4,
                "y2": grid.base(panel),
                "early": position - 0.5 < (grid.periods - 1) / 2,
            }


def cut_words(cut: Datum) -> Datum:
    """What is written above the rule at a break."""
    return {"x": cut["x"], "y": cut["y"], "text": "new series"}


def end_figures(timeline: Timeline, grid: Grid) -> Iterator[Datum]:
    """The first and the last figure of the first series, above their points."""
    shown = [(point, point.figure) for point in timeline.series[0].points if point.figure.value is not None]
    for point, figure in dict.fromkeys((*shown[:1], *shown[-1:])):
        highest = max(number for number in (figure.value, figure.upper) if number is not None)
        x, y = grid.x(0, point.position), grid.y(0, highest) - 15
        yield {"x": x, "y": y, "text": figure.text}


def _points(timeline: Timeline) -> Iterator[tuple[int, Point]]:
    for panel, series in enumerate(timeline.series):
        for point in series.points:
            yield panel, point
