"""Builders of charts (Vega-Lite as plain dictionaries) and, beside each, the sentence that describes it.

Every builder reads a frame of rows in display order. A row whose marker says that its figure is hidden or
missing leaves no number in the chart, whatever its other columns hold.
"""

from visuals.charts.descriptions import (
    describe_group_dots,
    describe_single_series,
    describe_small_multiples,
    describe_sparkline,
    describe_ward_bars,
)
from visuals.charts.dots import group_dots, ward_bars
from visuals.charts.figures import Reference
from visuals.charts.multiples import single_series, small_multiples
from visuals.charts.sparkline import sparkline_svg

__all__ = [
    "Reference",
    "describe_group_dots",
    "describe_single_series",
    "describe_small_multiples",
    "describe_sparkline",
    "describe_ward_bars",
    "group_dots",
    "single_series",
    "small_multiples",
    "sparkline_svg",
    "ward_bars",
]
