"""What earlier editions tell an attacker: figures shown then, and sums in which other cells were hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data_access.disclosure.figures import place_of, read_figures
from data_access.disclosure.hierarchy import Cell, Place, build_hierarchy
from data_access.disclosure.tables import CLOSE, Key, Sum
from data_access.records import Catalogue, Indicator, Observation


class EarlierCell(NamedTuple):
    """A cell as an earlier edition had it, where it is not the cell of this edition."""

    edition: int
    cell: Cell


@dataclass(frozen=True)
class Joined:
    """An earlier edition's sums over this edition's cells, with the counts that only the earlier one shows."""

    sums: tuple[Sum, ...]
    constants: dict[Key, float]
    unknown: frozenset[Key]


@dataclass(frozen=True)
class Earlier:
    """An earlier edition as it was published: None is a cell that was hidden in it."""

    counts: Mapping[Key, float | None]
    sums: tuple[Sum, ...]

    def shown_alike(self, counts: Mapping[Key, float | None]) -> set[Key]:
        """The cells that it shows with the count they have now; one that was revised since says nothing of now."""
        return {cell for cell, count in self.counts.items() if count is not None and _is_close(counts.get(cell), count)}

    def joined_to(self, counts: Mapping[Key, float | None], number: int) -> Joined:
        """Its sums with a hidden cell, over the cells of now, as far as the counts of now keep them.

        A sum that they do not keep had other counts in it, so that it tells nothing of them.
        """
        constants: dict[Key, float] = {}
        unknown: set[Key] = set()
        sums = []
        for entry in self.sums:
            keys = {key: self._key_now(key, counts, number) for key, _ in entry.signed}
            then = {keys[key]: count for key in keys if (count := self.counts.get(key)) is not None}
            joined = Sum(keys[entry.total], tuple(keys[part] for part in entry.parts), entry.slack)
            values = {key: then.get(key, counts.get(key)) for key in keys.values()}
            if _can_hold(joined, values):
                sums.append(joined)
                constants |= {key: count for key, count in then.items() if key not in counts}
                unknown |= {key for key, value in values.items() if value is None}
        return Joined(tuple(sums), constants, frozenset(unknown))

    def _key_now(self, key: Key, counts: Mapping[Key, float | None], number: int) -> Key:
        count = self.counts.get(key)
        same = key in counts and (count is None or _is_close(counts[key], count))
        return key if same or not isinstance(key, Cell) else EarlierCell(number, key)


def split_editions(rows: Iterable[Observation]) -> list[list[Observation]]:
    """Rows of several editions, one after another: where a place comes again, the next edition begins."""
    editions: list[list[Observation]] = []
    places: set[Place] = set()
    for row in rows:
        place = place_of(row)
        if place in places or not editions:
            editions.append([])
            places = set()
        editions[-1].append(row)
        places.add(place)
    return editions


def read_earlier(indicator: Indicator, rows: Sequence[Observation], catalogue: Catalogue) -> Earlier:
    """An earlier edition from its published rows."""
    hierarchy = build_hierarchy(read_figures(indicator, rows).counts, catalogue.codes)
    known = hierarchy.counts
    hiding = tuple(entry for entry in hierarchy.sums if any(known[key] is None for key, _ in entry.signed))
    return Earlier(known, hiding)


def _is_close(count: float | None, other: float) -> bool:
    return count is not None and abs(count - other) < CLOSE


def _can_hold(entry: Sum, values: Mapping[Key, float | None]) -> bool:
    known = [(sign, value) for key, sign in entry.signed if (value := values[key]) is not None]
    gap = sum(sign * value for sign, value in known)
    if len(known) == len(entry.signed):
        return abs(gap) <= entry.slack + CLOSE
    return True
