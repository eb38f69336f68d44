"""Dots in rows, one a group or ward, each with its interval and its figure in words."""

from typing import Literal

import altair as alt
import pandas as pd

from data_access import formats
from visuals.charts import canvas, scales, shapes
from visuals.charts.canvas import Look, Spec
from visuals.charts.descriptions import describe_group_dots, describe_ward_bars
from visuals.charts.figures import Figure, Reference, drawn_numbers, read_figures
from visuals.charts.lettering import text_width
from visuals.charts.rows import Layout, layout_narrow, layout_wide
from visuals.palette import LIGHT

_GROUP_STEP = 46
_WARD_STEP = 34
_INTERVALS = 5
_BLOCK = (56.0, 18.0)
_BELOW = 34
_KEY_HEIGHT = 28
_REFERENCE_HEIGHT = 22
_EDGE = 0.12
_BESIDE_DOT = 14.0


def group_dots(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    area: str = "Islington",
    comparison: pd.DataFrame | None = None,
    comparison_name: str = "",
    reference: Reference | None = None,
    from_zero: bool = True,
    interval_name: str = "95% interval",
    title: str = "",
    narrow: bool = False,
    width: int | None = None,
) -> Spec:
    """A dot for each ethnic group; ``narrow`` puts name and figure above each dot, for phones."""
    figures = read_figures(rows, unit=unit, decimals=decimals)
    layout = layout_narrow(figures) if narrow else layout_wide(figures, step=_GROUP_STEP)
    compared = [] if comparison is None else _shown(read_figures(comparison, unit=unit, decimals=decimals))
    values = _ticks(figures + compared, reference, from_zero)
    key_name = f"{area}, with {interval_name}" if any(item.lower is not None for item in figures) else area
    key = [] if not compared else _key(layout, key_name, comparison_name, _key_place(reference))
    layers = [
        *_paper(layout, values, unit),
        *_reference(reference, layout, values, unit, decimals),
        *_dots(figures, layout, values),
        *_diamonds(compared, figures, layout, values, comparison_name),
        *key,
    ]
    return canvas.draw(
        layers,
        height=layout.height,
        width=width,
        description=describe_group_dots(rows, unit=unit, decimals=decimals, title=title),
    )


def ward_bars(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    chosen: str = "",
    reference: Reference | None = None,
    from_zero: bool = True,
    title: str = "",
    narrow: bool = False,
    width: int | None = None,
) -> Spec:
    """Wards from the greatest figure to the least, those without a figure last by name; ``chosen`` is in bold."""
    read = read_figures(rows, unit=unit, decimals=decimals, label="area", code="area_code")
    figures = sorted(read, key=_greatest_first)
    layout = layout_narrow(figures) if narrow else layout_wide(figures, step=_WARD_STEP)
    values = _ticks(figures, reference, from_zero)
    layers = [
        *_paper(layout, values, unit, chosen),
        *_reference(reference, layout, values, unit, decimals),
        *_dots(figures, layout, values),
    ]
    return canvas.draw(
        layers,
        height=layout.height,
        width=width,
        description=describe_ward_bars(rows, unit=unit, decimals=decimals, title=title),
    )


def _greatest_first(item: Figure) -> tuple[bool, float, str]:
    return item.value is None, -(item.value or 0.0), item.label


def _shown(figures: list[Figure]) -> list[Figure]:
    return [item for item in figures if item.value is not None]


def _ticks(figures: list[Figure], reference: Reference | None, from_zero: bool) -> list[float]:
    numbers = drawn_numbers(figures) + ([reference.value] if reference else [])
    return scales.ticks(numbers, intervals=_INTERVALS, from_zero=from_zero)


def _paper(layout: Layout, values: list[float], unit: str, chosen: str = "") -> list[alt.Chart]:
    """The axis, the hairlines between rows, and the words of every row."""
    names = [(row.code == chosen != "", {"y": row.label_y, "text": row.label}) for row in layout.rows]
    at_right = [{"y": row.text_y, "text": row.text} for row in layout.rows if not row.text_at_left]
    at_left = [{"y": row.text_y, "text": row.text} for row in layout.rows if row.text_at_left]
    left, right = canvas.from_left(-layout.left), canvas.from_right(layout.right)
    axis = canvas.paper([{}]).mark_rule(opacity=0, aria=False)
    name: Look = {"align": "left", "size": canvas.LABEL_SIZE}
    return [
        axis.encode(x=canvas.across(values, unit, flush=layout.is_narrow)),
        canvas.row_rules([row.bottom for row in layout.rows[:-1]], layout.left, layout.right),
        canvas.text_layer([row for bold, row in names if not bold], left, fontWeight=canvas.MEDIUM, **name),
        canvas.text_layer([row for bold, row in names if bold], left, fontWeight=canvas.HEAVY, **name),
        canvas.text_layer(at_right, right, align="right"),
        canvas.text_layer(at_left, left, align="left"),
    ]


