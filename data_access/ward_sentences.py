"""Sentences on the wards, made from the same view as the map and the list."""

from collections import Counter
from collections.abc import Sequence

from data_access.boundaries import RATIO, SHARE, VALUE, WardValue
from data_access.columns import PublicRow
from data_access.formats import MARKER_WORDS, figure, is_percent, list_words, number, plural
from data_access.interface_text import text_of
from data_access.records import ALL
from data_access.sentences import when
from data_access.views import is_shown
from data_access.ward_views import WardMapView

NOT_A_RATE = text_of("wards.not-a-rate")


def headline(view: WardMapView) -> str:
    """The one sentence that answers the ward map's page."""
    shown = [ward for ward in view.listed if ward.value is not None]
    if view.measured.reason:
        return view.measured.reason
    if len(shown) < 2:
        return "No figure by ward can be shown for this choice."
    if _is_counted(view) and view.borough is not None and is_shown(view.borough):
        return _counts(view, shown, view.borough)
    return _ends(view, shown)


def count_of(row: PublicRow | None) -> float | None:
    """The count behind a row: the figure itself where it is one, else what was divided; None where it is hidden."""
    if row is None or not is_shown(row):
        return None
    return row.value if row.measure_type == "count" else row.numerator


def _is_counted(view: WardMapView) -> bool:
    """Whether the map shows parts of a whole that the wards share among them."""
    if view.measured.measure == SHARE:
        return True
    everybody = (view.choice.ethnicity_code, view.choice.category_code) == (ALL, ALL)
    counted = view.indicator.measure_type == "count" or (view.indicator.measure_type == "composition" and everybody)
    return view.measured.measure == VALUE and counted


def _counts(view: WardMapView, shown: Sequence[WardValue], borough: PublicRow) -> str:
    counts = [(ward.area, count_of(view.row_of[ward.area_code])) for ward in shown]
    (first, most), (second, next_most) = counts[:2]
    whole = f"{number(count_of(borough))} {subject(view)} in Islington"
    ends = f"{number(most)} were in {first} and {number(next_most)} in {second}"
    rest = f"; no other ward shown had more than {number(counts[2][1])}" if len(counts) > 2 else ""
    return f"Of {whole}, {ends}{rest}."


def subject(view: WardMapView) -> str:
    """What is counted: “residents in the Asian group”, “stops and searches of people recorded as Black”."""
    noun = view.indicator.unit.removeprefix("% of ")
    row = view.rows[0]
    part = "" if row.category_code == ALL else f" ({row.category})"
    if row.ethnicity_code == ALL:
        return f"{noun}{part}"
    if row.ethnicity_code.endswith("-unknown"):
        return f"{noun}{part} with no ethnic group known"
    if view.indicator.protect == "stops":
        return f"{noun}{part} of people recorded as {row.ethnicity}"
    return f"{noun}{part} in the {row.ethnicity} group"


def _ends(view: WardMapView, shown: Sequence[WardValue]) -> str:
    high, low, row = shown[0], shown[-1], view.rows[0]
    counted = _is_counted(view)
    group = "" if row.ethnicity_code == ALL or counted else f"for the {row.ethnicity} group, "
    part = "" if row.category_code == ALL or counted else f" ({row.category})"
    start = f"{when(row.period_code, row.period)}{part}, {group}"
    beside = ""
    if view.measured.measure == VALUE and view.measured.reference is not None:
        beside = f"; Islington’s figure was {_told(view.measured.reference, view)}"
    times = " times Islington’s figure" if view.measured.measure == RATIO else ""
    what = f"the number of {subject(view)}" if counted else "the ratio" if times else "the figure"
    return (
        f"{start}{what} ran from {_told(low.value, view)} in {low.area} to {_told(high.value, view)}{times} "
        f"in {high.area}{beside}."
    )


def _told(value: float | None, view: WardMapView) -> str:
    unit = "%" if is_percent(view.measured.unit) else ""
    return figure(value, unit, view.measured.decimals)


def coverage(view: WardMapView) -> str:
    """How many wards there are of which boundaries, how many have a figure, and why the others have none."""
    boundaries = f"{plural(len(view.measured.wards), 'ward')} ({view.choice.vintage} boundaries)"
    if view.measured.reason:
        return f"{boundaries}: this measure cannot be given"
    markers = Counter(ward.marker for ward in view.measured.wards if ward.value is None)
    reasons = [f"{markers[marker]} {words}" for marker, words in MARKER_WORDS.items() if markers[marker]]
    shown = len(view.measured.wards) - markers.total()
    parts = list_words([f"{shown} with a figure", *reasons])
    return f"{boundaries}: {parts}"


def one_ward(view: WardMapView, code: str) -> str:
    """One ward's figure of the map in a sentence."""
    ward = next(entry for entry in view.measured.wards if entry.area_code == code)
    if ward.value is None:
        return f"{ward.area}: {ward.words}."
    count = count_of(view.row_of.get(code))
    behind = "" if count is None or not is_percent(view.measured.unit) else f" ({number(count)} {subject(view)})"
    return f"{ward.area}: {ward.words}{behind}."


def unknown_share(part: PublicRow | None, whole: PublicRow | None) -> str:
    """How many have no ethnic group recorded, with both numbers; empty where it is not told."""
    count, total = count_of(part), count_of(whole)
    if count is None or not total:
        return ""
    return f"{figure(100 * count / total, '%', 1)} ({number(count)} of {number(total)})"
