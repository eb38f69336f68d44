"""One indicator's rows as counts of people: which cell each number of a row is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from data_access.disclosure.hierarchy import Cell, Place
from data_access.disclosure.tables import CLOSE
from data_access.records import ALL, Indicator, Observation

_SHARES = ("proportion", "composition")
_UNKNOWN = ("c", "x")


@dataclass(frozen=True)
class Figures:
    """Counts by cell, None where a marker stands for it; and the cell that each row's denominator is."""

    counts: Mapping[Cell, float | None]
    bases: Mapping[Place, Cell]

    def cells_of(self, place: Place) -> Iterator[Cell]:
        """Every cell that the row at a place tells of."""
        yield from (cell for cell in (Cell(place), Cell(place, "rest")) if cell in self.counts)
        if place in self.bases:
            yield self.bases[place]


def place_of(row: Observation) -> Place:
    """Where a row's figure stands."""
    return Place(row.period_code, row.area_code, row.ethnicity_code, row.category_code)


def read_figures(indicator: Indicator, rows: Iterable[Observation]) -> Figures:
    """The counts that rows carry or give away; none where the indicator's rows carry no count at all."""
    by_place = {place_of(row): row for row in rows}
    numerators = {
        Cell(place): _count(indicator, row)
        for place, row in by_place.items()
        if row.marker in _UNKNOWN or _count(indicator, row) is not None
    }
    if not any(count is not None for count in numerators.values()):
        return Figures({}, {})
    return _with_denominators(indicator, by_place, numerators)


def _with_denominators(
    indicator: Indicator, by_place: Mapping[Place, Observation], numerators: Mapping[Cell, float | None]
) -> Figures:
    counts = dict(numerators)
    bases: dict[Place, Cell] = {}
    for place, row in by_place.items():
        if row.denominator is None:
            continue
        cell = Cell(place, "base")
        if indicator.measure_type == "composition":
            cell = _whole_of(place, row.denominator, counts)
        bases[place] = cell
        counts[cell] = row.denominator
        if indicator.measure_type == "proportion" and Cell(place) in counts:
            count = counts[Cell(place)]
            counts[Cell(place, "rest")] = None if count is None else row.denominator - count
    return Figures(counts, bases)


def _count(indicator: Indicator, row: Observation) -> float | None:
    if row.numerator is not None or row.value is None:
        return row.numerator
    if indicator.measure_type == "count":
        return row.value
    if indicator.measure_type in _SHARES and row.denominator is not None:
        return row.value * row.denominator / 100
    return None


def _whole_of(place: Place, denominator: float, counts: Mapping[Cell, float | None]) -> Cell:
    """The cell of the whole that a share is of: all groups, else all categories, else both, as the counts show."""
    wholes = [
        Cell(place._replace(group=ALL)),
        Cell(place._replace(category=ALL)),
        Cell(place._replace(group=ALL, category=ALL)),
    ]
    for cell in wholes:
        count = counts.get(cell)
        if count is not None and abs(count - denominator) < CLOSE:
            return cell
    # The whole may have no row, or a marker in its row: its parts' denominators tell it all the same.
    untold = [cell for cell in wholes if cell.place != place and counts.get(cell) is None]
    return untold[0] if untold else Cell(place, "base")