def _dots(figures: list[Figure], layout: Layout, values: list[float]) -> list[alt.Chart]:
    """Intervals below, dots above them, and a block at the left for each figure that is missing."""
    scale = canvas.between(values)
    placed = list(zip(figures, layout.rows, strict=True))
    points = [{"value": item.value, "y": row.dot_y, "say": item.say} for item, row in placed if item.value is not None]
    bars = [
        {"value": item.lower, "upper": item.upper, "y": row.dot_y} for item, row in placed if item.lower is not None
    ]
    gone = [{"y": row.dot_y, "marker": item.marker, "say": item.say} for item, row in placed if item.marker]
    bar = canvas.paper(bars).mark_rule(color=LIGHT.interval, strokeWidth=5, strokeCap="round", aria=False, opacity=1)
    dot = canvas.paper(points).mark_point(
        shape="circle", size=canvas.dot_size(7), filled=True, color=LIGHT.accent, opacity=1
    )
    return [
        bar.encode(x=canvas.at("value", scale), x2=alt.X2(field="upper"), y=canvas.down()),
        dot.encode(x=canvas.at("value", scale), y=canvas.down(), **canvas.say()),
        canvas.block_layer(gone, canvas.from_left(0), *_BLOCK),
    ]


def _diamonds(
    compared: list[Figure], figures: list[Figure], layout: Layout, values: list[float], name: str
) -> list[alt.Chart]:
    """A hollow diamond in the row of each group that the other place has a figure for."""
    place_of = {item.code: row.dot_y for item, row in zip(figures, layout.rows, strict=True)}
    points = [
        {"value": item.value, "y": place_of[item.code], "say": f"{name}, {item.say}"}
        for item in compared
        if item.code in place_of
    ]
    mark = canvas.paper(points).mark_point(
        shape=shapes.DIAMOND, size=shapes.PIXELS, fill=LIGHT.bg, stroke=LIGHT.ink, strokeWidth=1.8, opacity=1
    )
    scale = canvas.between(values)
    return [mark.encode(x=canvas.at("value", scale), y=canvas.down(), **canvas.say())]


def _reference(
    reference: Reference | None, layout: Layout, values: list[float], unit: str, decimals: int
) -> list[alt.Chart]:
    """A line in ink with its name and figure above it; where words stand above the dots, only beside the dots."""
    if reference is None:
        return []
    point = {"value": reference.value, "text": f"{reference.name} {formats.figure(reference.value, unit, decimals)}"}
    place = canvas.at("value", canvas.between(values))
    share = (reference.value - values[0]) / (values[-1] - values[0])
    align: Literal["left", "right", "center"] = "left" if share < _EDGE else "right" if share > 1 - _EDGE else "center"
    ends = [(0.0, layout.height)]
    if layout.is_narrow:
        ends = [(row.dot_y - _BESIDE_DOT, row.dot_y + _BESIDE_DOT) for row in layout.rows]
    pieces = [{"value": reference.value, "y": top, "y2": bottom} for top, bottom in ends]
    line = canvas.paper(pieces).mark_rule(color=LIGHT.ink, strokeWidth=2, aria=False, opacity=1)
    name = canvas.paper([point]).mark_text(align=align, size=canvas.KEY_SIZE, aria=False)
    return [
        line.encode(x=place, y=canvas.down(), y2=alt.Y2(field="y2")),
        name.encode(x=place, y=alt.value(-11), text=canvas.words()),
    ]


def _key_place(reference: Reference | None) -> float:
    return 19 + _REFERENCE_HEIGHT * (reference is not None)


def _key(layout: Layout, area: str, comparison_name: str, above: float) -> list[alt.Chart]:
    """What a dot and a diamond stand for, above the plot."""
    start = -layout.left + 7 if layout.is_narrow else 7.0
    second = start + 13 + text_width(area, canvas.KEY_SIZE) + 25
    dot: Look = {"shape": "circle", "size": canvas.dot_size(6), "filled": True, "color": LIGHT.accent}
    diamond: Look = {"shape": shapes.DIAMOND_KEY, "size": shapes.PIXELS, "fill": LIGHT.bg, "stroke": LIGHT.ink}
    return [
        *canvas.key_entry(dot, area, start, -above),
        *canvas.key_entry({**diamond, "strokeWidth": 1.8}, comparison_name, second, -above),
    ]
