"""Charts on a page: rows in, one picture for wide screens and one for phones, and its sentence as caption."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components import layout
from components.markup import picture
from data_access.columns import PublicRow
from data_access.measured import MeasuredView, shown_with_intervals
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, Outcome
from visuals import charts

_PER_CENT = ("proportion", "composition")
_MOST_PANELS = 20
_SPARK_POINTS = 5


def frame(rows: Sequence[PublicRow]) -> pd.DataFrame:
    """Public rows as a small frame with their own column names."""
    return pd.DataFrame.from_records(list(rows), columns=list(PublicRow._fields))


def group_dots(measured: MeasuredView) -> None:
    """The groups of one date side by side with their intervals, and the reference as diamonds or a line."""
    view = measured.view
    rows = frame(shown_with_intervals(measured, [entry.row for entry in measured.groups]))
    same_groups = [row for row in measured.compared if row.ethnicity_code != ALL]
    about: dict[str, Any] = {
        "unit": view.indicator.unit,
        "decimals": view.indicator.decimals,
        "title": view.indicator.title,
        "area": view.by_group[0].area,
        "from_zero": view.indicator.measure_type != "mean",
    }
    if same_groups:
        about |= {"comparison": frame(same_groups), "comparison_name": same_groups[0].area}
    line = measured.measures.get(measured.reference_code)
    if line and line.row.value is not None:
        about["reference"] = charts.Reference(_reference_name(line.row), float(line.row.value))
    sentence = charts.describe_group_dots(
        rows, unit=about["unit"], decimals=about["decimals"], title=view.indicator.title
    )
    layout.say(sentence)
    draw_both("groups", charts.group_dots(rows, **about), charts.group_dots(rows, narrow=True, **about))


def _reference_name(row: PublicRow) -> str:
    return row.area if row.ethnicity_code == ALL else f"same as {row.ethnicity}"


def over_time(view: IndicatorView) -> None:
    """A panel for each group, or one line where there is everybody alone."""
    groups = [row for row in view.series if row.ethnicity_code != ALL]
    about: dict[str, Any] = {
        "unit": view.indicator.unit,
        "decimals": view.indicator.decimals,
        "breaks": [entry.period_code for entry in view.indicator.breaks],
        "title": view.indicator.title,
    }
    zero = view.indicator.measure_type != "mean"
    if not groups:
        rows = frame(view.series)
        sentence = charts.describe_single_series(rows, **about)
        layout.say(sentence)
        spec = charts.single_series(rows, **about, from_zero=zero)
        draw_both("time", spec, spec)
        return
    kept = list(dict.fromkeys(row.ethnicity_code for row in groups))[:_MOST_PANELS]
    rows = frame([row for row in groups if row.ethnicity_code in kept])
    sentence = charts.describe_small_multiples(rows, **about)
    layout.say(sentence)
    wide = charts.small_multiples(rows, columns=5, **about, from_zero=zero)
    draw_both("time", wide, charts.small_multiples(rows, columns=2, **about, from_zero=zero))
    if len(kept) == _MOST_PANELS:
        layout.caption(f"The first {_MOST_PANELS} groups are drawn; the table and the files have them all.")


def ward_bars(view: IndicatorView) -> None:
    """The same figure in every ward, highest first."""
    rows = frame(view.wards)
    about: dict[str, Any] = {
        "unit": view.indicator.unit,
        "decimals": view.indicator.decimals,
        "title": view.indicator.title,
        "chosen": view.choice.area_code,
    }
    if view.wards_are_counts:
        rows["value"] = rows["numerator"]
        about |= {"unit": view.indicator.unit.removeprefix("% of "), "decimals": 0}
    draw_both("wards", charts.ward_bars(rows, **about), charts.ward_bars(rows, narrow=True, **about))


def outcome_strip(found: Sequence[Outcome], selection: Selection) -> None:
    """Outcomes counted in per cent on one scale, at each one's latest date for the reader's group and place."""
    latest = [outcome.latest for outcome in found]
    rows = [
        row
        for row in latest
        if row is not None and row.measure_type in _PER_CENT and not (row.ethnicity_code == ALL and row.value == 100)
    ]
    if not rows:
        layout.paragraph("None of these outcomes has a single figure in per cent for this group and place.")
        return
    table = frame(rows)
    table["ethnicity"] = [
        f"{row.indicator}, {row.ethnicity}" if row.ethnicity_code != ALL else row.indicator for row in rows
    ]
    about: dict[str, Any] = {"unit": "%", "decimals": 1, "area": rows[0].area}
    place, group = rows[0].area, "everybody" if rows[0].ethnicity_code == ALL else f"the {rows[0].ethnicity} group"
    sentence = f"{len(rows)} outcomes counted in per cent for {group} in {place}, each at its latest date."
    draw_both("strip", charts.group_dots(table, **about), charts.group_dots(table, narrow=True, **about))
    layout.caption(f"{sentence} They count different people, so they are not to be compared with one another.")


def sparkline(series: Sequence[PublicRow]) -> str:
    """The last five figures as a small line for a table cell; the cell beside it has the latest in words."""
    last = series[-_SPARK_POINTS:]
    if len(last) < 2:
        return "one figure" if last else ""
    words = f"{last[0].period} to {last[-1].period}"
    everybody = all(row.measure_type == "composition" and row.ethnicity_code == ALL for row in last)
    values = [row.numerator if everybody else row.value for row in last]
    drawn = charts.sparkline_svg(values, [row.marker for row in last], decorative=True)
    return picture(drawn, words, css_class="ci-spark", width=84, height=24)


def draw_both(key: str, wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """Both forms of a chart, each with its own description; the stylesheet shows the one that fits."""
    for form, spec in (("desk", wide), ("phone", narrow)):
        with st.container(key=f"ci-{form}-{key}"):
            st.vega_lite_chart(spec, theme=None, width="stretch", key=f"chart-{form}-{key}")
