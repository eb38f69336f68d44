"""Units, period codes and directions are read as their documentation says."""

from typing import Any

import pytest

from data_access.measures.direction import direction_words
from data_access.measures.periods import span_of, start_of, year_of
from data_access.measures.units import noun_of, rate_base


@pytest.mark.parametrize(
    ("unit", "per", "noun"),
    [
        ("per 1,000 people aged 10 to 17", 1_000, "people aged 10 to 17"),
        ("per 100", 100, "people"),
        ("per 0 pupils", None, "pupils"),
        ("points", None, "people"),
        ("events per 10 people", None, "people"),
        ("% of all pupils", None, "all pupils"),
        ("%", None, "people"),
    ],
)
def test_a_unit_tells_its_number_and_its_people(unit: str, per: float | None, noun: str) -> None:
    assert (rate_base(unit), noun_of(unit)) == (per, noun)


@pytest.mark.parametrize(
    ("code", "start", "year", "span"),
    [
        ("ay2021-22", 2021 + 8 / 12, "ay2021-22", "ay"),
        ("fy2021-22", 2021.25, "fy2021-22", "fy"),
        ("cy2021", 2021.0, "2021", "cy"),
        ("m2021-07", 2021.5, "2021", "m"),
        ("d2021-03-21", 2021 + 2 / 12, "2021", "d"),
        ("r2019-04_2022-03", 2019.25, "r2019-04_2022-03", "36 months"),
        ("r2021-01_2021-01", 2021.0, "r2021-01_2021-01", "1 months"),
        ("r2021-01", 2021.0, "r2021-01", "r"),
        ("m2021-01_2021-03", 2021.0, "2021", "m"),
        ("soon", None, "soon", "soon"),
        ("2021", None, "2021", ""),
    ],
)
def test_a_period_code_tells_start_year_and_length(code: str, start: float | None, year: str, span: str) -> None:
    found = start_of(code)
    assert found == (None if start is None else pytest.approx(start, abs=1e-9))
    assert (year_of(code), span_of(code)) == (year, span)


@pytest.mark.parametrize(
    ("direction", "wish", "words"),
    [
        ("up", "higher", "getting better"),
        ("down", "lower", "getting better"),
        ("up", "lower", "getting worse"),
        ("down", "higher", "getting worse"),
        ("up", "none", "going up"),
        ("down", "none", "going down"),
        ("the same", "higher", "the same"),
        ("no clear change", "lower", "no clear change"),
    ],
)
def test_a_direction_is_told_by_what_was_hoped_for(direction: str, wish: Any, words: str) -> None:
    assert direction_words(direction, wish) == words
