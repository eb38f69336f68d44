"""Scales with round ends and stated ticks, so that a chart never chooses them for itself."""

import math
from collections.abc import Sequence

from data_access import formats

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_DIGITS = 10


def ticks(numbers: Sequence[float], *, intervals: int, from_zero: bool = True) -> list[float]:
    """Round, evenly spaced values from below the least to above the greatest number, about ``intervals`` apart."""
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    step = _round_step((high - low) / intervals)
    first, last = math.floor(_tidy(low / step)), math.ceil(_tidy(high / step))
    return [_tidy(count * step) for count in range(first, last + 1)]


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(_tidy(step * power) for step in _ROUND_STEPS if _tidy(step * power) >= _tidy(least))


def _tidy(value: float) -> float:
    """The value without the dust that binary fractions leave."""
    return float(f"{value:.{_DIGITS}g}")


def tick_label(value: float, values: Sequence[float], unit: str) -> str:
    """A tick in words; only the first and the last of an axis carry the per cent sign."""
    decimals = max(_decimals(entry) for entry in values)
    sign = "%" if formats.is_percent(unit) and value in {values[0], values[-1]} else ""
    return f"{formats.number(value, decimals if value else 0)}{sign}"


def _decimals(value: float) -> int:
    return len(f"{value:.{_DIGITS}f}".rstrip("0").partition(".")[2])
