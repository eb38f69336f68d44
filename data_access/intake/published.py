"""What an indicator has published already, as the rules of a new submission need it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from data_access.files import Folders
from data_access.intake.period_words import kind_of
from data_access.observation_files import read_observations
from data_access.records import Catalogue, Indicator, Observation

# (area code, ethnicity code, category code)
Place = tuple[str, str, str]
# Months, and quarters, differ among themselves by no more than this share of their days.
_ALIKE = 0.15


@dataclass(eq=False)
class Published:
    """One indicator's published figures: by period, and within it by area, group and category.

    It is held whole: a published file has thousands of rows, not millions.
    """

    catalogue: Catalogue
    breaks: tuple[str, ...] = ()
    by_period: dict[str, dict[Place, Observation]] = field(default_factory=dict)
    _before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _last_use: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def start(self, period_code: str) -> date:
        """The first day of a period."""
        return self.catalogue.codes.periods[period_code].start

    def before(self, period_code: str) -> tuple[str, ...]:
        """Every published period that starts earlier, the latest first, none from before the last break."""
        if period_code not in self._before:
            this = self.start(period_code)
            since = max((day for day in map(self.start, self.breaks) if day <= this), default=date.min)
            found = (code for code in self.by_period if since <= self.start(code) < this)
            self._before[period_code] = tuple(sorted(found, key=self.start, reverse=True))
        return self._before[period_code]

    def reference(self, period_code: str) -> str | None:
        """The published period to hold one against: itself where it is published, else the latest before it."""
        return period_code if period_code in self.by_period else next(iter(self.before(period_code)), None)

    def earlier(self, period_code: str, place: Place) -> Iterator[Observation]:
        """Figures of one place in earlier periods of about the same length, the latest first."""
        days = self._days(period_code)
        for code in self.before(period_code):
            row = self.by_period[code].get(place)
            if row and abs(days - self._days(code)) <= _ALIKE * max(days, self._days(code)):
                yield row

    def last_use(self, period_code: str, ethnicity_code: str) -> str | None:
        """The latest earlier period with a row for a group."""
        asked = (period_code, ethnicity_code)
        if asked not in self._last_use:
            used = (
                earlier
                for earlier in self.before(period_code)
                if any(place[1] == ethnicity_code for place in self.by_period[earlier])
            )
            self._last_use[asked] = next(used, None)
        return self._last_use[asked]

    @property
    def only_kind(self) -> str | None:
        """The one kind of period that all periods are of, where there are two or more."""
        kinds = {kind_of(code) for code in self.by_period}
        return kinds.pop() if len(self.by_period) > 1 and len(kinds) == 1 else None

    def _days(self, period_code: str) -> int:
        period = self.catalogue.codes.periods[period_code]
        return (period.end - period.start).days + 1


def read_published(indicator: Indicator, catalogue: Catalogue, folders: Folders) -> Published:
    """The sound rows of data/observations/<indicator>.csv; none where there is no such file."""
    published = Published(catalogue, tuple(entry.period_code for entry in indicator.breaks))
    path = folders.observations / f"{indicator.id}.csv"
    if path.is_file():
        # What is wrong in a published file is for `check` to tell, not for the officer who sends the next one.
        for row in read_observations(path, indicator, catalogue, []):
            place = (row.area_code, row.ethnicity_code, row.category_code)
            published.by_period.setdefault(row.period_code, {})[place] = row
    return published
