"""The gap in people: how many more there were than the reference group's share or rate would give."""

from data_access.measures.arrays import NOT_PUBLISHED, floats
from data_access.measures.comparison import Comparison
from data_access.measures.results import Estimate, NotCalculated, Result, estimate


def gap_in_people(comparison: Comparison | NotCalculated, denominator: float | None, per: float = 100.0) -> Result:
    """Observed less expected at the reference's share or rate: the gap times the number of people in the group.

    It is worked out from shown figures alone: the group's denominator and its gap. Source: the number of excess cases
    as a rate difference times the group's size, K. J. Rothman, Modern Epidemiology (1986); the interval is the gap's,
    times the same number, which is taken as known.

    Args:
        comparison: a group beside its reference, the gap in points or in events per ``per``.
        denominator: the number of people in the group; None where it is not published.
        per: 100 for shares; what the rate is per for rates.

    Returns:
        People, above zero where there were more than expected; a reason where there is no gap with an interval.
    """
    if isinstance(comparison, NotCalculated):
        return comparison
    if isinstance(comparison.gap, NotCalculated):
        return comparison.gap
    return _scaled(comparison.gap, float(floats([denominator])[0]), per)


def _scaled(gap: Estimate, size: float, per: float) -> Result:
    if gap.interval is None or not size > 0:
        return NotCalculated(NOT_PUBLISHED)
    return estimate(*(end / per * size for end in (gap.value, gap.interval.lower, gap.interval.upper)))
