"""One plain sentence for one figure, with its number, group, place and period, and the same number alone."""

from data_access.columns import PublicRow
from data_access.formats import figure, is_percent, marker_words, number
from data_access.measures.sentences import people_of
from data_access.measures.units import noun_of, rate_base
from data_access.records import ALL, Indicator
from data_access.sentences import when
from data_access.views import is_shown

_BY_OFFICER = " (as recorded by an officer)"
_AS_STATED = "As stated: "


def figure_text(row: PublicRow, indicator: Indicator) -> str:
    """The number with its unit, such as 34.8%, 1,910 children or 5.2 per 1,000 residents; empty where it is hidden."""
    if not is_shown(row):
        return ""
    text = figure(row.value, indicator.unit, indicator.decimals)
    if _is_everybody(row) and row.numerator is not None:
        # The share of everybody is always 100%: the number says more.
        return f"{number(row.numerator)} {noun_of(indicator.unit)} (100%)"
    if is_percent(indicator.unit) or indicator.unit.startswith("per "):
        return text
    return f"{text} {indicator.unit.partition(' (')[0]}"


def figure_sentence(row: PublicRow, indicator: Indicator) -> str:
    """What the figure says, or why there is none; it gives no cause and compares with nothing."""
    told = when(row.period_code, row.period)
    told = f"{told[:1].lower()}{told[1:]}"
    counted = _of_the_whole(row, indicator)
    if counted:
        return f"In {row.area} {told}{',' if row.ethnicity_code == ALL else ':'} {counted}."
    title = indicator.title if row.category_code == ALL else f"{indicator.title}: {row.category}"
    return f"{title}: {told}, the figure for {_whom(row, indicator)} {_standing(row, indicator)}."


def _is_everybody(row: PublicRow) -> bool:
    """Whether a row is of a whole that others are parts of."""
    return row.measure_type == "composition" and row.ethnicity_code == ALL and row.category_code == ALL


def _of_the_whole(row: PublicRow, indicator: Indicator) -> str:
    """A part of a whole by its counts, or the whole; empty where the row is no such thing or has no counts."""
    is_part = row.measure_type == "composition" and row.category_code == ALL and is_shown(row)
    if not is_part or row.numerator is None or row.denominator is None:
        return ""
    noun = noun_of(indicator.unit)
    if row.ethnicity_code == ALL:
        return f"there were {number(row.numerator)} {noun}"
    share = f"{number(row.numerator)} of {number(row.denominator)} {noun}"
    return f"{share} ({figure(row.value, indicator.unit, indicator.decimals)}) {_were(row, indicator)}"


def _were(row: PublicRow, indicator: Indicator) -> str:
    if row.ethnicity_code.endswith("-unknown"):
        return "had no known ethnic group"
    return f"were of {_recorded(row)}" if indicator.protect == "stops" else f"were in {_group(row)}"


def _recorded(row: PublicRow) -> str:
    group = row.ethnicity.removesuffix(_BY_OFFICER)
    return f"people recorded{' by an officer' if group != row.ethnicity else ''} as {group}"


def _group(row: PublicRow) -> str:
    if row.ethnicity.startswith(_AS_STATED):
        return f"the group {row.ethnicity.removeprefix(_AS_STATED)}"
    return f"the {row.ethnicity} group"


def _whom(row: PublicRow, indicator: Indicator) -> str:
    if row.ethnicity_code == ALL:
        return row.area
    has_noun = indicator.unit.startswith("% of ") or rate_base(indicator.unit) is not None
    if row.ethnicity_code.endswith("-unknown"):
        noun = noun_of(indicator.unit) if has_noun else "people"
        return f"{noun} with no known ethnic group in {row.area}"
    if indicator.protect == "stops":
        return f"{_recorded(row)} in {row.area}"
    if has_noun and row.measure_type != "composition":
        return f"{people_of(row)} in {row.area}"
    return f"{_group(row)} in {row.area}"


def _standing(row: PublicRow, indicator: Indicator) -> str:
    if not is_shown(row):
        words = marker_words(row.marker)
        return words if row.marker == "z" else f"is {words}"
    is_share = row.measure_type in ("proportion", "composition")
    is_counted = is_share and row.numerator is not None and row.denominator is not None
    counts = f" ({number(row.numerator)} of {number(row.denominator)})" if is_counted else ""
    return f"was {figure_text(row, indicator)}{counts}"
