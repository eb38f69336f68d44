"""The widest differences that the evidence supports, ranked within one kind of measure."""

from collections.abc import Iterable
from dataclasses import dataclass

from data_access.measures.comparison import Comparison
from data_access.measures.quality import BREAK, ESTIMATE, LOW_CONFIDENCE, UNKNOWN
from data_access.measures.representation import Representation
from data_access.measures.results import Estimate, Interval
from data_access.measures.table import GroupMeasure
from data_access.records import ALL

_BARRED = {BREAK, ESTIMATE, LOW_CONFIDENCE, UNKNOWN}
_LEFT_OUT = (
    "Figures without counts are left out. So are differences that may be chance, or that people not known could turn "
    "round. So are estimates, figures at a break, weak sources and hidden figures."
)
RULES = {
    "proportion": f"Shares are ranked by the gap: the end of its interval that is nearest to none. {_LEFT_OUT}",
    "rate": f"Rates are ranked by the ratio: the end of its interval that is nearest to 1. {_LEFT_OUT}",
    "composition": (
        "Parts of a total are ranked by their share over that of a base that fits: the end of the interval that is "
        f"nearest to 1. Parts without such a base are left out. {_LEFT_OUT}"
    ),
}


@dataclass(frozen=True)
class Disparity:
    """One difference and how far it is from none at the least: points for shares, a ratio from 1 up for the rest."""

    measure: GroupMeasure
    at_least: float


@dataclass(frozen=True)
class Ranking:
    """Differences from the widest down, and the rule in plain words."""

    measure_type: str
    rule: str
    disparities: tuple[Disparity, ...]


def widest_disparities(measures: Iterable[GroupMeasure], measure_type: str) -> Ranking:
    """The differences of one measure type that the evidence supports, the widest first.

    Args:
        measures: of any indicators, each beside its reference.
        measure_type: “proportion”, “rate” or “composition”; for any other kind there is nothing to rank.

    Returns:
        The ranking, empty where nothing can be supported, with its rule.
    """
    found = [
        Disparity(measure, at_least)
        for measure in measures
        if measure.row.measure_type == measure_type and _is_sound(measure)
        if (at_least := _at_least(measure)) is not None
    ]
    found.sort(key=lambda entry: (-entry.at_least, entry.measure.row.indicator, entry.measure.row.ethnicity))
    rule = RULES.get(measure_type, "Counts and scores are not ranked.")
    return Ranking(measure_type, rule, tuple(found))


def _is_sound(measure: GroupMeasure) -> bool:
    return measure.row.ethnicity_code != ALL and not _BARRED.intersection(measure.flags)


def _at_least(measure: GroupMeasure) -> float | None:
    """How far the difference is from none at the least, None where it may be none or turn round."""
    if measure.row.measure_type == "composition":
        found = measure.representation
        return _from_one(found.ratio.interval) if isinstance(found, Representation) and found.is_settled else None
    if not (measure.may_say_likely and isinstance(measure.comparison, Comparison)):
        return None
    result = measure.comparison.gap if measure.row.measure_type == "proportion" else measure.comparison.ratio
    interval = result.interval if isinstance(result, Estimate) else None
    return _from_none(interval) if measure.row.measure_type == "proportion" else _from_one(interval)


def _from_none(interval: Interval | None) -> float | None:
    if interval is None or interval.contains(0):
        return None
    return min(abs(interval.lower), abs(interval.upper))


def _from_one(interval: Interval | None) -> float | None:
    if interval is None or interval.contains(1):
        return None
    if interval.lower > 1:
        return interval.lower
    return 1 / interval.upper if interval.upper > 0 else None
