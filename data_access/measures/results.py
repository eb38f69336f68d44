"""What a measure gives: a finite estimate, or the reason why there is none. NaN and infinity never leave here."""

import math
from dataclasses import dataclass
from typing import TypeAlias

CANNOT = "cannot be calculated"
TOO_LARGE = "the numbers are too large or too small to work with"
NO_COUNTS = "no counts are published, so we cannot tell whether a difference is chance"


@dataclass(frozen=True)
class Interval:
    """Both ends of an interval, in the unit of its estimate."""

    lower: float
    upper: float

    def contains(self, value: float) -> bool:
        """Whether a value lies between the ends or on one of them."""
        return self.lower <= value <= self.upper


@dataclass(frozen=True)
class Estimate:
    """A value in its own unit (per cents run from 0 to 100) and its interval, where one can be had."""

    value: float
    interval: Interval | None = None

    def excludes(self, value: float) -> bool:
        """Whether there is an interval and a value lies outside it."""
        return self.interval is not None and not self.interval.contains(value)


@dataclass(frozen=True)
class NotCalculated:
    """Why there is no value, in words that can end the sentence “cannot be calculated: …”."""

    reason: str

    def __str__(self) -> str:
        return f"{CANNOT}: {self.reason}"


Result: TypeAlias = Estimate | NotCalculated


def estimate(value: float, lower: float | None = None, upper: float | None = None) -> Result:
    """A value and its interval, widened where rounding left the value outside; else why there is none.

    Args:
        value: in any unit.
        lower: the lower end in the same unit, or None for a value without an interval.
        upper: the upper end, or None.
    """
    if lower is None or upper is None:
        return Estimate(float(value)) if math.isfinite(value) else NotCalculated(TOO_LARGE)
    if not all(math.isfinite(number) for number in (value, lower, upper)):
        return NotCalculated(TOO_LARGE)
    return Estimate(float(value), Interval(float(min(lower, value)), float(max(upper, value))))
