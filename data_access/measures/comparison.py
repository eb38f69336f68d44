"""A group beside a reference: the ratio and the gap, always the two together.

A ratio changes size with whether the good or the bad outcome is counted, and a gap does not, so neither stands alone.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from data_access.measures.arrays import NOT_PAIRED, Counts, Floats, floats, problems
from data_access.measures.intervals import CONFIDENCE, count_limits
from data_access.measures.results import NO_COUNTS, TOO_LARGE, Estimate, Interval, NotCalculated, Result, estimate

NONE_COUNTED = "a count is zero, and a ratio needs more than that"
ALL_COUNTED = "everybody is counted in both groups, so a ratio has no interval"
NOBODY_ELSE = "there is nobody in the whole but this group"


_Compare: TypeAlias = Callable[[Counts, Counts, tuple[float | None, float | None]], "list[Comparison | NotCalculated]"]


@dataclass(frozen=True)
class Comparison:
    """The ratio to the reference (no unit) and the gap from it (in points, or in the unit of the rate)."""

    ratio: Result
    gap: Result

    @property
    def is_clear(self) -> bool:
        """Whether both intervals leave out “no difference”; never so for figures without counts."""
        return _excludes(self.ratio, 1.0) and _excludes(self.gap, 0.0)


def _excludes(result: Result, value: float) -> bool:
    return isinstance(result, Estimate) and result.excludes(value)


def compare_shares(
    numerators: Counts, denominators: Counts, reference: tuple[float | None, float | None]
) -> list[Comparison | NotCalculated]:
    """Each share beside that of a reference group that has no people in common with it.

    Source: the ratio's interval on the log scale is method C of D. Katz and others, Biometrics 34 (1978), 469–474; the
    gap's is the hybrid score interval, method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890.

    Args:
        numerators: counts, shape (n,); None where one is not published.
        denominators: the numbers that they are of, shape (n,).
        reference: the reference group's count and the number that it is of.

    Returns:
        n comparisons, the ratio without unit and the gap in points (−100 to 100); a reason where counts are missing or
        cannot be. A ratio to or of a count of zero is a reason within its comparison. Nothing is raised.
    """
    tops, bottoms, other, of, found = _paired(numerators, denominators, reference, is_share=True)
    with np.errstate(all="ignore"):
        return [
            NotCalculated(problem)
            if problem
            else Comparison(_share_ratio(a, m, other, of), _share_gap(a, m, other, of))
            for problem, a, m in zip(found, tops, bottoms, strict=True)
        ]


def compare_shares_with_whole(
    numerators: Counts, denominators: Counts, whole: tuple[float | None, float | None]
) -> list[Comparison | NotCalculated]:
    """Each share beside that of a whole that the group is part of, such as all residents.

    Group and whole are not independent, so the interval is that of the group beside the rest of the whole, carried
    over: the gap to the whole is the rest's part of the gap to the rest, and the ratio to the whole rises with the
    ratio to the rest. Source: the methods of ``compare_shares``; the carrying over is arithmetic.

    Args:
        numerators: counts, shape (n,); None where one is not published.
        denominators: the numbers that they are of, shape (n,).
        whole: the count and the number of the whole, the group among them.

    Returns:
        n comparisons as those of ``compare_shares``; a reason also where the group is the whole or more than it.
    """
    return _with_whole(numerators, denominators, whole, compare_shares)


def compare_rates_with_whole(
    events: Counts, populations: Counts, whole: tuple[float | None, float | None], per: float = 1.0
) -> list[Comparison | NotCalculated]:
    """Each rate beside that of a whole that the group is part of: ``compare_rates`` with the rest, carried over.

    Arguments, results and source are those of ``compare_shares_with_whole`` and ``compare_rates``; shape (n,).
    """
    return _with_whole(events, populations, whole, partial(compare_rates, per=per))


def _with_whole(
    tops: Counts, bottoms: Counts, whole: tuple[float | None, float | None], compare: _Compare
) -> list[Comparison | NotCalculated]:
    counted, everybody = floats(whole)
    if len(tops) != len(bottoms):
        return [NotCalculated(NOT_PAIRED)] * len(tops)
    with np.errstate(all="ignore"):
        rests = [(counted - top, everybody - bottom) for top, bottom in zip(floats(tops), floats(bottoms), strict=True)]
        return [
            _carried_over(compare([top], [bottom], rest)[0], rest[1] / everybody)
            if rest[1] != 0
            else NotCalculated(NOBODY_ELSE)
            for top, bottom, rest in zip(tops, bottoms, rests, strict=True)
        ]


def _carried_over(with_rest: Comparison | NotCalculated, part: float) -> Comparison | NotCalculated:
    if isinstance(with_rest, NotCalculated):
        return with_rest
    ratio, gap = with_rest.ratio, with_rest.gap
    if isinstance(ratio, Estimate) and ratio.interval:
        ratio = estimate(*(1 / ((1 - part) + part / end) for end in _three(ratio.value, ratio.interval)))
    if isinstance(gap, Estimate) and gap.interval:
        gap = estimate(*(part * end for end in _three(gap.value, gap.interval)))
    return Comparison(ratio, gap)


def _three(value: float, interval: Interval) -> tuple[float, float, float]:
    return value, interval.lower, interval.upper


def compare_rates(
    events: Counts, populations: Counts, reference: tuple[float | None, float | None], per: float = 1.0
) -> list[Comparison | NotCalculated]:
    """Each rate beside that of a reference group.

    Source: the ratio's interval on the log scale is that of K. J. Rothman, Modern Epidemiology (1986), for two Poisson
    counts; the gap's joins the two intervals of ``rate_intervals`` by the rule of G. Y. Zou and A. Donner, Statistics
    in Medicine 27 (2008), 1693–1702, which for shares gives Newcombe's.

    Args:
        events: counts, shape (n,); None where one is not published.
        populations: the numbers at risk, shape (n,).
        reference: the reference group's events and population.
        per: what the rate is per, such as 1,000.

    Returns:
        n comparisons, the ratio without unit and the gap in events per ``per``; a reason where counts are missing or
        cannot be. Nothing is raised.
    """
    tops, bottoms, other, of, found = _paired(events, populations, reference, is_share=False)
    with np.errstate(all="ignore"):
        return [
            NotCalculated(problem)
            if problem
            else Comparison(_rate_ratio(a, m, other, of), _rate_gap(np.array([a, other]), np.array([m, of]), per))
            for problem, a, m in zip(found, tops, bottoms, strict=True)
        ]


def compare_values(
    values: Sequence[float | None], reference: float | None, reason: str = NO_COUNTS
) -> list[Comparison | NotCalculated]:
    """Each figure without counts beside a reference: the gap alone, without interval, and why there is no ratio.

    Args:
        values: figures in the indicator's unit, shape (n,); None where one is not published.
        reference: the reference group's figure.
        reason: why there is no ratio.

    Returns:
        n comparisons, the gap in the indicator's unit; a reason where a figure is missing.
    """
    (other,) = floats([reference])
    with np.errstate(all="ignore"):
        gaps = [estimate(value - other) for value in floats(values)]
    return [gap if isinstance(gap, NotCalculated) else Comparison(NotCalculated(reason), gap) for gap in gaps]


def _paired(
    tops: Counts, bottoms: Counts, reference: tuple[float | None, float | None], *, is_share: bool
) -> tuple[Floats, Floats, float, float, list[str]]:
    """The counts as arrays, those of the reference, and what is wrong with each pair or with the reference."""
    a, m, other = floats(tops), floats(bottoms), floats(reference)
    if a.shape != m.shape:
        return a, a, math.nan, math.nan, [NOT_PAIRED] * len(a)
    (of_reference,) = problems(other[:1], other[1:], is_share=is_share)
    if of_reference:
        of_reference = f"in the reference group, {of_reference}"
    found = [problem or of_reference for problem in problems(a, m, is_share=is_share)]
    return a, m, other[0], other[1], found


def _share_ratio(a: float, m: float, b: float, n: float) -> Result:
    if a == 0 or b == 0:
        return NotCalculated(NONE_COUNTED)
    if a == m and b == n:
        return NotCalculated(ALL_COUNTED)
    return _on_log_scale(np.log(a / m) - np.log(b / n), np.sqrt((1 - a / m) / a + (1 - b / n) / b))


def _rate_ratio(a: float, m: float, b: float, n: float) -> Result:
    if a == 0 or b == 0:
        return NotCalculated(NONE_COUNTED)
    return _on_log_scale(np.log(a) - np.log(m) - np.log(b) + np.log(n), np.sqrt(1 / a + 1 / b))


def _on_log_scale(log_ratio: float, error: float) -> Result:
    reach = norm.ppf(0.5 + CONFIDENCE / 2) * error
    ends = np.exp(np.array([log_ratio, log_ratio - reach, log_ratio + reach]))
    return estimate(*ends) if (ends > 0).all() else NotCalculated(TOO_LARGE)


def _share_gap(a: float, m: float, b: float, n: float) -> Result:
    lower, upper = confint_proportions_2indep(a, m, b, n, method="newcomb", alpha=1 - CONFIDENCE)
    return estimate(100 * (a / m - b / n), 100 * lower, 100 * upper)


def _rate_gap(events: Floats, populations: Floats, per: float) -> Result:
    lower, upper = (per * (limits / populations) for limits in count_limits(events))
    rates = per * (events / populations)
    gap = rates[0] - rates[1]
    below = np.hypot(rates[0] - lower[0], upper[1] - rates[1])
    above = np.hypot(upper[0] - rates[0], rates[1] - lower[1])
    return estimate(gap, gap - below, gap + above)
