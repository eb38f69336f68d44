"""Everything that can be said of each group in one view: the function that pages and files call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import is_number
from data_access.measures.breakdown import Breakdown, breakdowns
from data_access.measures.comparison import Comparison
from data_access.measures.history import group_series, story_of, trend_of
from data_access.measures.intervals import rate_intervals, share_intervals
from data_access.measures.people import gap_in_people
from data_access.measures.quality import Flag, quality_flags
from data_access.measures.reference import compare, hidden_reason, reference_row
from data_access.measures.representation import NO_BASE, Base, Representation, representation, suitable_base
from data_access.measures.results import Estimate, Interval, NotCalculated, Result, estimate
from data_access.measures.story import DifferentStories
from data_access.measures.trend import Trend, Untested
from data_access.measures.units import rate_base
from data_access.records import ALL, Indicator

_TESTED = ("proportion", "rate")


@dataclass(frozen=True)
class GroupMeasure:
    """What the figures say of one group beside its reference, each part a result or the reason for none.

    ``value`` is in the indicator's unit, ``comparison`` has the ratio and the gap, ``people`` the gap in people,
    ``unknown`` the per cent of the breakdown that is not known.
    """

    row: PublicRow
    reference: PublicRow | None
    value: Result
    comparison: Comparison | NotCalculated
    people: Result
    representation: Representation | NotCalculated
    trend: Trend | Untested | NotCalculated
    story: DifferentStories | None
    unknown: Result
    order_could_reverse: bool
    flags: tuple[Flag, ...]

    @property
    def may_say_likely(self) -> bool:
        """Whether “more likely” is earned: a clear difference that people not known could not turn round."""
        return (
            self.row.measure_type in _TESTED
            and isinstance(self.comparison, Comparison)
            and self.comparison.is_clear
            and not self.order_could_reverse
        )


def measure_groups(
    indicator: Indicator,
    rows: Sequence[PublicRow],
    series: Sequence[PublicRow],
    reference_code: str,
    *,
    elsewhere: Sequence[PublicRow] = (),
    bases: Sequence[Base] = (),
    uncertain_sources: Collection[str] = (),
) -> dict[str, GroupMeasure]:
    """What can be said of every group of one view beside a reference.

    Args:
        indicator: the indicator that all rows are of.
        rows: the view's rows; those of another place, time or category than the first row's are left aside.
        series: the same groups over time in the same place and category, in any order.
        reference_code: the code of a group among ``rows``; or the code of the place that ``elsewhere`` is of, and
            then each group is compared with itself there.
        elsewhere: the same groups, time and category in another place.
        bases: populations to set shares against; of those that fit, the first is used.
        uncertain_sources: the codes of sources of low confidence.

    Returns:
        A measure by the code of each group, everybody and people not known among them; empty where there are no rows.
        Hidden figures give their reason everywhere and are used nowhere.
    """
    here = [row for row in rows if _view(row) == _view(rows[0])]
    parts, other_parts = breakdowns(here), breakdowns(elsewhere)
    broken = {entry.period_code for entry in indicator.breaks}
    past, found = group_series(series), {}
    for row, value in zip(here, values(here), strict=True):
        breakdown = _breakdown_of(row, parts)
        reference = reference_row(row, here, elsewhere, reference_code)
        compared = compare(row, reference)
        found[row.ethnicity_code] = GroupMeasure(
            row=row,
            reference=reference,
            value=value,
            comparison=compared,
            people=_people(row, compared),
            representation=_representation(indicator, row, value, bases, breakdown),
            trend=trend_of(indicator, row, past),
            story=story_of(indicator, row, reference, past),
            unknown=breakdown.unknown_share,
            order_could_reverse=_could_reverse(row, reference, breakdown, other_parts),
            flags=quality_flags(
                row, breakdown.unknown_share, break_periods=broken, uncertain_sources=uncertain_sources
            ),
        )
    return found


def _view(row: PublicRow) -> tuple[str, str, str, str]:
    return row.indicator_id, row.area_code, row.period_code, row.category_code


def _breakdown_of(row: PublicRow, parts: dict[str, Breakdown]) -> Breakdown:
    """The breakdown that a row is of; for everybody that of the first list of groups, where there is one."""
    if row.ethnicity_code == ALL:
        return next((part for part in parts.values() if part.groups), parts[row.ethnicity_classification])
    return parts[row.ethnicity_classification]


def unknown_of(rows: Sequence[PublicRow]) -> Result:
    """How much of a view's breakdown is not known, in per cent; a reason where that cannot be told."""
    found = breakdowns(rows)
    part = next((entry for entry in found.values() if entry.groups), None)
    return part.unknown_share if part else NotCalculated("there is no breakdown by ethnic group")


def values(rows: Sequence[PublicRow]) -> list[Result]:
    """Each row's figure with its interval: the published one, else Wilson's or Byar's, else none.

    Args:
        rows: shape (n,), of one indicator.

    Returns:
        n results in the indicator's unit, worked out from the counts where there are any, since a published figure
        is rounded; the reason of the marker for a row without a figure.
    """
    tops, bottoms = [row.numerator for row in rows], [row.denominator for row in rows]
    shares = share_intervals(tops, bottoms)
    per = next((rate_base(row.unit) for row in rows), None)
    rates = rate_intervals(tops, bottoms, per or 1.0)
    return [
        _value(row, rate if row.measure_type == "rate" and per else share)
        for row, share, rate in zip(rows, shares, rates, strict=True)
    ]


def _value(row: PublicRow, counted: Result) -> Result:
    if row.marker != PUBLISHED:
        return NotCalculated(hidden_reason(row))
    if is_number(row.value) and is_number(row.lower) and is_number(row.upper):
        return Estimate(float(row.value), Interval(float(row.lower), float(row.upper)))
    if row.measure_type not in {"mean", "count"} and None not in (row.numerator, row.denominator):
        return counted
    return estimate(float(row.value)) if is_number(row.value) else NotCalculated("no figure is published")


def _people(row: PublicRow, compared: Comparison | NotCalculated) -> Result:
    per = rate_base(row.unit) if row.measure_type == "rate" else 100.0
    return gap_in_people(compared, row.denominator, per) if per else NotCalculated("the unit is not of people")


def _representation(
    indicator: Indicator, row: PublicRow, value: Result, bases: Sequence[Base], breakdown: Breakdown
) -> Representation | NotCalculated:
    if row.measure_type != "composition":
        return NotCalculated("representation is for shares of one total")
    if row.ethnicity_code == ALL or row.ethnicity_code.endswith("-unknown"):
        return NotCalculated("representation is for one known ethnic group")
    tried = [suitable_base(indicator, row, base) for base in bases]
    fitting = next((base for base in tried if isinstance(base, Base)), None)
    if fitting is None:
        return next((base for base in tried if isinstance(base, NotCalculated)), NotCalculated(NO_BASE))
    return representation(value, row.ethnicity_code, fitting, breakdown.bound_of(row.ethnicity_code))


def _could_reverse(
    row: PublicRow, reference: PublicRow | None, breakdown: Breakdown, elsewhere: dict[str, Breakdown]
) -> bool:
    if reference is None:
        return True
    other = breakdown if reference.area_code == row.area_code else elsewhere[reference.ethnicity_classification]
    return breakdown.could_reverse(row.ethnicity_code, other, reference.ethnicity_code)
