"""When a figure is for, as its period code tells."""

import re
from functools import cache

_FIRST_MONTHS = {"ay": 9, "fy": 4, "cy": 1}
_MONTHS = re.compile(r"(\d{4})-(\d{2})")
_CODE = re.compile(r"([a-z]+)(\d{4})(?:-(\d{2}))?")


@cache
def start_of(period_code: str) -> float | None:
    """When a period begins, in years (2021.25 is April 2021), or None where the code does not tell."""
    found = _CODE.match(period_code)
    if not found:
        return None
    kind, year, month = found.groups()
    first = _FIRST_MONTHS.get(kind, int(month or 1))
    return int(year) + (first - 1) / 12


def year_of(period_code: str) -> str:
    """The year a period is of: school and financial years and longer spans by their code, all else by calendar year."""
    found = _CODE.match(period_code)
    if not found or found[1] in {"ay", "fy", "r"}:
        return period_code
    return found[2]


@cache
def span_of(period_code: str) -> str:
    """How long a period is, so far as its code tells, so that a quarter is never set beside a year."""
    months = [int(year) * 12 + int(month) for year, month in _MONTHS.findall(period_code)]
    if period_code.startswith("r") and len(months) == 2:
        return f"{months[1] - months[0] + 1} months"
    return period_code.rstrip("-_0123456789")
