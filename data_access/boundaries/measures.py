"""What a ward map shows of each ward: the figure, its ratio to the borough, or its share of the borough's total.

Nothing is worked out from a hidden figure: a share takes the ward's own published count and the borough's own
published total, and what the wards shown leave over is never told.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data_access.boundaries.shapes import Boundaries, Ward
from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import interval, is_number, is_percent, marker_words, number, rounded
from data_access.records import ALL

VALUE = "value"
RATIO = "ratio"
SHARE = "share"
MEASURES = {VALUE: "Figure", RATIO: "Ratio to Islington", SHARE: "Share of Islington’s total"}

_RATIO_DECIMALS = 2
_SHARE_DECIMALS = 1
# How far wards may exceed the borough's total by rounding before their shares are refused.
_ROUNDING = 1.01


@dataclass(frozen=True)
class WardValue:
    """One ward: its number in the measure, or the marker and the words of why there is none.

    ``text`` is what is written in the ward, such as 34.8, 3.9 or [c]; ``words`` tells it in full, with interval.
    ``base`` is what the figure was divided by, where that is published and the ward is not hidden.
    """

    area_code: str
    area: str
    value: float | None
    lower: float | None
    upper: float | None
    base: float | None
    marker: str
    flags: str
    text: str
    words: str


@dataclass(frozen=True)
class Measured:
    """Every ward of one vintage in one measure, or the reason why the measure cannot be given at all."""

    measure: str
    unit: str
    decimals: int
    wards: tuple[WardValue, ...]
    reference: float | None
    reason: str
    note: str

    @property
    def values(self) -> tuple[float, ...]:
        """The numbers of the wards that have one."""
        return tuple(ward.value for ward in self.wards if ward.value is not None)


@dataclass(frozen=True)
class _Number:
    value: float | None
    lower: float | None = None
    upper: float | None = None


def ward_values(
    boundaries: Boundaries,
    rows: Sequence[PublicRow],
    borough: PublicRow | None,
    measure: str = VALUE,
    *,
    decimals: int,
) -> Measured:
    """The wards of a vintage in one measure, from the rows of one indicator, group, period and category.

    A ward without a row counts as not published.

    Raises:
        ValueError: there is no such measure, a ward has two rows, or a row is for no ward of this vintage.
    """
    if measure not in MEASURES:
        message = f"there is no measure {measure!r}; there are {', '.join(MEASURES)}"
        raise ValueError(message)
    row_of = _by_ward(boundaries, rows)
    counted = any(_is_everybody(row) for row in rows)
    kind = rows[0].measure_type if rows else ""
    unit = rows[0].unit if rows else ""
    if measure == VALUE:
        told, shown, read = (_counted(unit), 0, _count) if counted else (unit, decimals, _value)
        reference = read(borough).value if borough is not None else None
        note = "Told as a count: everybody is 100% of everybody in each ward." if counted else ""
        return _measured(boundaries, row_of, measure, told, shown, read, reference, note=note)
    if measure == RATIO:
        reason = _no_ratio(kind, unit, borough, counted)
        whole = borough.value if borough is not None and borough.value else 1.0
        return _measured(
            boundaries, row_of, measure, "times Islington’s figure", _RATIO_DECIMALS, _ratio_to(whole), 1.0, reason
        )
    reason = _no_share(kind, rows, borough)
    total = (_count(borough).value if borough is not None else None) or 1.0
    told = f"% of Islington’s total {_counted(unit)}" if kind != "rate" else "% of Islington’s total"
    return _measured(boundaries, row_of, measure, told, _SHARE_DECIMALS, _share_of(total), None, reason)


def all_values(
    boundaries: Boundaries,
    periods: Iterable[tuple[Sequence[PublicRow], PublicRow | None]],
    measure: str = VALUE,
    *,
    decimals: int,
) -> list[float]:
    """The numbers that ``classes`` wants: those of every period, each given with the borough's row of its own."""
    return [
        value
        for rows, borough in periods
        for value in ward_values(boundaries, rows, borough, measure, decimals=decimals).values
    ]


def _by_ward(boundaries: Boundaries, rows: Sequence[PublicRow]) -> dict[str, PublicRow]:
    row_of = {row.area_code: row for row in rows}
    strangers = set(row_of) - {ward.code for ward in boundaries.wards}
    if strangers:
        message = f"{min(strangers)} is no ward of {boundaries.vintage}; wards of two vintages have no map in common"
        raise ValueError(message)
    if len(row_of) < len(rows):
        message = "a ward has two rows; give those of one group, period and category"
        raise ValueError(message)
    return row_of


def _measured(
    boundaries: Boundaries,
    row_of: dict[str, PublicRow],
    measure: str,
    unit: str,
    decimals: int,
    read: Callable[[PublicRow], _Number],
    reference: float | None,
    reason: str = "",
    note: str = "",
) -> Measured:
    if reason:
        wards = [_without(ward, row_of.get(ward.code), reason) for ward in boundaries.wards]
        return Measured(measure, unit, decimals, tuple(wards), None, reason, note)
    wards = [_one(ward, row_of.get(ward.code), read, unit, decimals) for ward in boundaries.wards]
    return Measured(measure, unit, decimals, tuple(wards), reference, "", note)


