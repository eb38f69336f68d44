"""Plain sentences made from the measures: they describe, and say what is not known; they give no cause.

Group names are those of the source. “As likely” and “more likely” are said only where a difference is clear and
people not known could not turn it round.
"""

from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import interval as ends
from data_access.formats import number, percent
from data_access.measures.comparison import Comparison
from data_access.measures.direction import Wish, direction_words
from data_access.measures.reference import hidden_reason
from data_access.measures.representation import Representation
from data_access.measures.results import Estimate, Interval, NotCalculated, Result
from data_access.measures.story import DifferentStories
from data_access.measures.table import GroupMeasure
from data_access.measures.trend import Trend, Untested
from data_access.measures.units import noun_of
from data_access.measures.unknown import needs_flag
from data_access.records import ALL, Indicator

CHANCE = "We cannot tell whether this difference is chance."
MAY_BE_CHANCE = "The difference may be chance."
COULD_REVERSE = "Some people’s ethnic group is not known, and they could change which is higher."
# What it is that a share of people are likely to be; where an indicator is not here, “counted here”.
_OUTCOMES = {"free-school-meals": "be eligible for free school meals"}
# Names that stand before a noun. Others follow it: “pupils from the Any other Asian background group”.
_BEFORE_NOUN = frozenset(
    {"Asian", "Bangladeshi", "Black", "Black African", "Black Caribbean", "Chinese", "Indian", "Pakistani", "White"}
    | {"White British", "White Irish"}
)


def people_of(row: PublicRow) -> str:
    """The people of a row: “Black pupils”, “pupils from the Mixed group”, “all pupils”."""
    noun = noun_of(row.unit)
    if row.ethnicity_code == ALL:
        return f"all {noun}"
    if row.ethnicity in _BEFORE_NOUN:
        return f"{row.ethnicity} {noun}"
    return f"{noun} from the {row.ethnicity} group"


def comparison_sentence(measure: GroupMeasure, indicator: Indicator) -> str:
    """A group beside its reference: ratio and gap together with their intervals, and whether it may be chance."""
    row, reference, compared = measure.row, measure.reference, measure.comparison
    if row.marker != PUBLISHED:
        return f"The figure for {people_of(row)} is {hidden_reason(row)}."
    if isinstance(compared, NotCalculated) or reference is None:
        return f"This comparison {compared}."
    same_group = row.ethnicity_code == reference.ethnicity_code
    pair = (_named(row, reference), f"those in {reference.area}" if same_group else _named(reference, row))
    if isinstance(compared.ratio, Estimate) and isinstance(compared.gap, Estimate):
        return _both(measure, compared.ratio, compared.gap, pair, indicator)
    return _gap_alone(compared, pair, indicator)


def reason_sentence(measure: GroupMeasure) -> str:
    """Why a group is not compared, as a sentence of its own; empty where it is compared."""
    if not isinstance(measure.comparison, NotCalculated):
        return ""
    if measure.row.marker != PUBLISHED:
        return f"No figure is shown: {hidden_reason(measure.row)}."
    return f"{_capital(measure.comparison.reason)}."


def _named(row: PublicRow, other: PublicRow) -> str:
    place = f" in {row.area}" if row.area_code != other.area_code else ""
    return f"{people_of(row)}{place}"


def _both(measure: GroupMeasure, ratio: Estimate, gap: Estimate, pair: tuple[str, str], indicator: Indicator) -> str:
    ratio_words, ratio_ends = _ratio(ratio)
    gap_words = f"{number(gap.value, indicator.decimals)} {_gap_unit(indicator)}"
    gap_ends = _ends(gap.interval, indicator.decimals)
    if measure.may_say_likely and indicator.measure_type == "proportion":
        outcome = _OUTCOMES.get(indicator.id, "be counted here")
        start = f"{_capital(pair[0])} were {ratio_words} times as likely as {pair[1]} to {outcome}"
        return f"{start} (interval {ratio_ends}). The gap was {gap_words} ({gap_ends})."
    start = f"The figure for {pair[0]} was {ratio_words} times that for {pair[1]}"
    end = "" if measure.may_say_likely else f" {_doubt(measure)}"
    return f"{start} (interval {ratio_ends}). The gap was {gap_words} ({gap_ends}).{end}"


def _doubt(measure: GroupMeasure) -> str:
    is_clear = isinstance(measure.comparison, Comparison) and measure.comparison.is_clear
    return COULD_REVERSE if is_clear else MAY_BE_CHANCE


def _gap_alone(compared: Comparison, pair: tuple[str, str], indicator: Indicator) -> str:
    if isinstance(compared.gap, NotCalculated):
        return f"This comparison {compared.gap}."
    size, decimals = compared.gap.value, indicator.decimals
    amount = f"{number(abs(size), decimals)} {_gap_unit(indicator)}"
    way = "above" if size > 0 else "below"
    told = f"was {amount} {way} that for {pair[1]}" if size else f"was the same as that for {pair[1]}"
    if compared.gap.interval is None:
        return f"The figure for {pair[0]} {told}. {CHANCE}"
    told = f"{told} (interval of the gap {_ends(compared.gap.interval, decimals)})"
    chance = "" if compared.gap.excludes(0) else f" {MAY_BE_CHANCE}"
    return f"The figure for {pair[0]} {told}. A ratio {compared.ratio}.{chance}"


