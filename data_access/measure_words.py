"""Which of the measures’ sentences a page says, and in what order."""

import math
from collections.abc import Iterator, Mapping

from data_access.columns import PublicRow
from data_access.formats import list_words, number
from data_access.measured import NOTHING, MeasuredView
from data_access.measures.comparison import Comparison
from data_access.measures.direction import wished_direction
from data_access.measures.representation import Representation
from data_access.measures.results import NotCalculated
from data_access.measures.sentences import (
    comparison_sentence,
    people_sentence,
    reason_sentence,
    representation_sentence,
    story_sentence,
    trend_sentence,
)
from data_access.measures.table import GroupMeasure
from data_access.measures.trend import Trend, Untested
from data_access.records import ALL, Indicator

# As many names as a plain sentence has room for; a longer list becomes several sentences.
_NAMES_AT_ONCE = 4


def differences(measured: MeasuredView) -> Iterator[str]:
    """Each group beside the reference; one sentence where the same reason stands against every comparison."""
    indicator = measured.view.indicator
    if indicator.measure_type == "composition":
        yield from _represented(measured)
    if measured.reference_code == NOTHING:
        return
    compared = [entry for entry in measured.groups if entry.reference and entry.reference is not entry.row]
    for entry in compared:
        if isinstance(entry.comparison, Comparison):
            words = (
                comparison_sentence(entry, indicator),
                people_sentence(entry),
                story_sentence(entry.story, indicator),
            )
            yield " ".join(part for part in words if part)
    refused = {entry.row: reason_sentence(entry) for entry in compared}
    for reason in dict.fromkeys(filter(None, refused.values())):
        for names in _together(refused, reason):
            yield f"Not compared: {names}. {reason}"


def _together(said: Mapping[PublicRow, str], words: str) -> list[str]:
    """Of whom the same is said: all groups, all but a few, or a few names at a time, so that nobody is left out."""
    names = [row.ethnicity for row, told in said.items() if told == words]
    others = [row.ethnicity for row, told in said.items() if told != words and row.ethnicity_code != ALL]
    if len(names) > 1 and not others:
        return ["all groups"]
    if len(names) > _NAMES_AT_ONCE and len(others) < _NAMES_AT_ONCE:
        return [f"all groups but {list_words(others)}"]
    parts = math.ceil(len(names) / _NAMES_AT_ONCE)
    return [list_words(names[len(names) * part // parts : len(names) * (part + 1) // parts]) for part in range(parts)]


def _represented(measured: MeasuredView) -> Iterator[str]:
    indicator = measured.view.indicator
    known = [entry for entry in measured.groups if not entry.row.ethnicity_code.endswith("-unknown")]
    reasons = dict.fromkeys(
        entry.representation.reason for entry in known if isinstance(entry.representation, NotCalculated)
    )
    for entry in known:
        if not isinstance(entry.representation, NotCalculated):
            yield representation_sentence(entry, indicator)
    if len(reasons) == 1 and all(isinstance(entry.representation, NotCalculated) for entry in known):
        reason = next(iter(reasons))
        yield f"No group is called over- or under-represented here: {reason}."


def trends(measured: MeasuredView) -> Iterator[str]:
    """Which way each group went over the last five figures, and what that means for what was hoped."""
    wish = wished_direction(measured.view.indicator)
    said = {entry.row: trend_sentence(entry.trend, wish) for entry in measured.measures.values()}
    for sentence in dict.fromkeys(said.values()):
        for names in _together(said, sentence):
            yield f"{names[:1].upper()}{names[1:]}. {sentence}"


def could_reverse(measured: MeasuredView) -> str:
    """Which groups people not known could move past the reference, or an empty text."""
    names = [
        entry.row.ethnicity
        for entry in measured.groups
        if isinstance(entry.comparison, Comparison) and entry.order_could_reverse and entry.reference is not entry.row
    ]
    if not names:
        return ""
    return f"People whose group is not known could change the order with the reference for: {list_words(names)}."


def compared_in_words(measure: GroupMeasure, indicator: Indicator) -> str:
    """What can be said of one figure, in a sentence or two: the comparison, the share of a base, or the reason."""
    if isinstance(measure.representation, Representation):
        return representation_sentence(measure, indicator)
    if isinstance(measure.comparison, Comparison):
        return comparison_sentence(measure, indicator)
    if indicator.measure_type == "composition" and isinstance(measure.representation, NotCalculated):
        reason = measure.representation.reason
        return f"{reason[:1].upper()}{reason[1:]}."
    return f"This comparison {measure.comparison}."


def beside_in_short(measure: GroupMeasure) -> str:
    """Ratio and gap to the reference for a cell, both together; empty without a reference."""
    compared = measure.comparison
    if measure.row.measure_type == "composition":
        return "Not compared"
    if measure.reference is None or measure.reference is measure.row:
        return ""
    if isinstance(compared, NotCalculated) or isinstance(compared.gap, NotCalculated):
        return "Not compared"
    decimals, unit = 1, "points" if measure.row.unit.startswith(("%", "points")) else measure.row.unit
    gap = f"{number(abs(compared.gap.value), decimals)} {unit} {'above' if compared.gap.value > 0 else 'below'}"
    if isinstance(compared.ratio, NotCalculated):
        return f"{gap}, chance not tested"
    doubt = "" if measure.may_say_likely else ", may be chance"
    return f"{number(compared.ratio.value, 1)} times, {gap}{doubt}"


def trend_and_care(measure: GroupMeasure) -> str:
    """Which way the last figures went and what to take care of, for a cell."""
    if isinstance(measure.trend, Trend):
        trend: str = measure.trend.direction
    elif isinstance(measure.trend, Untested):
        trend = f"{measure.trend.direction}, not tested"
    else:
        trend = "not tested"
    return "; ".join([trend[:1].upper() + trend[1:], *(flag.code for flag in measure.flags)])
