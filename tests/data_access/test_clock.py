"""The clock: the day in London, whatever the machine says."""

from datetime import UTC, date, datetime

import pytest

from data_access import clock


class MidnightInLondon(datetime):
    """A moment that is a new day in London and not yet in Greenwich: 23:30 UTC in summer time."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 7, 1, 23, 30, tzinfo=UTC).astimezone(tz)  # type: ignore[arg-type]


def test_today_is_the_day_in_london(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", MidnightInLondon)
    assert clock.today() == date(2026, 7, 2)
