"""Which figure a group is compared with, and whether the two may be compared."""

from collections.abc import Iterable, Sequence

from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import marker_words
from data_access.measures import comparison
from data_access.measures.arrays import NOT_PUBLISHED
from data_access.measures.comparison import Comparison
from data_access.measures.results import NO_COUNTS, NotCalculated
from data_access.measures.units import rate_base
from data_access.records import ALL

OF_ONE_TOTAL = "shares of one total depend on how large each group is, so they are not compared as chances"
A_SCORE = "a score has no ratio, and we cannot tell whether a difference is chance"
A_COUNT = "a count says nothing of chances without the number that it is of"
NO_REFERENCE = "there is no figure for the reference group"
_UNKNOWN = "-unknown"
_WHITE = ("-white", "-british", "-white-british")
_LEVELS = {"ward": 0, "borough": 1, "region": 2, "nation": 3}


def reference_codes(rows: Iterable[PublicRow]) -> list[str]:
    """The groups that a reader may compare with: White, White British where published, then everybody."""
    codes = [row.ethnicity_code for row in rows if row.marker == PUBLISHED]
    found = [code for code in dict.fromkeys(codes) if code.endswith(_WHITE)]
    return found + [ALL] * (ALL in codes)


def reference_row(
    row: PublicRow, here: Sequence[PublicRow], elsewhere: Sequence[PublicRow], reference_code: str
) -> PublicRow | None:
    """The figure to compare with: another group's here, or the same group's in the place that the code is of."""
    if elsewhere and reference_code == elsewhere[0].area_code:
        return next((other for other in elsewhere if other.ethnicity_code == row.ethnicity_code), None)
    return next((other for other in here if other.ethnicity_code == reference_code), None)


def compare(row: PublicRow, reference: PublicRow | None) -> Comparison | NotCalculated:
    """A figure beside its reference, by the kind of measure; a reason where the two may not be compared.

    Args:
        row: the figure of one group.
        reference: that of the reference, or None where there is none.

    Returns:
        The ratio and the gap; the gap is in points, or in the unit of a rate or score.
    """
    if reference is None:
        return NotCalculated(NO_REFERENCE)
    refusal = next((reason for is_so, reason in _refusals(row, reference) if is_so), "")
    return NotCalculated(refusal) if refusal else _by_measure(row, reference)


def _refusals(row: PublicRow, reference: PublicRow) -> list[tuple[bool, str]]:
    pair = (row.ethnicity_code, reference.ethnicity_code)
    here = row.area_code == reference.area_code
    lists = {row.ethnicity_classification, reference.ethnicity_classification}
    return [
        (row.marker != PUBLISHED, hidden_reason(row)),
        (reference.marker != PUBLISHED, f"the reference group is {hidden_reason(reference)}"),
        (any(code.endswith(_UNKNOWN) for code in pair), "people whose ethnic group is not known are not a group"),
        (here and pair[0] == pair[1], "this is the reference itself"),
        (here and pair[0] == ALL, "everybody is not compared with a part"),
        (ALL not in pair and len(lists) > 1, "the groups are of different lists"),
        (row.indicator_id != reference.indicator_id, "the figures are of different indicators"),
        (row.period_code != reference.period_code, "the figures are of different times"),
        (row.category_code != reference.category_code, "the figures are of different parts"),
        (row.measure_type == "composition", OF_ONE_TOTAL),
        (row.measure_type == "count", A_COUNT),
    ]


def hidden_reason(row: PublicRow) -> str:
    """Why a row has no figure, such as “hidden to protect people”; empty for a published row."""
    return marker_words(row.marker)


def _by_measure(row: PublicRow, reference: PublicRow) -> Comparison | NotCalculated:
    if row.measure_type == "mean":
        return comparison.compare_values([row.value], reference.value, A_SCORE)[0]
    if None in (row.numerator, row.denominator, reference.numerator, reference.denominator):
        return comparison.compare_values([row.value], reference.value, NO_COUNTS)[0]
    counts = [row.numerator], [row.denominator], (reference.numerator, reference.denominator)
    is_part = _is_part(row, reference)
    if row.measure_type == "rate":
        per = rate_base(row.unit)
        if per is None:
            return NotCalculated(NOT_PUBLISHED)
        of_rates = comparison.compare_rates_with_whole if is_part else comparison.compare_rates
        return of_rates(*counts, per)[0]
    of_shares = comparison.compare_shares_with_whole if is_part else comparison.compare_shares
    return of_shares(*counts)[0]


def _is_part(row: PublicRow, reference: PublicRow) -> bool:
    """Whether the reference counts the group's people too: everybody here, or a larger place (all are in London)."""
    if row.area_code == reference.area_code:
        return reference.ethnicity_code == ALL
    level, other = _LEVELS.get(row.area_type, 0), _LEVELS.get(reference.area_type, 0)
    return other >= max(level, _LEVELS["region"])
