"""How far one figure can be trusted: flags from rules, each with its reason."""

from collections.abc import Collection
from dataclasses import dataclass

from data_access.columns import PUBLISHED, PublicRow
from data_access.measures.arrays import floats
from data_access.measures.results import NotCalculated, Result
from data_access.measures.unknown import FLAG_ABOVE, needs_flag

# One person moves a share of fewer than 30 by more than three points.
SMALL_BASE = 30
# Below this Byar's approximation is not used either: a rate of so few events swings widely.
FEW_EVENTS = 10


@dataclass(frozen=True)
class Flag:
    """A warning beside a figure: a short code for files and a reason for people."""

    code: str
    reason: str


SMALL = Flag("small base", "fewer than 30 people: one more or fewer would move the figure by over three points")
FEW = Flag("small base", "fewer than 10 events: the figure swings widely by chance")
UNKNOWN = Flag("unknown share", f"the ethnic group of more than {FLAG_ABOVE:g}% is not known")
BREAK = Flag("break", "not comparable with the figures before it")
PROVISIONAL = Flag("provisional", "the source says this figure may change")
ESTIMATE = Flag("estimate", "worked out from other figures, not counted")
LOW_CONFIDENCE = Flag("low confidence source", "the source is uncertain, or the figure is to be read with care")
_OF_LETTERS = {"b": BREAK, "p": PROVISIONAL, "e": ESTIMATE, "u": LOW_CONFIDENCE}


def quality_flags(
    row: PublicRow, unknown: Result, *, break_periods: Collection[str] = (), uncertain_sources: Collection[str] = ()
) -> tuple[Flag, ...]:
    """What to know before trusting one figure; empty where nothing is wrong and where the figure is hidden.

    The rules: under ``SMALL_BASE`` people in a share or under ``FEW_EVENTS`` events in a rate; more than 30% not known
    (for a figure of one ethnic group); a period that starts a new series; the flags b, p, e and u; a source of low
    confidence. The thresholds are ours: no published source sets them.

    Args:
        row: the figure.
        unknown: the share of its breakdown that is not known, in per cent.
        break_periods: the codes of the periods from which the indicator's figures are not comparable.
        uncertain_sources: the codes of sources whose confidence is low.
    """
    if row.marker != PUBLISHED:
        return ()
    found = _base_flags(row)
    if row.ethnicity_code != "all" and not isinstance(unknown, NotCalculated) and needs_flag(unknown):
        found.append(UNKNOWN)
    found += [flag for letter, flag in _OF_LETTERS.items() if letter in row.flags]
    if row.period_code in break_periods:
        found.append(BREAK)
    if row.source_id in uncertain_sources:
        found.append(LOW_CONFIDENCE)
    return tuple(dict.fromkeys(found))


def _base_flags(row: PublicRow) -> list[Flag]:
    top, bottom = floats([row.numerator, row.denominator])
    if row.measure_type == "rate":
        return [FEW] if top < FEW_EVENTS else []
    return [SMALL] if row.measure_type in {"proportion", "composition"} and bottom < SMALL_BASE else []
