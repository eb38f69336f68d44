"""One breakdown by ethnic group: its total, the people not known, and how far they could move each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from data_access.columns import PUBLISHED, PublicRow
from data_access.measures.arrays import NOT_PUBLISHED, floats
from data_access.measures.representation import share_of
from data_access.measures.results import Interval, NotCalculated, Result, estimate
from data_access.measures.unknown import Unknown, composition_bounds, order_could_reverse, share_bounds, unknown_share
from data_access.records import ALL

UNKNOWN_CODE = "-unknown"


@dataclass(frozen=True)
class Breakdown:
    """The rows of one list of groups in one place, time and category, by the code of the group; ``all`` may be one."""

    rows: Mapping[str, PublicRow]

    @cached_property
    def groups(self) -> tuple[PublicRow, ...]:
        """The groups whose people are known to belong to them, hidden ones too."""
        return tuple(row for code, row in self.rows.items() if code != ALL and not code.endswith(UNKNOWN_CODE))

    @cached_property
    def is_composition(self) -> bool:
        """Whether the rows are parts of one total."""
        return any(row.measure_type == "composition" for row in self.rows.values())

    @cached_property
    def _of_unknown(self) -> PublicRow | None:
        return next((row for code, row in self.rows.items() if code.endswith(UNKNOWN_CODE)), None)

    @cached_property
    def _total(self) -> tuple[float | None, float | None]:
        """The count and the number of everybody, None where they are not shown."""
        row = self.rows.get(ALL)
        if row is None and self.is_composition:
            row = next(iter(self.groups), None)
            return (row.denominator, row.denominator) if row else (None, None)
        return (row.numerator, row.denominator) if row and _is_shown(row) else (None, None)

    @cached_property
    def unknown(self) -> Unknown:
        """The people not known: their own row, else what the groups leave of the total where all are shown."""
        row = self._of_unknown
        if row is None:
            return self._left_over()
        if not _is_shown(row):
            return Unknown(None, None)
        return Unknown(row.numerator, row.denominator)

    def _left_over(self) -> Unknown:
        if not self.groups or not all(_is_shown(row) for row in self.groups):
            return Unknown(None, None)
        counted, everybody = floats(self._total)
        left = counted - floats([row.numerator for row in self.groups]).sum()
        if self.is_composition:
            return Unknown(_count(left), _count(everybody, least=left))
        of = everybody - floats([row.denominator for row in self.groups]).sum()
        return Unknown(_count(left), _count(of, least=left))

    @cached_property
    def unknown_share(self) -> Result:
        """How much of the breakdown is not known, in per cent; a reason where that is hidden or not published."""
        row = self._of_unknown
        if row is not None and not _is_shown(row):
            return NotCalculated("that number is hidden or not published")
        if self.is_composition:
            published = share_of(row) if row is not None else None
            if published is not None:
                return estimate(published)
            return unknown_share(self.unknown.numerator, self._total[1])
        return unknown_share(self.unknown.denominator, self._total[1])

    @cached_property
    def bounds(self) -> Mapping[str, Interval | NotCalculated]:
        """The least and the most that each group's figure can be, in per cent, by the code of the group."""
        groups = [row for row in self.groups if _is_shown(row)]
        tops = [row.numerator for row in groups]
        if self.is_composition:
            found = composition_bounds(tops, self._total[1], self.unknown.numerator)
        elif any(row.measure_type != "proportion" for row in groups):
            found = [NotCalculated(NOT_PUBLISHED)] * len(groups)
        else:
            found = share_bounds(tops, [row.denominator for row in groups], self.unknown)
        return {row.ethnicity_code: bound for row, bound in zip(groups, found, strict=True)}

    def bound_of(self, code: str) -> Interval | NotCalculated:
        """A group's bounds; everybody's figure stays where it is, whoever is not known."""
        if code == ALL:
            share = share_of(self.rows[ALL]) if ALL in self.rows and _is_shown(self.rows[ALL]) else None
            return NotCalculated(NOT_PUBLISHED) if share is None else Interval(share, share)
        return self.bounds.get(code, NotCalculated(NOT_PUBLISHED))

    def could_reverse(self, code: str, other: "Breakdown", other_code: str) -> bool:
        """Whether people not known, here or in the other breakdown, could change which of two groups is higher."""
        return order_could_reverse(self.bound_of(code), other.bound_of(other_code))


def _is_shown(row: PublicRow) -> bool:
    return row.marker == PUBLISHED


def _count(left: float, least: float = 0.0) -> float | None:
    """What is left, nothing where rounding made it less; None where it is not known."""
    return None if left != left or least != least else max(left, least, 0.0)


def breakdowns(rows: Iterable[PublicRow]) -> dict[str, Breakdown]:
    """The breakdown of each list of groups, by its label, everybody in each of them."""
    found = list(rows)
    everybody = [row for row in found if row.ethnicity_code == ALL]
    labels = dict.fromkeys(row.ethnicity_classification for row in found)
    return {
        label: Breakdown(
            {row.ethnicity_code: row for row in [*everybody, *found] if row.ethnicity_classification == label}
            | {row.ethnicity_code: row for row in everybody}
        )
        for label in labels
    }
