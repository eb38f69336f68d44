"""Figures over time: a panel for each group on one scale, or one wide panel for everybody.

All panels share one view. A view for each would be slow to build and could not fill the width that holds it.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import altair as alt
import pandas as pd

from visuals.charts import canvas, panels, scales
from visuals.charts.canvas import Datum, Look, Spec
from visuals.charts.descriptions import describe_single_series, describe_small_multiples
from visuals.charts.figures import drawn_numbers
from visuals.charts.lettering import text_width, wrap
from visuals.charts.panels import Grid
from visuals.charts.series import Timeline, read_timeline
from visuals.palette import LIGHT

_PANEL = 164.0
_TITLE_LINE = 20
_PERIOD_LINE = 15
_TICK_SIZE = 12.5


def small_multiples(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    breaks: Collection[str] = (),
    columns: int = 5,
    from_zero: bool = True,
    title: str = "",
    width: int | None = None,
) -> Spec:
    """A panel for each group on one scale; the line stops where a figure is missing or a series starts anew."""
    timeline = read_timeline(rows, unit=unit, decimals=decimals, breaks=breaks)
    values = _ticks(timeline, intervals=2, from_zero=from_zero)
    names = [wrap(series.label, canvas.LABEL_SIZE, _PANEL - 14) for series in timeline.series]
    grid = Grid(
        columns=columns,
        gutter=_scale_width(values, unit) / _PANEL,
        gap=0.09,
        inset=0.07,
        title_height=_TITLE_LINE * max(map(len, names), default=1),
        plot_height=100,
        foot=_foot(timeline),
        values=tuple(values),
        periods=len(timeline.periods),
    )
    layers = [_titles(names, grid), *_panels(timeline, grid, unit)]
    return canvas.draw(
        layers,
        height=grid.height(len(timeline.series)),
        width=width,
        description=describe_small_multiples(rows, unit=unit, decimals=decimals, breaks=breaks, title=title),
    )


def single_series(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    breaks: Collection[str] = (),
    from_zero: bool = True,
    title: str = "",
    width: int | None = None,
) -> Spec:
    """One line over time, with the first and the last figure written at their points."""
    timeline = read_timeline(rows, unit=unit, decimals=decimals, breaks=breaks)
    values = _ticks(timeline, intervals=4, from_zero=from_zero)
    grid = Grid(
        columns=1,
        gutter=0,
        gap=0,
        inset=0.08,
        title_height=0,
        plot_height=180,
        foot=_foot(timeline),
        values=tuple(values),
        periods=len(timeline.periods),
    )
    return canvas.draw(
        [*_panels(timeline, grid, unit), _ends(timeline, grid)],
        height=grid.height(1),
        width=width,
        description=describe_single_series(rows, unit=unit, decimals=decimals, breaks=breaks, title=title),
    )


def _ticks(timeline: Timeline, *, intervals: int, from_zero: bool) -> list[float]:
    figures = [point.figure for series in timeline.series for point in series.points]
    return scales.ticks(drawn_numbers(figures), intervals=intervals, from_zero=from_zero)


def _scale_width(values: Sequence[float], unit: str) -> float:
    return max(text_width(scales.tick_label(value, values, unit), _TICK_SIZE) for value in values) + 8


def _foot(timeline: Timeline) -> float:
    lines = max((len(name) for name in panels.period_names(timeline)), default=1)
    return 10 + _PERIOD_LINE * lines


def _panels(timeline: Timeline, grid: Grid, unit: str) -> list[alt.Chart]:
    """Scale lines, breaks, intervals, lines and points of all panels, from back to front."""
    x, x2, y, y2 = _across(grid), alt.X2(field="x2"), canvas.down(), alt.Y2(field="y2")
    cuts = list(panels.cuts(timeline, grid))
    rule: Look = {"aria": False, "opacity": 1}
    interval: Look = {"color": LIGHT.interval, "strokeWidth": 3.5, "strokeCap": "round"}
    point: Look = {"shape": "circle", "size": canvas.dot_size(3.6), "filled": True, "color": LIGHT.accent}
    ruled = canvas.paper(panels.gridlines(timeline, grid)).mark_rule(color=LIGHT.rule, **rule)
    cut = canvas.paper(cuts).mark_rule(color=LIGHT.ink, strokeDash=[3, 3], **rule)
    bars = canvas.paper(panels.bars(timeline, grid)).mark_rule(**interval, **rule)
    lines = canvas.paper(panels.lines(timeline, grid)).mark_rule(color=LIGHT.accent, strokeWidth=2, **rule)
    dots = canvas.paper(panels.dots(timeline, grid)).mark_point(opacity=1, **point)
    return [
        ruled.encode(x=x, x2=x2, y=y),
        cut.encode(x=x, y=y, y2=y2),
        bars.encode(x=x, y=y, y2=y2),
        lines.encode(x=x, x2=x2, y=y, y2=y2),
        dots.encode(x=x, y=y, **canvas.say()),
        canvas.block_layer(panels.gaps(timeline, grid), x, *panels.BLOCK, centred=True),
        *_lettering(timeline, grid, unit, cuts),
    ]


def _lettering(timeline: Timeline, grid: Grid, unit: str, cuts: Sequence[Datum]) -> list[alt.Chart]:
    """The scale, the first and the last period, and the words at a break."""
    x = _across(grid)
    small: Look = {"color": LIGHT.muted, "size": canvas.SMALL_SIZE}
    below: Look = {**small, "baseline": "top", "lineHeight": _PERIOD_LINE}
    scale: Look = {"color": LIGHT.muted, "size": _TICK_SIZE, "dx": -6}
    starts, ends = panels.period_labels(timeline, grid)
    cuts_in = Counter(cut["panel"] for cut in cuts)
    # Where a panel has several rules, there is no room to name each.
    alone = [cut for cut in cuts if cuts_in[cut["panel"]] == 1]
    early = [panels.cut_words(cut) for cut in alone if cut["early"]]
    late = [panels.cut_words(cut) for cut in alone if not cut["early"]]
    return [
        canvas.text_layer(panels.scale_labels(timeline, grid, unit), x, align="right", **scale),
        canvas.text_layer(starts, x, align="left", dx=2, **below),
        canvas.text_layer(ends, x, align="right", **below),
        canvas.text_layer(early, x, align="left", dx=-2, dy=-7, **small),
        canvas.text_layer(late, x, align="right", dx=2, dy=-7, **small),
    ]


def _titles(names: Sequence[list[str]], grid: Grid) -> alt.Chart:
    data = [
        {"x": grid.left(panel), "y": grid.top(panel), "text": "\n".join(lines)} for panel, lines in enumerate(names)
    ]
    look: Look = {"baseline": "top", "fontWeight": canvas.HEAVY, "size": canvas.LABEL_SIZE}
    return canvas.text_layer(data, _across(grid), align="left", **look)


def _across(grid: Grid) -> alt.X:
    scale = canvas.between([0, grid.columns - grid.gap])
    return alt.X(field="x", type="quantitative", scale=scale, axis=None)


def _ends(timeline: Timeline, grid: Grid) -> alt.Chart:
    """The first and the last figure, written above their points."""
    return canvas.text_layer(panels.end_figures(timeline, grid), _across(grid), align="center", fontWeight=canvas.HEAVY)
