"""Whether the ratio and the gap tell the same story over time."""

from dataclasses import dataclass

from data_access.formats import rounded
from data_access.measures.comparison import Comparison
from data_access.measures.results import Estimate

RATIO_DECIMALS = 1


@dataclass(frozen=True)
class DifferentStories:
    """The ratio moved one way and the gap the other: the two comparisons, and the periods that they are of."""

    before: Comparison
    now: Comparison
    first: str
    last: str
    ratio_grew: bool


def different_stories(
    before: Comparison, now: Comparison, first: str, last: str, decimals: int
) -> DifferentStories | None:
    """The two comparisons where ratio and gap moved in different ways, as far as rounded figures show; else None.

    A ratio grows as it moves away from 1 and a gap as it moves away from 0. No test is made. Source: S. Harper and
    others, “Implicit value judgments in the measurement of health inequalities”, Milbank Quarterly 88 (2010), 4–29,
    on why relative and absolute measures can disagree.

    Args:
        before: the earlier comparison with the reference.
        now: the later comparison with the same reference.
        first: the earlier period in words.
        last: the later period in words.
        decimals: to how many decimals the gap is shown.
    """
    ratios = [_distance_of_ratio(comparison) for comparison in (before, now)]
    gaps = [_distance_of_gap(comparison, decimals) for comparison in (before, now)]
    if None in ratios or None in gaps:
        return None
    ratio_change, gap_change = (ratios[1] or 0) - (ratios[0] or 0), (gaps[1] or 0) - (gaps[0] or 0)
    if ratio_change * gap_change >= 0:
        return None
    return DifferentStories(before, now, first, last, ratio_grew=ratio_change > 0)


def _distance_of_ratio(comparison: Comparison) -> float | None:
    """How far the ratio is from 1, either way up, as shown."""
    if not isinstance(comparison.ratio, Estimate):
        return None
    ratio = comparison.ratio.value
    return rounded(max(ratio, 1 / ratio), RATIO_DECIMALS)


def _distance_of_gap(comparison: Comparison, decimals: int) -> float | None:
    return abs(rounded(comparison.gap.value, decimals)) if isinstance(comparison.gap, Estimate) else None
