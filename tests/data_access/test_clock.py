"""What the clock says, with the day injected."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import clock_status
from data_access.records import Commitment

PROMISE = Commitment(
    id="housing-target-01",
    type="target",
    nature="one-off",
    section="Housing",
    strand_code="service-provider",
    service_area_code="housing",
    title="A promise",
    summary="",
    issue="",
    action="",
    outcome="",
    measure="",
    owner="",
    owner_given=False,
    due=date(2021, 8, 31),
    due_words="by summer 2021",
    due_rule="summer ends on 31 August",
    due_precision="season",
    target_value=None,
    target_unit="",
    outcome_ids=(),
    no_measure="",
    source_words=1,
    source_sha256="",
)


@pytest.mark.parametrize(
    ("on", "code", "days"),
    [
        (date(2021, 8, 30), "due", 0),
        (date(2021, 8, 31), "due", 0),
        (date(2021, 9, 1), "passed", 1),
        (date(2022, 8, 31), "passed", 365),
        (date(2024, 8, 31), "passed", 1096),
        (date(2026, 11, 23), "passed", 1910),
    ],
)
def test_a_date_is_passed_from_the_day_after(on: date, code: str, days: int) -> None:
    status = clock_status(PROMISE, on)
    assert (status.code, status.days) == (code, days)


def test_the_days_are_told_in_words() -> None:
    assert clock_status(PROMISE, date(2026, 11, 23)).label == "Date passed 1,910 days ago"
    assert clock_status(PROMISE, date(2021, 9, 1)).label == "Date passed 1 day ago"


def test_without_a_date_a_promise_is_lasting_or_undated() -> None:
    undated = replace(PROMISE, due=None)
    assert clock_status(undated, date(2026, 1, 1)).code == "undated"
    assert clock_status(replace(undated, nature="lasting"), date(2026, 1, 1)).code == "lasting"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-4000, 4000))
def test_days_passed_are_the_days_between(due: date, days: int) -> None:
    status = clock_status(replace(PROMISE, due=due), due + timedelta(days=days))
    assert status.days == max(days, 0)
    assert (status.code == "passed") == (days > 0)
