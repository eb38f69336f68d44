"""Suggested questions for a committee: made by rules from the statuses, never by opinion.

Each section of the stocktake gets up to three, in the order of ``RULES`` and each about another promise where
there are enough. Every question names its rule and the owner whom it is for. They ask and do not accuse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_access.commitments.statuses import Statuses
from data_access.commitments.stocktake import Snapshot
from data_access.formats import day, number, plural
from data_access.records import Commitment

VERSION = "questions-1"
PER_SECTION = 3
WHOLE_COUNCIL = "whole-council"
Pair = tuple[Commitment, Statuses]


@dataclass(frozen=True)
class Question:
    """One suggested question: where it belongs, what it asks, by which rule, and of whom."""

    strand_code: str
    service_area_code: str
    section: str
    text: str
    rule: str
    why: str
    owner: str
    commitment_id: str


@dataclass(frozen=True)
class Rule:
    """Which promises a question is for, and how it is asked."""

    code: str
    why: str
    fits: Callable[[Pair], bool]
    ask: Callable[[Pair], str]
    first: Callable[[Pair], float] = lambda pair: 0


def _result(pair: Pair) -> str:
    commitment, statuses = pair
    due = statuses.clock.due or commitment.due
    when = f"by {day(due)}" if due else "by its date"
    return f"“{commitment.title}” was promised {when}. What came of it, and where can the public read that?"


def _both_sides(pair: Pair) -> str:
    return (
        f"“{pair[0].title}” is reported complete, and the figures move away from what was hoped. "
        "How does the council read the two together?"
    )


def _confirm(pair: Pair) -> str:
    update = pair[1].reported.update
    said = update.summary if update else ""
    return f"A source of low trust speaks of “{pair[0].title}”: {said} Can the council confirm or correct this?"


def _soon(pair: Pair) -> str:
    return f"“{pair[0].title}” is due in {plural(pair[1].clock.days, 'day')}. Is it on its way?"


def _number(pair: Pair) -> str:
    commitment = pair[0]
    target = commitment.target_value or 0.0
    words = f"{number(target, 0 if target.is_integer() else 1)} {commitment.target_unit}".replace(" %", "%")
    return f"“{commitment.title}” names a number: {words}. What was the number in the end, and over which time?"


def _stand_in(pair: Pair) -> str:
    return (
        f"“{pair[0].title}” can be seen through stand-in figures alone. "
        "Could a figure that measures it, by ethnic group, be published?"
    )


def _measure(pair: Pair) -> str:
    return f"Which published figure will show whether “{pair[0].title}” comes about? {pair[0].no_measure}".strip()


def _owner(pair: Pair) -> str:
    return f"Who answers for “{pair[0].title}”? The strategy names nobody."


def _review(pair: Pair) -> str:
    return f"“{pair[0].title}” goes on without an end. When is it reviewed next, and where is the result published?"


RULES = (
    Rule(
        "complete-and-away",
        "Reported complete while the numbers move the other way.",
        lambda pair: pair[1].reported.code == "complete" and pair[1].shown.code == "away",
        _both_sides,
    ),
    Rule(
        "date-passed",
        "The date has passed and no report of completion is held; the longest ago first.",
        lambda pair: pair[1].clock.is_passed,
        _result,
        lambda pair: -pair[1].clock.days,
    ),
    Rule(
        "due-soon",
        "Due within 90 days; the nearest first.",
        lambda pair: pair[1].clock.code == "due-soon",
        _soon,
        lambda pair: pair[1].clock.days,
    ),
    Rule(
        "low-trust",
        "The newest report comes from a source of low trust.",
        lambda pair: pair[1].reported.update is not None and pair[1].reported.update.origin.confidence == "low",
        _confirm,
    ),
    Rule(
        "number-promised",
        "A number was promised and the numbers cannot tell whether it was reached.",
        lambda pair: pair[0].target_value is not None and pair[1].shown.code == "cannot-tell",
        _number,
    ),
    Rule("stand-in", "Only a stand-in measure.", lambda pair: pair[1].shown.reason == "only-proxy", _stand_in),
    Rule("no-measure", "No measure.", lambda pair: pair[1].shown.reason == "no-measure", _measure),
    Rule(
        "no-review",
        "It goes on and no review date is published.",
        lambda pair: pair[1].clock.code == "lasting" and pair[1].clock.next_review is None,
        _review,
    ),
    Rule("no-owner", "The strategy names no owner.", lambda pair: not pair[0].owner_given, _owner),
)


def questions(now: Snapshot) -> list[Question]:
    """The suggested questions of every section, in display order."""
    found = []
    for (strand, area), pairs in sections(now).items():
        codes = now.catalogue.codes
        label = codes.strands[strand].label if area == WHOLE_COUNCIL else codes.service_areas[area].label
        found += [
            Question(
                strand_code=strand,
                service_area_code=area,
                section=label,
                text=rule.ask(pair),
                rule=f"{VERSION}.{rule.code}",
                why=rule.why,
                owner=pair[0].owner,
                commitment_id=pair[0].id,
            )
            for rule, pair in _chosen(pairs)
        ]
    return found


def sections(now: Snapshot) -> dict[tuple[str, str], list[Pair]]:
    """The promises of each strand and service area, in display order."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for commitment in now.catalogue.commitments.values():
        key = (commitment.strand_code, commitment.service_area_code)
        found.setdefault(key, []).append((commitment, now.statuses[commitment.id]))
    return found


def _chosen(pairs: Sequence[Pair]) -> list[tuple[Rule, Pair]]:
    """One question a rule, each about a promise that has none yet where there is one."""
    found: list[tuple[Rule, Pair]] = []
    for rule in RULES:
        asked = {pair[0].id for _, pair in found}
        fitting = sorted((pair for pair in pairs if rule.fits(pair)), key=rule.first)
        fresh = [pair for pair in fitting if pair[0].id not in asked]
        if fitting and len(found) < PER_SECTION:
            found.append((rule, (fresh or fitting)[0]))
    return found
