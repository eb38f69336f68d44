"""Rows of a frame as figures to draw: rounded, and emptied of every number where a marker stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data_access import formats

Row = Mapping[str, object]


class Reference(NamedTuple):
    """One line to compare with, and the name written at its top."""

    name: str
    value: float


@dataclass(frozen=True)
class Figure:
    """One figure as it is drawn; a hidden or missing one keeps its name, its marker and words."""

    label: str
    code: str
    value: float | None
    lower: float | None
    upper: float | None
    marker: str
    text: str

    @property
    def say(self) -> str:
        """The figure in words, for a screen reader or a tooltip."""
        return f"{self.label}: {self.text}"


def records(rows: pd.DataFrame) -> Iterator[Row]:
    """The rows of a frame as mappings from column to value."""
    yield from rows.to_dict("records")  # type: ignore[misc]


def text_of(row: Row, column: str) -> str:
    """The words in a column, or none where the column is absent or empty."""
    value = row.get(column, "")
    return value if isinstance(value, str) else ""


def marker_of(row: Row, column: str = "value") -> str:
    """Why a row has no figure, empty where it has one; a number that is absent counts as not published."""
    marker = text_of(row, "marker")
    if not formats.is_published(marker):
        return marker
    return "" if formats.is_number(row.get(column)) else "x"


def number_of(row: Row, column: str, decimals: int) -> float | None:
    """The rounded number in a column, or None where there is none or the row has a marker."""
    value = row.get(column)
    if marker_of(row) or not formats.is_number(value):
        return None
    return formats.rounded(value, decimals)


def read_figure(
    row: Row,
    *,
    unit: str,
    decimals: int,
    label: str = "ethnicity",
    code: str = "ethnicity_code",
) -> Figure:
    """One row as a figure named by the columns ``label`` and ``code``."""
    value = number_of(row, "value", decimals)
    lower, upper = number_of(row, "lower", decimals), number_of(row, "upper", decimals)
    if lower is None or upper is None:
        lower = upper = None
    return Figure(
        label=text_of(row, label),
        code=text_of(row, code),
        value=value,
        lower=lower,
        upper=upper,
        marker=marker_of(row),
        text=_words(row, unit, decimals),
    )


def read_figures(
    rows: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    label: str = "ethnicity",
    code: str = "ethnicity_code",
) -> list[Figure]:
    """All rows of a frame as figures, in their order."""
    return [read_figure(row, unit=unit, decimals=decimals, label=label, code=code) for row in records(rows)]


def _words(row: Row, unit: str, decimals: int) -> str:
    """What is written beside a figure; a hidden row's own text is never used, since it could tell a number."""
    marker = marker_of(row)
    if marker:
        return missing_words(marker)
    return text_of(row, "label_text") or _written(row, unit, decimals)


def missing_words(marker: str) -> str:
    """What is written where a figure is missing: ``[c] hidden to protect people``."""
    return f"{formats.symbol(marker)} {formats.marker_words(marker)}"


def _written(row: Row, unit: str, decimals: int) -> str:
    short_unit = "%" if formats.is_percent(unit) else ""
    value = formats.figure(number_of(row, "value", decimals), short_unit, decimals)
    lower, upper = number_of(row, "lower", decimals), number_of(row, "upper", decimals)
    ends = formats.interval(lower, upper, decimals)
    flags = formats.flag_symbols(text_of(row, "flags"))
    return " ".join(part for part in (value, f"({ends})" if ends else "", flags) if part)


def drawn_numbers(figures: list[Figure]) -> list[float]:
    """Every number that a scale must have room for."""
    found = (number for item in figures for number in (item.value, item.lower, item.upper))
    return [number for number in found if number is not None]
