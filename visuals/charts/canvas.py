"""The paper that every chart is drawn on: its lettering, its margins, and marks measured in pixels."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from visuals.charts import scales, shapes
from visuals.palette import LIGHT

FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"
AXIS_SIZE = 14
SMALL_SIZE = 13
LABEL_SIZE = 16
VALUE_SIZE = 15.5
KEY_SIZE = 14.5
MEDIUM = 500
HEAVY = 600

Spec = dict[str, Any]
Datum = Mapping[str, object]
# Options of a mark: Vega-Lite has dozens, each of its own type.
Look = dict[str, Any]


def draw(
    layers: Sequence[alt.Chart],
    *,
    height: float,
    width: int | None,
    description: str,
) -> Spec:
    """The layers as one Vega-Lite dictionary; without a width the chart fills what holds it."""
    chart = alt.LayerChart(
        layer=list(layers),
        width=width or "container",
        height=height,
        # Vega makes room for words beyond the plot by itself; Streamlit sets a foot in this very mapping.
        padding={"left": 2, "right": 2, "top": 4, "bottom": 6},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        background="transparent",
        description=description,
        config=_config(),
    )
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "layer": [layer for layer in spec["layer"] if _has_rows(layer)]}


def _has_rows(layer: Spec) -> bool:
    """Whether a layer draws anything: to a screen reader an empty one would be a picture without a name."""
    # Altair lifts what a lone layer holds to the chart.
    return "data" not in layer or bool(layer["data"]["values"])


def _config() -> alt.Config:
    return alt.Config(
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=LIGHT.muted,
            labelFontSize=AXIS_SIZE,
            titleColor=LIGHT.ink,
            gridColor=LIGHT.rule,
            domain=False,
            ticks=False,
            labelPadding=8,
        ),
        text=alt.MarkConfig(color=LIGHT.ink, baseline="middle", lineHeight=19),
    )


def paper(data: Iterable[Datum]) -> alt.Chart:
    """A layer that holds these rows and nothing else."""
    rows = alt.Data(values=[dict(row) for row in data])  # type: ignore[no-untyped-call]  # altair does not type it
    return alt.Chart(rows)


def across(values: Sequence[float], unit: str, *, flush: bool = False) -> alt.X:
    """The axis along the bottom, from the first tick to the last."""
    labels = {f"{value:.12g}": scales.tick_label(value, values, unit) for value in values}
    axis = alt.Axis(
        values=list(values),
        title=None,
        labelExpr=_choose(labels),
        labelFlush=flush,
        labelOverlap=False,
        grid=True,
    )
    return alt.X(field="value", type="quantitative", scale=between(values), axis=axis)


def between(values: Sequence[float]) -> alt.Scale:
    """The scale of an axis, from its first tick to its last."""
    return alt.Scale(domain=[values[0], values[-1]], nice=False, zero=False)


def _choose(labels: Mapping[str, str]) -> str:
    """A Vega expression that picks the label of a tick."""
    entries = ", ".join(f"'{value}': '{label}'" for value, label in labels.items())
    return f"({{{entries}}})[format(datum.value, '.12~g')]"


def at(field: str, scale: alt.Scale | None) -> alt.X:
    """A place on the scale whose axis ``across`` draws; to say “no axis” here would take that one away."""
    return alt.X(field=field, type="quantitative", scale=scale)


def down(field: str = "y") -> alt.Y:
    """A place down the chart, in pixels from the top of the plot."""
    return alt.Y(field=field, type="quantitative", scale=None, axis=None)


def from_left(pixels: float) -> Any:
    """A place so many pixels from the left edge of the plot."""
    return alt.value(pixels)


def from_right(pixels: float) -> Any:
    """A place so many pixels beyond the right edge of the plot."""
    return alt.value(alt.ExprRef(f"width + {pixels:g}"))


def words() -> alt.Text:
    """The field that holds what is written."""
    return alt.Text(field="text", type="nominal")


def say() -> dict[str, Any]:
    """Channels that give a mark its words, for a pointer and for a screen reader."""
    return {
        "tooltip": alt.Tooltip(field="say", type="nominal"),
        "description": alt.Description(field="say", type="nominal"),
    }


def dot_size(radius: float) -> float:
    """The size that Vega gives a circle of this radius."""
    return math.pi * radius**2


def key_entry(symbol: Mapping[str, Any], name: str, x: float, y: float) -> list[alt.Chart]:
    """A symbol above the plot with what it stands for at its right."""
    mark = paper([{}]).mark_point(opacity=1, aria=False, **symbol)
    label = paper([{"text": name}]).mark_text(align="left", size=KEY_SIZE, aria=False)
    return [
        mark.encode(x=alt.value(x), y=alt.value(y)),
        label.encode(x=alt.value(x + 13), y=alt.value(y), text=words()),
    ]


def text_layer(data: Iterable[Datum], place: Any, **look: Any) -> alt.Chart:
    """Words at one place across the chart, hidden from screen readers, which hear the marks."""
    mark: Look = {"size": VALUE_SIZE, "aria": False, "lineBreak": "\n", **look}
    layer: alt.Chart = paper(data).mark_text(**mark).encode(x=place, y=down(), text=words())
    return layer


def row_rules(places: Sequence[float], left: float, right: float) -> alt.Chart:
    """Hairlines between rows, from the first word to the last."""
    rules = paper([{"y": place} for place in places]).mark_rule(color=LIGHT.rule, aria=False)
    layer: alt.Chart = rules.encode(x=from_left(-left), x2=from_right(right), y=down())
    return layer


def block_layer(data: Iterable[Datum], place: Any, width: float, height: float, *, centred: bool = False) -> alt.Chart:
    """A block for each missing figure, with its words; it begins at its place or is centred on it."""
    drawn = shapes.blocks(width, height)
    shape = alt.Shape(
        field="marker",
        type="nominal",
        legend=None,
        scale=alt.Scale(domain=list(drawn), range=list(drawn.values())),
    )
    mark = paper(data).mark_point(
        xOffset=-width / 2 if centred else 0,
        size=shapes.PIXELS,
        stroke=LIGHT.edge,
        strokeWidth=1.2,
        fill=LIGHT.surface,
        opacity=1,
    )
    layer: alt.Chart = mark.encode(x=place, y=down(), shape=shape, **say())
    return layer
