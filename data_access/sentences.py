"""Plain sentences made from the figures, so that words and numbers cannot drift apart.

They describe and never explain: no cause, no verdict, and “more likely” is not among them,
since nothing here tests whether a difference could be chance.
"""

from collections.abc import Sequence

from data_access.columns import PublicRow
from data_access.formats import figure, list_words, number
from data_access.records import ALL, ISLINGTON, Indicator
from data_access.views import IndicatorView, Outcome, is_shown

_MANY_GROUPS = 7
_WERE = {"stops": ("were of people recorded as", "as")}
_BY_OFFICER = " (as recorded by an officer)"


def when(period_code: str, period: str) -> str:
    """The period as the start of a sentence: “On 31 March 2025”, “In 2024/25”, “From October to December 2025”."""
    if period_code.startswith("d"):
        return f"On {period}"
    if period_code.startswith(("q", "r")):
        return f"From {period}"
    return f"In {period}"


def _start(row: PublicRow) -> str:
    """When a row is for, after the part of the whole that it is of where it is not of the whole."""
    told = when(row.period_code, row.period)
    return told if row.category_code == ALL else f"{row.category}: {told[:1].lower()}{told[1:]}"


def headline(view: IndicatorView) -> str:
    """The one sentence that answers an indicator's page."""
    shown = [row for row in view.by_group if is_shown(row)]
    if not view.by_group and len(view.wards) > 1 and not (view.place_is_chosen or _is_for_borough(view)):
        return ward_range(view)
    if not shown and view.by_group:
        return _nothing_shown(view)
    if view.indicator.measure_type == "composition" and shown and view.total and is_shown(view.total):
        return _composition(view, view.total, shown)
    if shown:
        return _range_of_groups(view, shown)
    return _everybody(view)


def _is_for_borough(view: IndicatorView) -> bool:
    return view.total is not None and view.total.area_code == ISLINGTON


def _nothing_shown(view: IndicatorView) -> str:
    first = view.by_group[0]
    reasons = {row.marker for row in view.by_group}
    start = f"{when(first.period_code, first.period)}, for {first.area},"
    if reasons == {"c"}:
        return f"{start} every count by ethnic group is hidden to protect people."
    return f"{start} no figure by ethnic group is published."


def _composition(view: IndicatorView, total: PublicRow, shown: Sequence[PublicRow]) -> str:
    noun = view.indicator.unit.removeprefix("% of ")
    start = _start(total)
    if total.numerator is None:
        start = f"{start}, of all {noun} in {total.area}"
    else:
        start = f"{start}, {total.area} had {number(total.numerator, 0)} {noun}. Of these"
    known = sorted((row for row in shown if not row.ethnicity_code.endswith("-unknown")), key=_size, reverse=True)
    if not known:
        return f"{start}, none has a known ethnic group that can be shown."
    if len(known) > _MANY_GROUPS:
        first, second, third = (_share(row, view) for row in known[:3])
        return f"{start}, the largest groups were {first} and {second}. Next came {third}."
    if all(row.numerator is not None for row in known):
        verb, then = _WERE.get(view.indicator.protect, ("were", "were"))
        first = f"{number(known[0].numerator, 0)} {verb} {_group(known[0])}"
        others = [f"{number(row.numerator, 0)} {then} {_group(row)}" for row in known[1:]]
        return f"{start}, {list_words([first, *others])}."
    return f"{start}: {list_words([_share(row, view) for row in known])}."


def _group(row: PublicRow) -> str:
    """A group’s name where the sentence has already said that it was recorded."""
    return row.ethnicity.removesuffix(_BY_OFFICER)


def _size(row: PublicRow) -> float:
    return float(row.value or 0)


def _share(row: PublicRow, view: IndicatorView) -> str:
    return f"{row.ethnicity} ({figure(row.value, '%', view.indicator.decimals)})"


def _range_of_groups(view: IndicatorView, shown: Sequence[PublicRow]) -> str:
    indicator = view.indicator
    start = _start(shown[0])
    everyone = ""
    if view.total and is_shown(view.total):
        everyone = f"the figure for everyone in {view.total.area} was {_figure(view.total, indicator)}; "
    known = [row for row in shown if not row.ethnicity_code.endswith("-unknown")] or list(shown)
    low, high = min(known, key=_size), max(known, key=_size)
    if low is high:
        return f"{start}, {everyone}for {low.ethnicity} it was {_figure(low, indicator)} in {low.area}."
    spread = f"{_figure(low, indicator)} ({low.ethnicity}) to {_figure(high, indicator)} ({high.ethnicity})"
    if everyone:
        return f"{start}, {everyone}by ethnic group it ran from {spread}."
    return f"{start}, figures by ethnic group in {low.area} ran from {spread}."


def _everybody(view: IndicatorView) -> str:
    total = view.total
    if total is None:
        return "No figure is published for this choice."
    start = _start(total)
    if not is_shown(total):
        return f"{start}, the figure for {_place(total)} is not shown."
    shown = [row for row in view.series if row.ethnicity_code == ALL and is_shown(row)]
    change = _since(shown[: shown.index(total) + 1], view.indicator)
    return f"{start}, the figure for {_place(total)} was {_figure(total, view.indicator)}.{change}"


