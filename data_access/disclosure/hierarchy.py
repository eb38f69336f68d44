"""The sums that join one indicator's counts: groups, wards, categories, accumulating periods and denominators."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import NamedTuple

from data_access.disclosure.attacker import Attacker
from data_access.disclosure.tables import CLOSE, Key, Sum
from data_access.records import ALL, Category, CodeLists, EthnicGroup, Period

# Of all the ways in which shorter periods can make up a longer one, so many are looked at.
_TILINGS = 20


class Place(NamedTuple):
    """Where one row's figure stands."""

    period: str
    area: str
    group: str
    category: str


class Cell(NamedTuple):
    """A count of people: ``part`` is ``count`` (the numerator), ``rest`` (those of the denominator who are not in the
    numerator), ``base`` (the denominator, where it is no other row's count) or ``missing …`` (places without a row).
    """

    place: Place
    part: str = "count"

    @property
    def is_missing(self) -> bool:
        """Whether this stands for the people of places that no row has."""
        return self.part.startswith("missing")


# A kind of sum: what it adds over, the code of the total and those of the parts, and the part of the cells.
Kind = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True)
class _Candidate:
    """A sum that may hold; ``is_open`` where places that have no row would be parts too."""

    kind: Kind
    total: Cell
    parts: tuple[Cell, ...]
    is_open: bool = False


@dataclass(frozen=True)
class Hierarchy:
    """The counts, the sums that an attacker can use, and the sums that the counts do not keep.

    ``counts`` are those given, and None for the ``missing``: cells that no row has but that a sum counts.
    """

    counts: Mapping[Key, float | None]
    sums: tuple[Sum, ...]
    unused: tuple[Sum, ...]
    missing: frozenset[Cell]


def build_hierarchy(counts: Mapping[Cell, float | None], codes: CodeLists) -> Hierarchy:
    """Every sum over ``counts``, in which None is an unknown count.

    A sum whose counts are all known is used where it holds to within half a unit a part. One with unknown counts is
    used unless it cannot hold, or unless sums of the same kind are known elsewhere and not one of them holds.
    """
    found = list(_candidates(counts, codes))
    return _sort_out(counts, found)


def _sort_out(counts: Mapping[Cell, float | None], found: Sequence[_Candidate]) -> Hierarchy:
    unit = _unit(value for value in counts.values() if value is not None)
    holding: dict[Kind, set[bool]] = {}
    for each in found:
        gap = _gap(each, counts)
        if gap is not None:
            holding.setdefault(each.kind, set()).add(abs(gap) <= _rounding(each, unit))
    used: list[Sum] = []
    unused: list[Sum] = []
    for each in found:
        usable = _usable(each, counts, unit, holding.get(each.kind, set()))
        (unused if usable is None else used).append(usable or Sum(each.total, each.parts))
    missing = frozenset(key for entry in used for key in entry.parts if isinstance(key, Cell) and key.is_missing)
    published: dict[Key, float | None] = {key: count for key, count in counts.items()}
    published |= dict.fromkeys(missing)
    agreed, contradictory = _agreed(published, used, unit)
    return Hierarchy(published, tuple(agreed), (*unused, *contradictory), missing)


def _usable(each: _Candidate, counts: Mapping[Cell, float | None], unit: float, elsewhere: set[bool]) -> Sum | None:
    gap = _gap(each, counts)
    if gap is not None:
        holds = abs(gap) <= _rounding(each, unit)
        return Sum(each.total, each.parts, slack=_slack(gap)) if holds else None
    total = counts[each.total]
    known = sum(value for part in each.parts if (value := counts[part]) is not None)
    if total is not None and known > total + _rounding(each, unit):
        return None
    name, _, codes, part = each.kind
    if name == "crosswalk":
        return Sum(each.total, each.parts) if True in elsewhere and not each.is_open else None
    if each.is_open:
        return Sum(each.total, (*each.parts, Cell(each.total.place, f"missing {part} {codes[0]}")))
    return None if elsewhere == {False} else Sum(each.total, each.parts)


def _agreed(published: Mapping[Key, float | None], sums: Sequence[Sum], unit: float) -> tuple[list[Sum], list[Sum]]:
    """The sums that can all hold at once: those that contradict one another get the slack of rounding, or go."""
    agreed = list(sums)
    for place in Attacker(published, agreed).inconsistent_sums():
        agreed[place] = replace(agreed[place], slack=max(agreed[place].slack, unit / 2 * len(agreed[place].parts)))
    contradictory = set(Attacker(published, agreed).inconsistent_sums())
    return (
        [entry for place, entry in enumerate(agreed) if place not in contradictory],
        [entry for place, entry in enumerate(agreed) if place in contradictory],
    )


