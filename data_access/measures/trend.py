"""Whether the last five figures show a trend: a chi-square test at 99.8%, as for the Fingertips trend markers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.stats import chi2

from data_access.measures.arrays import Counts, Floats, floats, problems
from data_access.measures.results import TOO_LARGE, NotCalculated

Direction: TypeAlias = Literal["up", "down", "no clear change"]
POINTS = 5
CONFIDENCE = 0.998
CRITICAL = float(chi2.ppf(CONFIDENCE, 1))
TOO_FEW = "there are fewer than five figures"
ACROSS_BREAK = "figures on both sides of a break are not comparable"
NOT_YEARLY = "the test is for yearly figures, and these come more often"
NO_VARIATION = "the counts do not vary"
# Two yearly points may lie a little less than a year apart, as when a school census moves by a week.
_NEARLY_A_YEAR = 0.99


@dataclass(frozen=True)
class Trend:
    """Which way the last five figures went, the chi-square on one degree of freedom, and the periods it is over."""

    direction: Direction
    chi_square: float
    first: str
    last: str


@dataclass(frozen=True)
class Untested:
    """Which way a figure without counts went from one year to the next; chance is not ruled out."""

    direction: Literal["up", "down", "the same"]
    first: str
    last: str


def share_trend(
    times: Sequence[float], numerators: Counts, denominators: Counts, periods: Sequence[str], breaks: Sequence[float]
) -> Trend | NotCalculated:
    """The trend of shares: the Cochran–Armitage chi-square of the last five points.

    Source: W. G. Cochran, Biometrics 10 (1954), 417–451; P. Armitage, “Tests for linear trends in proportions and
    frequencies”, Biometrics 11 (1955), 375–386. Five yearly points without a break, 99.8% (a chi-square above 9.5495)
    and no change of direction when any one point is left out: Office for Health Improvement and Disparities,
    “Fingertips trend markers”, Public Health Technical Guidance (2025). The test takes years as independent, which
    counts of the same people on one day of each year are not quite.

    Args:
        times: when each figure is for, in years, rising, shape (n,).
        numerators: counts, shape (n,).
        denominators: the numbers that they are of, shape (n,).
        periods: the times in words, shape (n,).
        breaks: the times from which figures are not comparable with those before, any shape.

    Returns:
        A direction; a reason for fewer than five points, across a break, for points less than a year apart, and for
        counts that are missing or cannot be. Nothing is raised.
    """
    return _trend(times, numerators, denominators, periods, breaks, share_score)


def rate_trend(
    times: Sequence[float], events: Counts, populations: Counts, periods: Sequence[str], breaks: Sequence[float]
) -> Trend | NotCalculated:
    """The trend of rates: the Poisson analogue of ``share_trend``, with the same arguments, results and rules.

    Source: the test for trend in rates of N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II
    (1987), chapter 3: the score test of a log-linear Poisson model.
    """
    return _trend(times, events, populations, periods, breaks, rate_score)


_Score: TypeAlias = Callable[[Floats, Floats, Floats], tuple[float, float]]


def share_score(times: Floats, tops: Floats, bottoms: Floats) -> tuple[float, float]:
    """The Cochran–Armitage slope and chi-square; arrays of shape (n,), the chi-square NaN where nothing varies."""
    share = tops.sum() / bottoms.sum()
    slope, spread = _slope_and_spread(times, tops, bottoms, share)
    return slope, slope * slope / (share * (1 - share) * spread)


def rate_score(times: Floats, tops: Floats, bottoms: Floats) -> tuple[float, float]:
    """The Poisson slope and chi-square; arrays of shape (n,), the chi-square NaN where nothing varies."""
    rate = tops.sum() / bottoms.sum()
    slope, spread = _slope_and_spread(times, tops, bottoms, rate)
    return slope, slope * slope / (rate * spread)


def _slope_and_spread(times: Floats, tops: Floats, bottoms: Floats, level: float) -> tuple[float, float]:
    from_mean = times - (bottoms * times).sum() / bottoms.sum()
    return float((from_mean * (tops - bottoms * level)).sum()), float((bottoms * from_mean * from_mean).sum())


def _trend(
    times: Sequence[float],
    tops: Counts,
    bottoms: Counts,
    periods: Sequence[str],
    breaks: Sequence[float],
    score: _Score,
) -> Trend | NotCalculated:
    if min(map(len, (times, tops, bottoms, periods))) < POINTS:
        return NotCalculated(TOO_FEW)
    when, a, m = floats(times[-POINTS:]), floats(tops[-POINTS:]), floats(bottoms[-POINTS:])
    if any(when[0] < point <= when[-1] for point in breaks):
        return NotCalculated(ACROSS_BREAK)
    if not (np.diff(when) >= _NEARLY_A_YEAR).all():
        return NotCalculated(NOT_YEARLY)
    problem = next(filter(None, problems(a, m, is_share=score is share_score)), "")
    if problem:
        return NotCalculated(problem)
    return _tested(when, a, m, (periods[-POINTS], periods[-1]), score)


def _tested(when: Floats, a: Floats, m: Floats, ends: tuple[str, str], score: _Score) -> Trend | NotCalculated:
    with np.errstate(all="ignore"):
        slope, chi_square = score(when, a, m)
        if a.sum() == 0 or (score is share_score and a.sum() == m.sum()):
            return NotCalculated(NO_VARIATION)
        if not np.isfinite(chi_square):
            return NotCalculated(TOO_LARGE)
        others = [np.delete(np.arange(POINTS), place) for place in range(POINTS)]
        without_one = [score(when[rest], a[rest], m[rest])[0] for rest in others]
    direction: Direction = "no clear change"
    if chi_square > CRITICAL and all(np.sign(other) == np.sign(slope) for other in without_one):
        direction = "up" if slope > 0 else "down"
    return Trend(direction, float(chi_square), *ends)


def untested_change(
    times: Sequence[float], values: Sequence[float | None], periods: Sequence[str], breaks: Sequence[float]
) -> Untested | NotCalculated:
    """Which way the newest figure went from that of a year before, for figures without counts: never a test.

    Args:
        times: when each figure is for, in years, rising, shape (n,).
        values: the figures, shape (n,).
        periods: the times in words, shape (n,).
        breaks: the times from which figures are not comparable with those before.

    Returns:
        A direction; a reason for fewer than two figures, none of a year before, or across a break.
    """
    if min(map(len, (times, values, periods))) < 2:
        return NotCalculated("there are fewer than two figures")
    a_year_before = [place for place, time in enumerate(times) if abs(times[-1] - time - 1) <= 1 - _NEARLY_A_YEAR]
    if not a_year_before:
        return NotCalculated("the figure of the year before is not published")
    place = a_year_before[-1]
    if any(times[place] < point <= times[-1] for point in breaks):
        return NotCalculated(ACROSS_BREAK)
    before, now = floats([values[place], values[-1]])
    if not (np.isfinite(before) and np.isfinite(now)):
        return NotCalculated("a figure is not published")
    return Untested("the same" if now == before else "up" if now > before else "down", periods[place], periods[-1])
