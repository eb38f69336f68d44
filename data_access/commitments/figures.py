"""The figures that statuses and stocktakes read: those of direct measures, and the census base of promised shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_access.columns import PUBLISHED, PublicRow
from data_access.commitments.bases import BASE_INDICATOR, BaseNow, base_now
from data_access.commitments.series import FigureSeries, borough_rows, borough_series
from data_access.measures.history import group_series, trend_of
from data_access.measures.trend import Trend
from data_access.records import ISLINGTON, Catalogue, Indicator, Observation, Selection
from data_access.repository import Repository

_TESTED = {"up": "up", "down": "down", "no clear change": "none"}


@dataclass(frozen=True)
class DirectFigures:
    """Islington's rows of every directly linked indicator and of the population base, as one edition has them."""

    catalogue: Catalogue
    rows: dict[str, tuple[PublicRow, ...]]

    def series(self, on: date) -> dict[str, FigureSeries]:
        """Each indicator's series as far as it had come by one day, with the direction of its tested trend."""
        known = {
            indicator: [row for row in rows if self.catalogue.codes.periods[row.period_code].end <= on]
            for indicator, rows in self.rows.items()
        }
        return {name: _series(self.catalogue.indicators[name], rows, self.catalogue) for name, rows in known.items()}

    def base(self) -> BaseNow | None:
        """The population base in force now; None where it is not published."""
        return base_now(map(_observation, self.rows.get(BASE_INDICATOR, ())), self.catalogue)


def direct_figures(repository: Repository) -> DirectFigures:
    """The figures of an edition that its statuses rest on, read once."""
    catalogue = repository.catalogue
    wanted = {name for links in catalogue.links_of.values() for name, link in links if link.fit == "direct"}
    wanted |= {BASE_INDICATOR} & catalogue.indicators.keys()
    return DirectFigures(
        catalogue,
        {
            name: tuple(repository.rows(Selection(indicator=(name,), area=(ISLINGTON,))))
            for name in catalogue.indicators
            if name in wanted
        },
    )


def _series(indicator: Indicator, rows: Sequence[PublicRow], catalogue: Catalogue) -> FigureSeries:
    observations = [_observation(row) for row in rows]
    return borough_series(observations, indicator, catalogue, _tested(indicator, rows, observations, catalogue))


def _tested(
    indicator: Indicator, rows: Sequence[PublicRow], observations: Sequence[Observation], catalogue: Catalogue
) -> str | None:
    """The direction of the newest figures of the borough's series after the test against chance, or None."""
    used = borough_rows(observations, indicator, catalogue)
    if not used:
        return None
    newest = next(row for row in rows if _cell(row) == _cell(used[-1]))
    trend = trend_of(indicator, newest, group_series(rows))
    return _TESTED[trend.direction] if isinstance(trend, Trend) else None


def _cell(row: PublicRow | Observation) -> tuple[str, str, str]:
    return row.period_code, row.ethnicity_code, row.category_code


def _observation(row: PublicRow) -> Observation:
    return Observation(
        indicator_id=row.indicator_id,
        period_code=row.period_code,
        area_code=row.area_code,
        ethnicity_code=row.ethnicity_code,
        ethnicity_as_published=row.ethnicity_as_published,
        category_code=row.category_code,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        marker="" if row.marker == PUBLISHED else row.marker,
        flags=row.flags,
        note_id="",
        source_id=row.source_id,
    )