def _ratio(ratio: Estimate) -> tuple[str, str]:
    """A ratio and its interval, with as many decimals as keep a clear difference from looking like none."""
    interval = ratio.interval or Interval(ratio.value, ratio.value)
    numbers = (ratio.value, interval.lower, interval.upper)
    is_near = not interval.contains(1) and any(number(value, 1) == "1.0" for value in numbers)
    decimals = 2 if is_near or ratio.value < 0.1 else 1
    return number(ratio.value, decimals), _ends(interval, decimals)


def _ends(interval: Interval | None, decimals: int) -> str:
    return ends(interval.lower, interval.upper, decimals) if interval else ""


def _gap_unit(indicator: Indicator) -> str:
    return "points" if indicator.unit.startswith(("%", "points")) else indicator.unit


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def likelihood_words(measure: GroupMeasure) -> str:
    """“more likely” or “less likely” where that is earned, else an empty text."""
    compared = measure.comparison
    if not (measure.may_say_likely and isinstance(compared, Comparison) and isinstance(compared.gap, Estimate)):
        return ""
    return "more likely" if compared.gap.value > 0 else "less likely"


def people_sentence(measure: GroupMeasure) -> str:
    """The gap in people, or an empty text where there is none to tell."""
    if isinstance(measure.people, NotCalculated) or measure.reference is None:
        return ""
    noun, size = noun_of(measure.row.unit), measure.people.value
    way = "more" if size > 0 else "fewer"
    start = f"That is {number(abs(size))} {way} {noun} than at the share for {_named(measure.reference, measure.row)}"
    return f"{start} (interval of the gap {_ends(measure.people.interval, 0)})."


def representation_sentence(measure: GroupMeasure, indicator: Indicator) -> str:
    """Share of outcome over share of population with its base, year and source, or why there is none."""
    found, share = measure.representation, measure.value
    if isinstance(found, NotCalculated) or isinstance(share, NotCalculated):
        reason = found.reason if isinstance(found, NotCalculated) else str(share)
        return f"{_capital(reason)}."
    group, decimals = measure.row.ethnicity, indicator.decimals
    shares = f"{percent(share.value, decimals)} here and {percent(found.share_of_base, decimals)} of the base"
    times, interval = _ratio(found.ratio)
    told = f"The {group} group was {shares}: {times} times as much"
    base = f"The base is {found.base.label}, {found.base.period}, from {found.base.source}."
    if found.ratio.interval is None:
        return f"{told}. {CHANCE} {base}"
    return f"{told} (interval {interval}). {_doubt_of_share(found)}{base}"


def _doubt_of_share(found: Representation) -> str:
    if found.is_settled:
        return ""
    return f"{COULD_REVERSE if found.ratio.excludes(1) else MAY_BE_CHANCE} "


def trend_sentence(trend: Trend | Untested | NotCalculated, wish: Wish) -> str:
    """Which way the figures went, what that means for the wish, and whether it was tested."""
    if isinstance(trend, NotCalculated):
        return f"The trend {trend}."
    if isinstance(trend, Untested):
        way = "stayed the same" if trend.direction == "the same" else f"went {trend.direction}"
        return f"The figure {way} from {trend.first} to {trend.last}. This was not tested, so it may be chance."
    words = direction_words(trend.direction, wish)
    if trend.direction == "no clear change":
        return f"From {trend.first} to {trend.last} there was no clear change."
    verdict = f": {words}" if words.startswith("getting") else ""
    return f"From {trend.first} to {trend.last} the figure went {trend.direction}{verdict}."


def story_sentence(story: DifferentStories | None, indicator: Indicator) -> str:
    """That ratio and gap went different ways over time; empty where they did not."""
    if story is None:
        return ""
    ratios, gaps = (
        _moved(story.before.ratio, story.now.ratio, 1),
        _moved(story.before.gap, story.now.gap, indicator.decimals),
    )
    ratio_way, gap_way = ("widened", "narrowed") if story.ratio_grew else ("narrowed", "widened")
    start = f"The ratio and the gap tell different stories. From {story.first} to {story.last} the ratio {ratio_way}"
    return f"{start} ({ratios}) and the gap {gap_way} ({gaps} {_gap_unit(indicator)})."


def _moved(before: Result, now: Result, decimals: int) -> str:
    both = [number(end.value, decimals) for end in (before, now) if isinstance(end, Estimate)]
    return " to ".join(both)


def unknown_sentence(unknown: Result) -> str:
    """How much of the breakdown is not known, with a warning above 30%."""
    if isinstance(unknown, NotCalculated):
        return f"We cannot tell how many people’s ethnic group is not known: {unknown.reason}."
    told = f"The ethnic group of {percent(unknown.value, 1)} is not known."
    return f"{told} That is a lot, so read every group’s figure with care." if needs_flag(unknown) else told
