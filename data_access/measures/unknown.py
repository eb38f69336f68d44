"""People whose ethnic group is not known: how many, and whether they could change which of two groups is higher.

The bounds suppose the worst: everybody not known belongs to whichever of the groups would change the answer. Source:
the bounds without assumptions of C. F. Manski, “Nonparametric bounds on treatment effects”, American Economic Review
80 (1990), 319–323, for answers that are missing.
"""

from dataclasses import dataclass

import numpy as np

from data_access.measures.arrays import Counts, floats, problems
from data_access.measures.results import Interval, NotCalculated, Result, estimate

FLAG_ABOVE = 30.0


@dataclass(frozen=True)
class Unknown:
    """The people whose ethnic group is not known: how many are counted, and of how many; None where hidden.

    In a breakdown of one total ``numerator`` is the unknown part and ``denominator`` the total; in shares of groups
    they are the unknown group's own count and size.
    """

    numerator: float | None
    denominator: float | None


def unknown_share(number: float | None, total: float | None) -> Result:
    """How much of a breakdown is not known.

    Args:
        number: people whose ethnic group is not known; None where that is not published.
        total: everybody.

    Returns:
        A per cent from 0 to 100 without interval, since both are full counts; a reason where one is missing.
    """
    tops, bottoms = floats([number]), floats([total])
    (problem,) = problems(tops, bottoms, is_share=True)
    with np.errstate(all="ignore"):
        return NotCalculated(problem) if problem else estimate(100 * (tops[0] / bottoms[0]))


def needs_flag(share: Result) -> bool:
    """Whether so much is not known (more than ``FLAG_ABOVE`` per cent) that the face of the page has to say so."""
    return not isinstance(share, NotCalculated) and share.value > FLAG_ABOVE


def share_bounds(numerators: Counts, denominators: Counts, unknown: Unknown) -> list[Interval | NotCalculated]:
    """The least and the most that each group's share can be, if people not known belong to it.

    At most, those not known who are counted belong to the group; at least, those who are not counted do.

    Args:
        numerators: the groups' counts, shape (n,).
        denominators: the groups' sizes, shape (n,).
        unknown: the count and the size of the group not known.

    Returns:
        n intervals in per cent, 0 to 100; a reason where a count is missing or cannot be.
    """
    others, of = floats([unknown.numerator]), floats([unknown.denominator])
    if others[0] == 0 and of[0] == 0:
        return _part_of_groups(numerators, denominators, 0.0, 0.0)
    (problem,) = problems(others, of, is_share=True)
    if problem:
        return [NotCalculated(f"of people whose ethnic group is not known, {problem}")] * len(numerators)
    return _part_of_groups(numerators, denominators, others[0], of[0] - others[0])


def _part_of_groups(
    numerators: Counts, denominators: Counts, counted: float, not_counted: float
) -> list[Interval | NotCalculated]:
    """The bounds of shares when ``counted`` people not known, or ``not_counted`` of them, belong to each group."""
    tops, bottoms = floats(numerators), floats(denominators)
    found = problems(tops, bottoms, is_share=True)
    with np.errstate(all="ignore"):
        least = 100 * (tops / (bottoms + not_counted))
        most = 100 * ((tops + counted) / (bottoms + counted))
    rows = zip(found, least, most, strict=True)
    return [NotCalculated(problem) if problem else _interval(low, high) for problem, low, high in rows]


def _interval(low: float, high: float) -> Interval | NotCalculated:
    result = estimate(low, low, high)
    return result if isinstance(result, NotCalculated) else result.interval or Interval(low, low)


def composition_bounds(
    numerators: Counts, total: float | None, unknown: float | None
) -> list[Interval | NotCalculated]:
    """The least and the most that each part of one total can be: none of those not known is of the group, or all are.

    Args:
        numerators: the groups' counts, shape (n,).
        total: everybody, those not known among them.
        unknown: how many are not known.

    Returns:
        n intervals in per cent, 0 to 100; a reason where a count is missing or cannot be.
    """
    tops, of = floats(numerators), floats([total] * len(numerators))
    (extra,) = floats([unknown])
    found = problems(tops + extra, of, is_share=True)
    with np.errstate(all="ignore"):
        rows = zip(found, 100 * (tops / of), 100 * ((tops + extra) / of), strict=True)
        return [NotCalculated(problem) if problem else _interval(low, high) for problem, low, high in rows]


def order_could_reverse(one: Interval | NotCalculated, other: Interval | NotCalculated) -> bool:
    """Whether people not known could change which of two groups is higher, or nobody can tell.

    Two groups keep their order only where the bounds of one lie wholly above those of the other.
    """
    if isinstance(one, NotCalculated) or isinstance(other, NotCalculated):
        return True
    return one.lower <= other.upper and other.lower <= one.upper
