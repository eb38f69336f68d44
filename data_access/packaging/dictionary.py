"""The data dictionary: every column of every public table with its kind, for descriptors and for readers."""

from collections.abc import Mapping
from typing import NamedTuple

from data_access import columns, measured, register
from data_access.export import csv_text

TEXT, NUMBER, INTEGER, DATE = "text", "number", "integer", "date"
OBSERVATION_KEY = ("edition", "indicator_id", "period_code", "area_code", "ethnicity_code", "category_code")
COMMITMENT_KEY = ("edition", "commitment_id")
_KINDS: dict[str, Mapping[str, str]] = {
    "observations": dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"), NUMBER),
    "commitments": {"due": DATE, "was_due": DATE, "target_value": NUMBER, "days_overdue": INTEGER},
    "measures": dict.fromkeys(
        (
            *("value", "interval_lower", "interval_upper", "ratio", "ratio_lower", "ratio_upper"),
            *("gap", "gap_lower", "gap_upper", "gap_in_people", "gap_in_people_lower", "gap_in_people_upper"),
            *("representation", "unknown_percent"),
        ),
        NUMBER,
    ),
}


class Column(NamedTuple):
    """One column of a public table; ``kind`` is text, number, integer or date (as in 2025-03-31)."""

    table: str
    name: str
    kind: str
    meaning: str


def _columns(table: str, meanings: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(Column(table, name, _KINDS[table].get(name, TEXT), text) for name, text in meanings.items())


OBSERVATIONS = _columns("observations", columns.COLUMNS)
COMMITMENTS = _columns("commitments", register.COLUMNS)
MEASURES = _columns("measures", measured.COLUMNS)
DICTIONARY = tuple(
    Column("dictionary", name, TEXT, meaning)
    for name, meaning in (
        ("table", "The table that the column is in."),
        ("name", "The column’s name."),
        ("kind", "text, number, integer or date."),
        ("meaning", "What the column holds."),
    )
)
KEYS: dict[str, tuple[str, ...]] = {
    "observations": OBSERVATION_KEY,
    "commitments": COMMITMENT_KEY,
    "dictionary": ("table", "name"),
}


def dictionary_csv() -> str:
    """Every column of the public tables as CSV."""
    return csv_text((*OBSERVATIONS, *COMMITMENTS, *MEASURES, *DICTIONARY), Column._fields)