def _place(row: PublicRow) -> str:
    """A place’s name, with what it is where readers may not know it."""
    return f"{row.area} ward" if row.area_type == "ward" else row.area


def _since(rows: Sequence[PublicRow], indicator: Indicator) -> str:
    """How the last figure stands to the one before, unless a break lies between."""
    if len(rows) < 2 or crosses_break(rows[-2], rows[-1], rows, indicator):
        return ""
    before, now = rows[-2], rows[-1]
    if _span(before.period_code) != _span(now.period_code):
        return ""
    at = f"{'on' if before.period_code.startswith('d') else 'in'} {before.period}"
    if before.value == now.value:
        return f" That was the same as {at}."
    if _figure(before, indicator) == _figure(now, indicator):
        return f" That was almost the same as {at}."
    direction = "up" if (now.value or 0) > (before.value or 0) else "down"
    return f" That was {direction} from {_figure(before, indicator)} {at}."


def _span(period_code: str) -> str | int:
    """How long a period is, so far as its code tells: the months of a range, else the kind of period."""
    if not period_code.startswith("r"):
        return period_code.rstrip("-0123456789")
    first, last = ([int(part) for part in end.split("-")] for end in period_code[1:].split("_"))
    return (last[0] - first[0]) * 12 + last[1] - first[1] + 1


def crosses_break(before: PublicRow, after: PublicRow, rows: Sequence[PublicRow], indicator: Indicator) -> bool:
    """Whether the series starts anew after ``before`` and not after ``after``; ``rows`` are in time order."""
    order = [row.period_code for row in rows]
    start, end = order.index(before.period_code), order.index(after.period_code)
    broken = {entry.period_code for entry in indicator.breaks}
    between = rows[start + 1 : end + 1]
    return any(row.period_code in broken or "b" in row.flags for row in between)


def ward_range(view: IndicatorView) -> str:
    """The lowest and the highest ward figure of one period."""
    shown = [row for row in view.wards if is_shown(row)]
    if len(shown) < 2:
        return "No figure by ward is published for this choice."

    def size(row: PublicRow) -> float:
        return float(row.numerator or 0) if view.wards_are_counts else _size(row)

    def told(row: PublicRow) -> str:
        figures = number(row.numerator, 0) if view.wards_are_counts else _figure(row, view.indicator)
        return f"{figures} in {row.area}"

    low, high = min(shown, key=size), max(shown, key=size)
    group = "" if low.ethnicity_code == ALL else f"for the {low.ethnicity} group, "
    what = f"numbers of {view.indicator.unit.removeprefix('% of ')}" if view.wards_are_counts else "figures"
    start = _start(low)
    return f"{start}, {group}{what} ran from {told(low)} to {told(high)}. These are for {len(shown)} Islington wards."


def hidden_groups(view: IndicatorView) -> str:
    """How many groups are hidden, or an empty text."""
    hidden = [row for row in view.by_group if row.marker == "c"]
    if not hidden:
        return ""
    names = list_words([row.ethnicity for row in hidden])
    if len(hidden) == 1:
        told = f"The figure for {names} is hidden to protect people."
    elif len(hidden) < 4:
        told = f"The figures for these groups are hidden to protect people: {names}."
    else:
        told = f"The figures for {len(hidden)} groups are hidden to protect people."
    return f"{told} A hidden figure is not a zero."


def outcome_value(outcome: Outcome) -> str:
    """The newest figure of an outcome with its unit, or the marker that stands for it."""
    latest = outcome.latest
    if latest is None:
        return "by ward only" if outcome.coverage.wards else "not for this choice"
    if not is_shown(latest):
        return f"[{latest.marker}]"
    if (
        latest.ethnicity_code == ALL
        and outcome.indicator.measure_type == "composition"
        and latest.numerator is not None
    ):
        # The share of everybody is always 100%: the number says more.
        return number(latest.numerator, 0)
    return _figure(latest, outcome.indicator)


def outcome_coverage(outcome: Outcome) -> str:
    """How far an outcome's figures reach for a choice: groups, wards and rows."""
    coverage = outcome.coverage
    parts = ["by ethnic group" if coverage.groups else "not by ethnic group"]
    wards = "1 ward" if coverage.wards == 1 else f"{coverage.wards} wards"
    parts.append(wards if coverage.wards else "not by ward")
    return ", ".join(parts)


def matching_outcomes(found: Sequence[Outcome], total: int) -> str:
    """How many outcomes match a choice, and how many of those are broken down by ethnic group and by ward."""
    grouped = sum(1 for outcome in found if outcome.coverage.groups)
    wards = sum(1 for outcome in found if outcome.coverage.wards)
    if not found:
        return f"None of {total} outcomes matches this choice."
    verb = "matches" if len(found) == 1 else "match"
    have = "has" if grouped == 1 else "have"
    return f"{len(found)} of {total} outcomes {verb}; {grouped} {have} figures by ethnic group and {wards} by ward."


def _figure(row: PublicRow, indicator: Indicator) -> str:
    return figure(row.value, indicator.unit, indicator.decimals)
