"""What the clock says of a commitment: its date, read from the strategy's words, against today.

Rule clock-1. A commitment with a date is “due” until that day has ended, and “passed” from the day
after, with whole days counted. Without a date it is “lasting” where it goes on, else “undated”.
Nothing here says whether a commitment was kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data_access.records import Commitment

RULE = "clock-1"
LABELS = {
    "passed": "Date passed",
    "due": "Still to come",
    "lasting": "Lasting commitment",
    "undated": "No date given",
}


@dataclass(frozen=True)
class ClockStatus:
    """One of ``LABELS``, with the whole days since the date (0 unless passed)."""

    code: str
    days: int

    @property
    def label(self) -> str:
        """The status in words, with its days where the date has passed."""
        if self.code != "passed":
            return LABELS[self.code]
        return f"Date passed {self.days:,} day{'' if self.days == 1 else 's'} ago"


def today() -> date:
    """Today in London, where the strategy's dates are read."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def clock_status(commitment: Commitment, on: date) -> ClockStatus:
    """What the clock says of ``commitment`` on one day."""
    if commitment.due is not None:
        days = (on - commitment.due).days
        return ClockStatus("passed", days) if days > 0 else ClockStatus("due", 0)
    return ClockStatus("lasting" if commitment.nature == "lasting" else "undated", 0)
