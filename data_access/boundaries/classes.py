"""Five classes with round breaks, the same for every period of a figure, and the rule told in words."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data_access.formats import figure, is_percent, number, rounded

QUANTILE = "quantile"
FIXED = "fixed"
RULES = (QUANTILE, FIXED)
MOST = 5
_ROUND = (1.0, 2.0, 2.5, 5.0)
# Equal classes may be a little less round, so that there are five of them more often.
_WIDTHS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
# Which shades are used where there are fewer than five classes.
_SHADES = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
# Parts of the borough's figure: each is as far from one, as a ratio, as its opposite.
_AROUND = (0.75, 0.9, 1.1, 1.33)
_AROUND_WORDS = (
    "below Islington",
    "a little below Islington",
    "about the same as Islington",
    "a little above Islington",
    "above Islington",
)
_SAME = 2


@dataclass(frozen=True)
class Classes:
    """Breaks between classes, each class's words, its shade of the ramp (0 to 4), and the rule in a sentence.

    A value that equals a break belongs to the class above it. ``reference`` is the borough's figure where the
    classes lie around it; a ward whose interval holds that figure is then in the middle class.
    """

    breaks: tuple[float, ...]
    labels: tuple[str, ...]
    shades: tuple[int, ...]
    rule: str
    decimals: int
    reference: float | None = None

    @property
    def is_diverging(self) -> bool:
        """Whether the classes lie around the borough’s figure."""
        return self.reference is not None

    def class_of(self, value: float, lower: float | None = None, upper: float | None = None) -> int:
        """The class of a value, from 0, after rounding as it is written."""
        if self.reference is not None and lower is not None and upper is not None and lower <= self.reference <= upper:
            return _SAME
        return bisect_right(self.breaks, rounded(value, self.decimals))


def classes(values: Sequence[float], *, unit: str, decimals: int, rule: str = QUANTILE) -> Classes:
    """Up to five classes of all the values that a figure takes in any period; give no hidden value.

    ``quantile`` puts about as many values into each class; ``fixed`` makes the classes equally wide.

    Raises:
        ValueError: there is no such rule.
    """
    if rule not in RULES:
        message = f"there is no class rule {rule!r}; there are {' and '.join(RULES)}"
        raise ValueError(message)
    ordered = sorted(rounded(value, decimals) for value in values)
    finest = 10.0**-decimals
    breaks = (_quantile_breaks if rule == QUANTILE else _equal_breaks)(ordered, finest)
    labels = tuple(_labels(breaks, unit, decimals)) if ordered else ()
    shades = _SHADES[len(labels)] if labels else ()
    return Classes(breaks, labels, shades, _rule_words(rule, breaks, unit, decimals), decimals)


def classes_around(reference: float, *, unit: str, decimals: int) -> Classes:
    """Five classes around the borough's figure, at fixed parts of it, so that all indicators read alike.

    Raises:
        ValueError: the reference is not above zero.
    """
    if not reference > 0:
        message = "classes around a figure need one above zero"
        raise ValueError(message)
    while len(breaks := _distinct(rounded(reference * part, decimals) for part in _AROUND)) < len(_AROUND):
        decimals += 1
    ranges = _labels(breaks, unit, decimals)
    labels = tuple(f"{words} ({span})" for words, span in zip(_AROUND_WORDS, ranges, strict=True))
    parts = "less than 0.75, 0.75 to less than 0.90, 0.90 to less than 1.10, 1.10 to less than 1.33, and 1.33 or more"
    rule = (
        f"Five classes at fixed parts of Islington’s figure: {parts} times. "
        "A ward whose interval holds Islington’s figure counts as about the same. Neither end is good or bad."
    )
    return Classes(breaks, labels, _SHADES[5], rule, decimals, reference)


def _quantile_breaks(ordered: Sequence[float], finest: float) -> tuple[float, ...]:
    """Breaks near the fifths of the values, at the coarsest round step that keeps the classes about even."""
    if not ordered or ordered[0] == ordered[-1]:
        return ()
    fifths = [ordered[len(ordered) * part // MOST] for part in range(1, MOST)]
    for step in _steps(_ROUND, ordered[-1] - ordered[0], finest):
        breaks = _distinct(_multiple(value, step) for value in fifths)
        sizes = _sizes(breaks, ordered)
        if len(breaks) == MOST - 1 and min(sizes) >= len(ordered) / MOST / 2:
            return breaks
    exact = _distinct(value for value in fifths if value > ordered[0])
    return exact or (rounded(ordered[0] + finest, _digits(finest)),)


def _equal_breaks(ordered: Sequence[float], finest: float) -> tuple[float, ...]:
    """Breaks a round step apart, the smallest step with which five classes reach from least to greatest."""
    if not ordered or ordered[0] == ordered[-1]:
        return ()
    low, high = ordered[0], ordered[-1]
    for step in reversed(_steps(_WIDTHS, 10 * (high - low), finest)):
        first = math.floor(_tidy(low / step)) + 1
        last = math.floor(_tidy(high / step))
        if last - first < MOST - 1:
            return tuple(_tidy(count * step) for count in range(first, last + 1))
    return ()


def _steps(round_numbers: Sequence[float], widest: float, finest: float) -> list[float]:
    """Round steps from the widest that may be of use down to the finest that the figures are written in."""
    power = math.ceil(math.log10(widest)) if widest > 0 else 0
    least = _digits(finest)
    found = [_tidy(step * 10.0**place) for place in range(power, -least - 1, -1) for step in reversed(round_numbers)]
    return [step for step in found if step >= finest and _is_multiple(step, finest)]


def _is_multiple(step: float, finest: float) -> bool:
    times = _tidy(step / finest)
    return times == round(times)


def _digits(finest: float) -> int:
    return round(-math.log10(finest))


def _multiple(value: float, step: float) -> float:
    return _tidy(math.floor(_tidy(value / step) + 0.5) * step)


def _distinct(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(set(values)))


def _sizes(breaks: Sequence[float], ordered: Sequence[float]) -> list[int]:
    places = [bisect_right(breaks, value) for value in ordered]
    return [places.count(place) for place in range(len(breaks) + 1)]


def _tidy(value: float) -> float:
    """The value without the dust that binary fractions leave."""
    return float(f"{value:.10g}")


def _labels(breaks: Sequence[float], unit: str, decimals: int) -> list[str]:
    """“less than 10”, “10 to 14”, “15 or more”: no value is in two classes."""
    if not breaks:
        return ["every figure"]
    finest = 10.0**-decimals
    middle = [_range(low, high - finest, unit, decimals) for low, high in pairwise(breaks)]
    return [
        f"less than {_told(breaks[0], unit, decimals)}",
        *middle,
        f"{_told(breaks[-1], unit, decimals)} or more",
    ]


def _range(low: float, high: float, unit: str, decimals: int) -> str:
    if rounded(low, decimals) >= rounded(high, decimals):
        return _told(low, unit, decimals)
    return f"{number(low, decimals)} to {_told(high, unit, decimals)}"


def _told(value: float, unit: str, decimals: int) -> str:
    return figure(value, "%" if is_percent(unit) else "", decimals)


def _rule_words(rule: str, breaks: Sequence[float], unit: str, decimals: int) -> str:
    if not breaks:
        return "One class, since there are no two different figures."
    count = len(breaks) + 1
    few = "" if count == MOST else ", fewer than five because many figures are equal or near"
    if rule == QUANTILE:
        return (
            f"{_COUNTS[count]} classes, each holding about the same number of ward figures over all periods{few}; "
            "the breaks are rounded and stay the same from period to period."
        )
    width = _told(breaks[1] - breaks[0], unit, decimals) if len(breaks) > 1 else ""
    apart = f", breaks {width} apart" if width else ""
    return f"{_COUNTS[count]} classes of equal width{apart}, the same from period to period."


_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