def _gap(each: _Candidate, counts: Mapping[Cell, float | None]) -> float | None:
    values = [counts[cell] for cell in (each.total, *each.parts)]
    known = [value for value in values if value is not None]
    return known[0] - sum(known[1:]) if len(known) == len(values) else None


def _rounding(each: _Candidate, unit: float) -> float:
    return unit / 2 * len(each.parts) + CLOSE


def _slack(gap: float) -> float:
    return abs(gap) if abs(gap) > CLOSE else 0.0


def _unit(values: Iterable[float]) -> float:
    """The last digit that the counts are given to: 1, or 0.1 for full-time equivalents, or less."""
    counts = list(values)
    return next((unit for unit in (1.0, 0.1, 0.01) if all(_is_multiple(value, unit) for value in counts)), 0.001)


def _is_multiple(value: float, unit: float) -> bool:
    return abs(value / unit - round(value / unit)) * unit < CLOSE


def _candidates(counts: Mapping[Cell, float | None], codes: CodeLists) -> Iterator[_Candidate]:
    for part in ("count", "base"):
        places = [cell.place for cell in counts if cell.part == part]
        for axis, finder in _FINDERS.items():
            blocks = _lines(places, axis).values()
            for block, found in zip(
                blocks, finder([_Line(block, counts, part) for block in blocks], codes), strict=True
            ):
                for name, total, parts, is_open in found:
                    kind = (name, total, parts, part)
                    cells = tuple(Cell(block[code], part) for code in parts)
                    yield _Candidate(kind, Cell(block[total], part), cells, is_open)
    for cell in counts:
        if cell.part == "rest":
            yield _Candidate(("complement", "", (), ""), Cell(cell.place, "base"), (Cell(cell.place), cell))


class _Line(NamedTuple):
    """Places that differ in one code alone, by that code."""

    places: Mapping[str, Place]
    counts: Mapping[Cell, float | None]
    part: str

    @property
    def beside(self) -> tuple[str, str]:
        """The period and area that a line over groups or categories is of."""
        place = next(iter(self.places.values()))
        return place.period, place.area

    def count_of(self, code: str) -> float | None:
        return self.counts[Cell(self.places[code], self.part)]


# The name of the sum, the code of its total, those of its parts, and whether places without a row are parts too.
_Found = list[tuple[str, str, tuple[str, ...], bool]]


def _lines(places: Iterable[Place], axis: str) -> dict[Place, dict[str, Place]]:
    lines: dict[Place, dict[str, Place]] = {}
    for place in places:
        lines.setdefault(place._replace(**{axis: ""}), {})[getattr(place, axis)] = place
    return lines


def _over_groups(lines: Sequence[_Line], codes: CodeLists) -> Iterator[_Found]:
    elsewhere = _codes_beside(lines)
    for line in lines:
        absent = [codes.ethnic_groups[code] for code in elsewhere[line.beside] - line.places.keys()]
        groups = [codes.ethnic_groups[code] for code in line.places if code != ALL]
        by_classification = sorted(groups, key=_classification)
        yield [
            entry
            for _, members in groupby(by_classification, _classification)
            for entry in _group_sums(list(members), absent, line.places.keys())
        ]


