"""A date is as exact as its source gives it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.commitments.when import When, read_when


@pytest.mark.parametrize(
    ("written", "first", "last", "at"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "in 2021"),
        ("2021-11", date(2021, 11, 1), date(2021, 11, 30), "in November 2021"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "in February 2024"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "in February 2023"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "on 29 February 2024"),
    ],
)
def test_a_date_stands_for_every_day_it_may_be(written: str, first: date, last: date, at: str) -> None:
    found = read_when(written)
    assert found == When(first, last)
    assert (found.at, found.code) == (at, written)


@pytest.mark.parametrize(
    "written", ["", "summer 2021", "21", "2021-13", "2023-02-29", "2021-1-5", "2021-11-05T10:00", "0000"]
)
def test_what_is_no_date_is_not_read_as_one(written: str) -> None:
    assert read_when(written) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_within_its_month_and_its_year(when: date) -> None:
    written = when.isoformat()
    for length in (4, 7, 10):
        found = read_when(written[:length])
        assert found is not None
        assert found.first <= when <= found.last
        assert found.code == written[:length]


@given(st.integers(1000, 9998))
def test_a_year_is_365_days_or_366(year: int) -> None:
    found = read_when(f"{year}")
    assert found is not None
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert found.last - found.first == timedelta(days=365 if leaps else 364)
