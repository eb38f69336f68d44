"""Counts as arrays, and what is wrong with them."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = Sequence[float | None]

NOT_PUBLISHED = "the counts are not published"
NO_GROUP = "there is nobody in the group"
BELOW_ZERO = "a count is below zero"
MORE_THAN_ALL = "the count is more than the number that it is of"
NOT_PAIRED = "counts and totals do not pair up"


def floats(values: Counts) -> Floats:
    """Counts as an array of shape (n,), NaN where there is none or it is beyond any float."""
    return np.array([_float(value) for value in values], dtype=np.float64)


def _float(value: float | None) -> float:
    try:
        return float("nan") if value is None else float(value)
    except OverflowError:
        return float("nan")


def problems(numerators: Floats, denominators: Floats, *, is_share: bool) -> list[str]:
    """What is wrong with each pair of counts, empty where nothing is.

    Args:
        numerators: counts, shape (n,).
        denominators: what they are of, shape (n,).
        is_share: whether a count cannot be more than what it is of (in a rate of events it can).
    """
    return [_problem(top, bottom, is_share) for top, bottom in zip(numerators, denominators, strict=True)]


def _problem(top: float, bottom: float, is_share: bool) -> str:
    if not (np.isfinite(top) and np.isfinite(bottom)):
        return NOT_PUBLISHED
    if top < 0 or bottom < 0:
        return BELOW_ZERO
    if bottom == 0:
        return NO_GROUP
    if is_share and top > bottom:
        return MORE_THAN_ALL
    return ""


def without_problems(numerators: Floats, denominators: Floats, found: Sequence[str]) -> tuple[Floats, Floats]:
    """The pairs with 0 of 1 in the place of each that has a problem, so that whole arrays can be worked on."""
    good = np.array([not problem for problem in found], dtype=bool)
    return np.where(good, numerators, 0.0), np.where(good, denominators, 1.0)