def _codes_beside(lines: Sequence[_Line]) -> dict[tuple[str, str], set[str]]:
    """The codes that any line of a period and area has: where another line lacks one, its people are not told."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        found.setdefault(line.beside, set()).update(line.places)
    return found


def _classification(group: EthnicGroup) -> str:
    return group.classification_code


def _group_sums(groups: Sequence[EthnicGroup], absent: Sequence[EthnicGroup], present: Set[str]) -> _Found:
    lacking = [group for group in absent if group.classification_code == groups[0].classification_code]
    parents = {group.parent_code for group in groups}
    found: _Found = []
    for parent in sorted(parents & present):
        parts = tuple(group.code for group in groups if group.parent_code == parent)
        found.append(("groups", parent, parts, any(group.parent_code == parent for group in lacking)))
    if ALL in present and not parents <= present:
        found.append(("groups", ALL, tuple(group.code for group in groups), bool(lacking)))
    for broad in sorted({group.eth5_code for group in groups} & present - parents - {group.code for group in groups}):
        parts = tuple(group.code for group in groups if group.eth5_code == broad)
        found.append(("crosswalk", broad, parts, any(group.eth5_code == broad for group in lacking)))
    return found


def _over_areas(lines: Sequence[_Line], codes: CodeLists) -> Iterator[_Found]:
    wards = [area for area in codes.areas.values() if area.area_type == "ward"]
    listed: dict[tuple[str, str], list[str]] = {}
    for ward in wards:
        listed.setdefault((ward.parent_code, ward.vintage), []).append(ward.code)
    for line in lines:
        present = {key: tuple(code for code in all_ if code in line.places) for key, all_ in listed.items()}
        yield [
            ("wards", key[0], codes_, len(codes_) < len(listed[key]))
            for key, codes_ in present.items()
            if codes_ and key[0] in line.places
        ]


def _over_categories(lines: Sequence[_Line], codes: CodeLists) -> Iterator[_Found]:
    nests = _nests(lines, codes)
    elsewhere = _codes_beside(lines)
    for line in lines:
        absent = elsewhere[line.beside] - line.places.keys()
        found: _Found = []
        for whole, parts in nests.items():
            present = tuple(part for part in parts if part in line.places)
            if whole in line.places and present:
                found.append(("categories", whole, present, len(present) < len(parts)))
        if ALL in line.places:
            inside = {part for whole, parts in nests.items() if whole in line.places for part in parts}
            for dimension, members in groupby(_in_order(line, codes), lambda category: category.dimension):
                top = tuple(category.code for category in members if category.code not in inside)
                is_open = any(codes.categories[code].dimension == dimension for code in absent - inside)
                found.append(("categories", ALL, top, is_open))
        yield found


def _in_order(line: _Line, codes: CodeLists) -> list[Category]:
    listed = (codes.categories[code] for code in line.places if code != ALL)
    return sorted(listed, key=lambda category: (category.dimension, category.order))


def _nests(lines: Sequence[_Line], codes: CodeLists) -> dict[str, tuple[str, ...]]:
    """Categories that are the sum of those listed right after them wherever all are known, in two places at least.

    The code lists tell what belongs to what by their order alone.
    """
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for line in lines:
        listed = [category.code for category in _in_order(line, codes)]
        for place, first in enumerate(listed):
            run = _run_below(line, first, listed[place + 1 :])
            if run:
                seen[first, run] = seen.get((first, run), 0) + 1
    return {
        first: run
        for (first, run), times in seen.items()
        if times > 1 and not any(_denies(line, first, run) for line in lines)
    }


def _run_below(line: _Line, first: str, following: Sequence[str]) -> tuple[str, ...]:
    total, added = line.count_of(first), 0.0
    for length, code in enumerate(following, 1):
        count = line.count_of(code)
        if not total or count is None:
            break
        added += count
        if length > 1 and abs(added - total) < CLOSE:
            return tuple(following[:length])
    return ()


def _denies(line: _Line, first: str, run: tuple[str, ...]) -> bool:
    if not {first, *run} <= line.places.keys():
        return False
    total, *counts = (line.count_of(code) for code in (first, *run))
    known = [count for count in counts if count is not None]
    return total is not None and len(known) == len(run) and abs(total - sum(known)) > CLOSE


def _over_periods(lines: Sequence[_Line], codes: CodeLists) -> Iterator[_Found]:
    for line in lines:
        spans = [period for code in line.places if (period := codes.periods[code]).end > period.start]
        yield [
            ("periods", whole.code, parts, False)
            for whole in spans
            for parts in islice(_tilings(whole, spans), _TILINGS)
        ]


def _tilings(whole: Period, spans: Sequence[Period]) -> Iterator[tuple[str, ...]]:
    """Each way in which shorter periods fill a longer one without gap or overlap."""
    inside = [each for each in spans if each != whole and whole.start <= each.start and each.end <= whole.end]
    paths: list[tuple[Period, ...]] = [(period,) for period in inside if period.start == whole.start]
    while paths:
        path = paths.pop()
        if path[-1].end != whole.end:
            paths += [(*path, period) for period in inside if (period.start - path[-1].end).days == 1]
        elif len(path) > 1:
            yield tuple(period.code for period in path)


_FINDERS: dict[str, Callable[[Sequence[_Line], CodeLists], Iterator[_Found]]] = {
    "group": _over_groups,
    "area": _over_areas,
    "category": _over_categories,
    "period": _over_periods,
}
