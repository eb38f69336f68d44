"""The one place where numbers and dates become words: no locale, no exceptions, the same everywhere."""

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Real
from typing import TypeGuard

from data_access.records import Period

MINUS = "\u2212"
MARKER_WORDS = {"c": "hidden to protect people", "x": "not published", "z": "does not apply"}
_PUBLISHED = frozenset({"", "published"})
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# Enough digits for any float, so that rounding by hand and by machine agree.
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)


def is_published(marker: str) -> bool:
    """Whether a marker says that the figure itself is there."""
    return marker in _PUBLISHED


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a finite number (pandas writes an empty number as NaN)."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def number(value: float | None, decimals: int = 0) -> str:
    """A number as people write it: 1,910 or −0.3, halves rounded away from zero; ``[x]`` where there is none."""
    if not is_number(value):
        return symbol("x")
    return f"{_quantized(value, decimals):,f}".replace("-", MINUS)


def rounded(value: float, decimals: int) -> float:
    """The number that ``number`` writes; a value that is not finite comes back as it is."""
    return float(_quantized(value, decimals)) if is_number(value) else value


def _quantized(value: float, decimals: int) -> Decimal:
    found = Decimal(str(value)).quantize(Decimal(1).scaleb(-max(decimals, 0)), context=_EXACT)
    return abs(found) if found.is_zero() else found


def percent(value: float | None, decimals: int = 0) -> str:
    """A share out of 100, as in 34.8%."""
    text = number(value, decimals)
    return text if text == symbol("x") else f"{text}%"


def is_percent(unit: str) -> bool:
    """Whether a unit counts out of 100."""
    return unit.startswith("%")


def figure(value: float | None, unit: str, decimals: int = 0) -> str:
    """A number with as much of its unit as it needs: 34.8%, 1,910 or 5.2 per 1,000 residents."""
    if is_percent(unit):
        return percent(value, decimals)
    text = number(value, decimals)
    return f"{text} {unit}" if unit.startswith("per ") and text != symbol("x") else text


def interval(lower: float | None, upper: float | None, decimals: int = 0) -> str:
    """Both ends of an interval, as in 29.4 to 40.5; empty where an end is missing."""
    if not (is_number(lower) and is_number(upper)):
        return ""
    return f"{number(lower, decimals)} to {number(upper, decimals)}"


def symbol(marker: str) -> str:
    """What stands in a table in place of a figure: ``[c]``; empty for a published figure."""
    return "" if is_published(marker) else f"[{marker}]"


def marker_words(marker: str) -> str:
    """Why there is no figure, in words; empty for a published figure."""
    return "" if is_published(marker) else MARKER_WORDS.get(marker, "not shown")


def flag_symbols(flags: str) -> str:
    """What stands beside a figure: ``[e]``, or ``[b] [p]`` for two flags."""
    return " ".join(f"[{flag}]" for flag in flags)


def cell(value: float | None, marker: str, flags: str = "", decimals: int = 0) -> str:
    """A table cell: the number with its flags, or the symbol of why there is none."""
    if not is_published(marker):
        return symbol(marker)
    return f"{number(value, decimals)} {flag_symbols(flags)}".rstrip()


def day(when: date) -> str:
    """A date in a sentence: 31 March 2025."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """A date in a table: 31 Mar 2025."""
    return f"{when.day} {short_month(when.month)} {when.year}"


def short_period(period: Period) -> str:
    """A period over a column: one day is shortened, all else keeps its label."""
    return short_day(period.start) if period.start == period.end else period.label


def short_month(month: int) -> str:
    """A month in three letters; months beyond December begin the year again."""
    return _MONTHS[(month - 1) % 12][:3]


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 child, 1,910 rows."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def list_words(words: Sequence[str]) -> str:
    """A list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
