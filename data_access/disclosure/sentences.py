"""What disclosure control says of a cell, in words."""

from data_access.disclosure.audit import Exposure
from data_access.disclosure.hierarchy import Cell
from data_access.disclosure.tables import Key, Rule
from data_access.records import Catalogue, Indicator

_PARTS = {"count": "the count", "rest": "those who are not counted", "base": "the number that the share is of"}


def name_of(indicator: Indicator, key: Key, catalogue: Catalogue) -> str:
    """A cell's indicator, period, area, group, category and part."""
    if not isinstance(key, Cell):
        return f"{indicator.id}, {key}"
    codes, place = catalogue.codes, key.place
    labels = (
        codes.periods[place.period].label,
        f"{codes.areas[place.area].label} ({place.area})",
        codes.ethnic_groups[place.group].label,
        codes.categories[place.category].label,
    )
    return f"{indicator.id}, {', '.join(labels)}: {_PARTS.get(key.part, key.part)}"


def exposure_sentence(indicator: Indicator, exposure: Exposure, catalogue: Catalogue, rule: Rule) -> str:
    """Which hidden count can be worked out, how closely, and how to mend it."""
    return (
        f"{name_of(indicator, exposure.key, catalogue)} is hidden, yet what is published tells that it is "
        f"{_between(exposure.low, exposure.high)}; hide more of the cells that it adds up with, until its range "
        f"reaches from {rule.lowest:g} or less to {rule.smallest:g} or more"
    )


def shown_before_sentence(indicator: Indicator, key: Key, catalogue: Catalogue) -> str:
    """Which count must be hidden although an earlier edition shows it, and how to mend it."""
    return (
        f"{name_of(indicator, key, catalogue)} has to be hidden, yet an earlier edition shows it; "
        "withdraw it from that edition first"
    )


def no_way_sentence(indicator: Indicator, key: Key, catalogue: Catalogue) -> str:
    """Which small count no choice of further cells protects, and how to mend it."""
    return (
        f"{name_of(indicator, key, catalogue)} is small, and cells that stay shown (those of an exempt source, or "
        "shown by an earlier edition) give it back whatever else is hidden; withdraw those, or leave the figures out"
    )


def _between(low: float, high: float) -> str:
    if high == float("inf"):
        return f"{low:g} or more"
    return f"{low:g}" if high - low < 0.5 else f"from {low:g} to {high:g}"
