"""One ward beside the borough and the other wards: every figure that there is for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.boundaries import VALUE, Boundaries, Measured, WardValue, ward_values
from data_access.columns import PublicRow
from data_access.records import ALL, ISLINGTON, Indicator, Link, Selection
from data_access.repository import Repository
from data_access.ward_views import ward_codes

STOPS = "stop-and-search"
STOPS_AS_OFFICERS_SAW = "stop-and-search-officer-defined"
RESIDENTS = "residents-by-ethnic-group"
DETAILED_RESIDENTS = "residents-by-detailed-ethnic-group"
_Key = tuple[str, str]


@dataclass(frozen=True)
class ProfileLine:
    """One figure of a ward at its newest date, with the same figure in every ward of the vintage."""

    indicator: Indicator
    row: PublicRow
    ward: WardValue
    measured: Measured


@dataclass(frozen=True)
class GroupLine:
    """One ethnic group in a ward and in the borough."""

    ward: PublicRow
    borough: PublicRow | None


def ward_profile(repository: Repository, boundaries: Boundaries, code: str) -> tuple[ProfileLine, ...]:
    """Every figure of a ward for everybody together: each indicator and breakdown at its newest date."""
    newest = _newest(repository, code)
    wards = _by_key(repository, ward_codes(repository, boundaries.vintage))
    borough = _by_key(repository, (ISLINGTON,))
    lines = []
    for key, row in newest.items():
        indicator = repository.catalogue.indicators[row.indicator_id]
        same = [other for other in wards[key] if other.period_code == row.period_code]
        of_borough = next((other for other in borough.get(key, ()) if other.period_code == row.period_code), None)
        measured = ward_values(boundaries, same, of_borough, VALUE, decimals=indicator.decimals)
        ward = next(entry for entry in measured.wards if entry.area_code == code)
        lines.append(ProfileLine(indicator, row, ward, measured))
    return tuple(lines)


def _newest(repository: Repository, code: str) -> dict[_Key, PublicRow]:
    periods = repository.catalogue.codes.periods
    found: dict[_Key, PublicRow] = {}
    for key, rows in _by_key(repository, (code,)).items():
        found[key] = max(rows, key=lambda row: (periods[row.period_code].end, periods[row.period_code].start))
    return found


def _by_key(repository: Repository, areas: tuple[str, ...]) -> dict[_Key, list[PublicRow]]:
    """The rows for everybody together in some places, by indicator and breakdown."""
    found: dict[_Key, list[PublicRow]] = {}
    for row in repository.rows(Selection(area=areas, ethnicity=(ALL,))):
        found.setdefault((row.indicator_id, row.category_code), []).append(row)
    return found


def group_lines(repository: Repository, code: str, indicator_id: str, classification: str = "") -> list[GroupLine]:
    """The ethnic groups of one indicator in a ward at its newest date, everybody last."""
    if indicator_id not in repository.catalogue.indicators:
        return []
    classes = (classification, ALL) if classification else ()
    about = Selection(indicator=(indicator_id,), classification=classes)
    rows = _latest(repository, Selection(**{**vars(about), "area": (code,)}))
    beside = {
        row.ethnicity_code: row for row in _latest(repository, Selection(**{**vars(about), "area": (ISLINGTON,)}))
    }
    lines = [GroupLine(row, beside.get(row.ethnicity_code)) for row in rows]
    return sorted(lines, key=lambda line: line.ward.ethnicity_code == ALL)


def _latest(repository: Repository, selection: Selection) -> list[PublicRow]:
    periods = repository.catalogue.codes.periods
    rows = [row for row in repository.rows(selection) if row.category_code == ALL]
    last = max((row.period_code for row in rows), key=lambda code: periods[code].end, default="")
    return [row for row in rows if row.period_code == last]


def commitments_touched(
    repository: Repository, lines: Sequence[ProfileLine]
) -> dict[str, list[tuple[Indicator, Link]]]:
    """The commitments that the figures of a ward speak to, each with those figures and how well they fit."""
    found: dict[str, list[tuple[Indicator, Link]]] = {}
    for indicator_id in dict.fromkeys(line.indicator.id for line in lines):
        indicator = repository.catalogue.indicators[indicator_id]
        for link in indicator.links:
            found.setdefault(link.commitment_id, []).append((indicator, link))
    order = list(repository.catalogue.commitments)
    return dict(sorted(found.items(), key=lambda entry: order.index(entry[0])))