def _one(
    ward: Ward, row: PublicRow | None, read: Callable[[PublicRow], _Number], unit: str, decimals: int
) -> WardValue:
    marker = "x" if row is None else row.marker
    if row is None or marker != PUBLISHED:
        return _missing(ward, marker, marker_words(marker))
    found = read(row)
    if found.value is None:
        return _missing(ward, "x", "no count is published for this ward")
    value, lower, upper = (
        None if end is None else rounded(end, decimals) for end in (found.value, found.lower, found.upper)
    )
    ends = interval(lower, upper, decimals)
    words = _told(value, unit, decimals) + (f", 95% interval {ends}" if ends else "")
    base = float(row.denominator) if is_number(row.denominator) else None
    return WardValue(ward.code, ward.name, value, lower, upper, base, "", row.flags, number(value, decimals), words)


def _told(value: float | None, unit: str, decimals: int) -> str:
    """The number with its unit in full: 34.8% of residents, 36 stops, 1.25 times Islington’s figure."""
    if is_percent(unit):
        return f"{number(value, decimals)}{unit}"
    return f"{number(value, decimals)} {unit}"


def _missing(ward: Ward, marker: str, words: str) -> WardValue:
    return WardValue(ward.code, ward.name, None, None, None, None, marker, "", f"[{marker}]", words)


def _without(ward: Ward, row: PublicRow | None, reason: str) -> WardValue:
    """A ward in a measure that cannot be given; a marker of its own says more than the reason for all."""
    if row is not None and row.marker != PUBLISHED:
        return _missing(ward, row.marker, marker_words(row.marker))
    return _missing(ward, "z", reason)


def _is_everybody(row: PublicRow) -> bool:
    """Whether a row is the share that everybody is of everybody, which is 100% everywhere."""
    return row.measure_type == "composition" and row.ethnicity_code == ALL and row.category_code == ALL


def _counted(unit: str) -> str:
    return unit.removeprefix("% of ")


def _value(row: PublicRow) -> _Number:
    if row.marker != PUBLISHED or not is_number(row.value):
        return _Number(None)
    if is_number(row.lower) and is_number(row.upper):
        return _Number(float(row.value), float(row.lower), float(row.upper))
    return _Number(float(row.value))


def _count(row: PublicRow) -> _Number:
    """The count behind a figure: the figure itself where it is one, else what was divided."""
    count = row.value if row.measure_type == "count" else row.numerator
    return _Number(float(count) if row.marker == PUBLISHED and is_number(count) else None)


def _ratio_to(whole: float) -> Callable[[PublicRow], _Number]:
    def read(row: PublicRow) -> _Number:
        found = _value(row)
        return _Number(*(None if end is None else end / whole for end in (found.value, found.lower, found.upper)))

    return read


def _share_of(total: float) -> Callable[[PublicRow], _Number]:
    def read(row: PublicRow) -> _Number:
        count = _count(row).value
        return _Number(None if count is None else 100 * count / total)

    return read


def _no_ratio(kind: str, unit: str, borough: PublicRow | None, counted: bool) -> str:
    """Why no ratio to the borough can be given, or an empty text."""
    if counted:
        return "Everybody is 100% of everybody in each ward and in Islington, so a ratio says nothing."
    if kind == "count":
        return "A ward’s count is part of Islington’s count, so a ratio says nothing; see its share of the total."
    if unit.startswith("points"):
        return "A score has no natural zero, so one score is not so many times another."
    return _no_figure(borough, None if borough is None else _value(borough).value)


def _no_share(kind: str, rows: Sequence[PublicRow], borough: PublicRow | None) -> str:
    """Why no share of the borough's total can be given, or an empty text."""
    if kind == "mean":
        return "An average or a score does not add up to a total, so no ward has a share of it."
    counts = [count for row in rows if (count := _count(row).value) is not None]
    if rows and not counts:
        return "No count is published for any ward shown, so no share of a total can be given."
    total = None if borough is None else _count(borough).value
    reason = _no_figure(borough, total)
    if not reason and total is not None and sum(counts) > total * _ROUNDING:
        return "The wards add up to more than Islington’s total, so no shares of it are given."
    return reason


def _no_figure(borough: PublicRow | None, found: float | None) -> str:
    if borough is None:
        return "There is no figure for Islington in the same period and group to compare with."
    if borough.marker != PUBLISHED:
        return f"Islington’s own figure is {marker_words(borough.marker)}, so there is nothing to compare with."
    if found is None:
        return "No count is published for Islington, so no share of a total can be given."
    return "" if found > 0 else "Islington’s figure is zero, so nothing can be divided by it."
