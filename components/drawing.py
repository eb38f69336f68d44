"""Charts on a page: rows in, one picture for wide screens and one for phones, and its sentence as caption."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from components import layout, store, surface, take_away
from components.kept import once
from components.markup import picture
from data_access.columns import PublicRow
from data_access.interface_text import text_of
from data_access.measured import MeasuredView, shown_with_intervals
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, Outcome
from visuals import charts

_PER_CENT = ("proportion", "composition")
MOST_PANELS = 20
_MOST_DOTS = 100
_SPARK_POINTS = 5
_APART = text_of("charts.apart")
Spec = dict[str, Any]


class Forms(Mapping[str, Spec]):
    """A chart in its two forms, each worked out when it is asked for: paper often needs neither."""

    def __init__(self, draw: Callable[[bool], Spec]) -> None:
        self._draw, self._drawn = draw, dict[str, Spec]()

    def __getitem__(self, form: str) -> Spec:
        if form not in ("desk", "phone"):
            raise KeyError(form)
        if form not in self._drawn:
            self._drawn[form] = self._draw(form == "phone")
        return self._drawn[form]

    def __iter__(self) -> Iterator[str]:
        return iter(("desk", "phone"))

    def __len__(self) -> int:
        return 2


def frame(rows: Sequence[PublicRow]) -> pd.DataFrame:
    """Public rows as a small frame with their own column names."""
    return pd.DataFrame.from_records(list(rows), columns=list(PublicRow._fields))


def group_dots(measured: MeasuredView) -> None:
    """The groups of one date side by side with their intervals, and the reference as diamonds or a line."""
    view = measured.view
    shown = shown_with_intervals(measured, [entry.row for entry in measured.groups])
    same_groups = [row for row in measured.compared if row.ethnicity_code != ALL]
    about: dict[str, Any] = {
        "unit": view.indicator.unit,
        "decimals": view.indicator.decimals,
        "title": view.indicator.title,
        "area": view.by_group[0].area,
        "from_zero": view.indicator.measure_type != "mean",
    }
    line = measured.measures.get(measured.reference_code)
    if line and line.row.value is not None:
        about["reference"] = charts.Reference(_reference_name(line.row), float(line.row.value))

    def describe() -> str:
        unit, decimals = view.indicator.unit, view.indicator.decimals
        return charts.describe_group_dots(frame(shown), unit=unit, decimals=decimals, title=view.indicator.title)

    def draw(narrow: bool) -> Spec:
        compared: dict[str, Any] = {}
        if same_groups:
            compared = {"comparison": frame(same_groups), "comparison_name": same_groups[0].area}
        return charts.group_dots(frame(shown[:_MOST_DOTS]), narrow=narrow, **about, **compared)

    made_from = (view.indicator, tuple(shown), tuple(same_groups), about.get("reference"))
    _say_and_draw("groups", made_from, describe, draw)
    if len(shown) > _MOST_DOTS:
        layout.caption(text_of("charts.first-groups", number=str(_MOST_DOTS)))


def _reference_name(row: PublicRow) -> str:
    return row.area if row.ethnicity_code == ALL else text_of("charts.same-as", group=row.ethnicity)


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
        _say_and_draw(
            "time",
            (view.indicator, view.series),
            lambda: charts.describe_single_series(frame(view.series), **about),
            lambda _: charts.single_series(frame(view.series), **about, from_zero=zero),
        )
        return
    kept = list(dict.fromkeys(row.ethnicity_code for row in groups))[:MOST_PANELS]
    rows = tuple(row for row in groups if row.ethnicity_code in kept)
    _say_and_draw(
        "time",
        (view.indicator, rows),
        lambda: charts.describe_small_multiples(frame(rows), **about),
        lambda narrow: charts.small_multiples(frame(rows), columns=2 if narrow else 5, **about, from_zero=zero),
    )
    if len(kept) == MOST_PANELS:
        layout.caption(text_of("charts.first-groups", number=str(MOST_PANELS)))


def ward_bars(view: IndicatorView) -> None:
    """The same figure in every ward, highest first."""
    about: dict[str, Any] = {
        "unit": view.indicator.unit,
        "decimals": view.indicator.decimals,
        "title": view.indicator.title,
    }
    if view.wards_are_counts:
        about |= {"unit": view.indicator.unit.removeprefix("% of "), "decimals": 0}
    chosen = view.choice.area_code

    def rows() -> pd.DataFrame:
        table = frame(view.wards)
        if view.wards_are_counts:
            table["value"] = table["numerator"]
        return table

    _draw(
        "wards",
        (view.indicator, view.wards, chosen),
        lambda: charts.describe_ward_bars(rows(), **about),
        lambda narrow: charts.ward_bars(rows(), narrow=narrow, chosen=chosen, **about),
    )


def outcome_strip(found: Sequence[Outcome], selection: Selection) -> None:
    """Outcomes counted in per cent on one scale, at each one's latest date for the reader's group and place."""
    latest = [outcome.latest for outcome in found]
    rows = [
        row
        for row in latest
        if row is not None and row.measure_type in _PER_CENT and not (row.ethnicity_code == ALL and row.value == 100)
    ]
    if not rows:
        layout.paragraph(escape(text_of("charts.none-in-per-cent")))
        return

    def table() -> pd.DataFrame:
        named = frame(rows)
        named["ethnicity"] = [
            f"{row.indicator}, {row.ethnicity}" if row.ethnicity_code != ALL else row.indicator for row in rows
        ]
        return named

    about: dict[str, Any] = {"unit": "%", "decimals": 1}
    of = store.catalogue().codes.sources
    found_in = [of[source_id] for source_id in dict.fromkeys(row.source_id for row in rows)]
    place, group = rows[0].area, "everybody" if rows[0].ethnicity_code == ALL else f"the {rows[0].ethnicity} group"
    title, csv = f"Outcomes in per cent for {group} in {place}", take_away.rows_address(selection)
    surface.current().rests_on(title=title, csv=csv, sources=found_in, note=_APART, chart="strip")
    sentence = f"{len(rows)} outcomes counted in per cent for {group} in {place}, each at its latest date."
    _draw(
        "strip",
        tuple(rows),
        lambda: charts.describe_group_dots(table(), **about),
        lambda narrow: charts.group_dots(table(), narrow=narrow, area=place, **about),
    )
    layout.caption(f"{sentence} {_APART}")


def sparkline(series: Sequence[PublicRow]) -> str:
    """The last five figures as a small line for a table cell; the cell beside it has the latest in words."""
    last = series[-_SPARK_POINTS:]
    if len(last) < 2:
        return text_of("charts.one-figure") if last else ""
    words = text_of("charts.from-to", first=last[0].period, last=last[-1].period)
    everybody = all(row.measure_type == "composition" and row.ethnicity_code == ALL for row in last)
    values = [row.numerator if everybody else row.value for row in last]
    drawn = charts.sparkline_svg(values, [row.marker for row in last], decorative=True)
    return picture(drawn, words, css_class="ci-spark", width=84, height=24)


def _say_and_draw(
    key: str, made_from: tuple[Hashable, ...], describe: Callable[[], str], draw: Callable[[bool], Spec]
) -> None:
    """A chart with its sentence above it."""
    layout.say(once(key, made_from, describe))
    _draw(key, made_from, describe, draw)


def _draw(key: str, made_from: tuple[Hashable, ...], describe: Callable[[], str], draw: Callable[[bool], Spec]) -> None:
    """A chart made from rows that are the same for every reader; ``draw`` is told whether it is the narrow form."""
    forms = Forms(lambda narrow: once(f"{key}, drawn", (*made_from, narrow), lambda: draw(narrow)))
    surface.current().chart(key, forms, once(key, made_from, describe))


def draw_both(key: str, wide: Spec, narrow: Spec) -> None:
    """Both forms of a chart, described in the wide one; the surface shows the one that fits."""
    surface.current().chart(key, {"desk": wide, "phone": narrow}, str(wide["description"]))
