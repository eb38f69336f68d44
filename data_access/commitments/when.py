"""A date as exact as its source gives it: a year, a month or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from data_access.formats import day

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True)
class When:
    """The first and the last day that a date may stand for; the same day twice where it is exact."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The date in a sentence: 2021, November 2021 or 5 November 2021."""
        if self.first == self.last:
            return day(self.first)
        if self.first.month == self.last.month:
            return day(self.first).partition(" ")[2]
        return str(self.first.year)

    @property
    def at(self) -> str:
        """The date as part of a sentence: in 2021, in November 2021 or on 5 November 2021."""
        return f"{'on' if self.first == self.last else 'in'} {self.words}"

    @property
    def code(self) -> str:
        """The date as it is written in a file: 2021, 2021-11 or 2021-11-05."""
        length = 10 if self.first == self.last else 7 if self.first.month == self.last.month else 4
        return self.first.isoformat()[:length]


def read_when(text: str) -> When | None:
    """The date written as 2021, 2021-11 or 2021-11-05, or None where it is none of these."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month, number = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, number or 1)
    except ValueError:
        return None
    if number:
        return When(first, first)
    last_month = month or 12
    return When(first, date(year, last_month, calendar.monthrange(year, last_month)[1]))
