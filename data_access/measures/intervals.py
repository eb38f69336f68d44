"""Intervals of shares and rates: Wilson, Byar and exact Poisson, at 95% unless another level is given."""

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from data_access.measures.arrays import NOT_PAIRED, Counts, Floats, floats, problems, without_problems
from data_access.measures.results import NotCalculated, Result, estimate

CONFIDENCE = 0.95
BYAR_FROM = 10


def share_intervals(numerators: Counts, denominators: Counts, confidence: float = CONFIDENCE) -> list[Result]:
    """Each share with its Wilson score interval.

    Source: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, Journal of the
    American Statistical Association 22 (1927), 209–212; method 3 in R. G. Newcombe, Statistics in Medicine 17 (1998),
    857–872; the method for proportions of the Office for Health Improvement and Disparities.

    Args:
        numerators: counts, shape (n,); None where one is not published.
        denominators: the numbers that they are of, shape (n,).
        confidence: between 0 and 1.

    Returns:
        n results in per cent, 0 to 100; a reason where a count is missing, below zero or more than what it is of, or
        where there is nobody in the group. Nothing is raised.
    """
    tops, bottoms = floats(numerators), floats(denominators)
    if tops.shape != bottoms.shape:
        return [NotCalculated(NOT_PAIRED)] * len(tops)
    found = problems(tops, bottoms, is_share=True)
    with np.errstate(all="ignore"):
        tops, bottoms = without_problems(tops, bottoms, found)
        lower, upper = proportion_confint(tops, bottoms, alpha=1 - confidence, method="wilson")
        rows = zip(found, 100 * (tops / bottoms), 100 * lower, 100 * upper, strict=True)
        return [NotCalculated(problem) if problem else estimate(*numbers) for problem, *numbers in rows]


def rate_intervals(
    events: Counts, populations: Counts, per: float = 1.0, confidence: float = CONFIDENCE
) -> list[Result]:
    """Each rate with its interval: Byar's from 10 events, exact Poisson below.

    Source: Byar's approximation in N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), 69;
    the exact limits of F. Garwood, Biometrika 28 (1936), 437–442; the change at 10 events is that of the Office for
    Health Improvement and Disparities (PHEindicatormethods, ``phe_rate``).

    Args:
        events: counts, shape (n,); None where one is not published. There may be more events than people.
        populations: the numbers at risk, shape (n,).
        per: what the rate is per, such as 1,000; above zero.
        confidence: between 0 and 1.

    Returns:
        n results in events per ``per``; a reason where a count is missing or below zero or the population is zero.
        Nothing is raised.
    """
    tops, bottoms = floats(events), floats(populations)
    if tops.shape != bottoms.shape:
        return [NotCalculated(NOT_PAIRED)] * len(tops)
    found = problems(tops, bottoms, is_share=False)
    with np.errstate(all="ignore"):
        tops, bottoms = without_problems(tops, bottoms, found)
        lower, upper = count_limits(tops, confidence)
        rows = zip(found, *(per * (column / bottoms) for column in (tops, lower, upper)), strict=True)
        return [NotCalculated(problem) if problem else estimate(*numbers) for problem, *numbers in rows]


def count_limits(events: Floats, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """The limits of each count of events, shape (n,), counts from zero: Byar's from 10 events, exact Poisson below."""
    z = norm.ppf(0.5 + confidence / 2)
    exact = confint_poisson(np.minimum(events, BYAR_FROM), 1, method="exact-c", alpha=1 - confidence)
    many = np.maximum(events, BYAR_FROM)
    more = many + 1
    byar = (
        many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3,
        more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3,
    )
    is_few = events < BYAR_FROM
    return np.where(is_few, exact[0], byar[0]), np.where(is_few, exact[1], byar[1])
