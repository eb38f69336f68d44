"""Periods along an axis: short names from their codes, and where a series starts anew."""

import re
from collections.abc import Sequence

from data_access.formats import short_month


def axis_names(codes: Sequence[str], names: Sequence[str]) -> list[str]:
    """A short name for each period; days that fall on the same date each year are named by year."""
    same_day = len({code[5:] for code in codes}) == 1 and all(code.startswith("d") for code in codes)
    if same_day and len(codes) > 1:
        return [code[1:5] for code in codes]
    return [_axis_name(code, name) for code, name in zip(codes, names, strict=True)]


def _axis_name(code: str, name: str) -> str:
    match re.findall(r"\d+", code), code[:1]:
        case [year], "c":
            return str(year)
        case [year, end], "f" | "a":
            return f"{year}/{end}"
        case [year, _], "q":
            return str(year)
        case [year, month], "m":
            return f"{short_month(int(month))} {year}"
        case [year, month, _], "d":
            return f"{short_month(int(month))} {year}"
        case [_, _, year, month], "r":
            return f"to {short_month(int(month))} {year}"
        case _:
            return name
