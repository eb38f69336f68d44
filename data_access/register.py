"""The commitments as public rows, filtered alike for the page and the files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data_access.clock import RULE, clock_status
from data_access.errors import UnknownCodeError, UnknownParameterError
from data_access.nearest import nearest
from data_access.records import Catalogue, Commitment

COLUMNS: dict[str, str] = {
    "edition": "The edition the row was read from.",
    "commitment_id": "The commitment’s code.",
    "type": "action, target, outcome or governance.",
    "nature": "one-off (can be finished) or lasting (goes on).",
    "strand": "The strand of the strategy.",
    "service_area": "The service area.",
    "section": "The section of the strategy it comes from.",
    "title": "A short name, ours.",
    "summary": "What was promised, in our words.",
    "issue": "The inequality it tackles.",
    "action": "What was to be done.",
    "outcome": "What it hopes to achieve.",
    "measure": "How the strategy would know.",
    "owner": "Who is responsible, as the strategy gives it.",
    "due": "The date it was promised for; empty where none was given.",
    "due_words": "The strategy’s words that the date was read from.",
    "due_rule": "How those words were read.",
    "due_precision": "How exact the date is: day, month, season, year or none.",
    "target_value": "The number promised, where there is one.",
    "target_unit": "What that number counts.",
    "serves": "The outcomes of the strategy that it serves.",
    "clock": "What the clock says: passed, due, lasting or undated.",
    "clock_rule": "The rule that said so.",
    "days_overdue": "Whole days since the date passed; empty otherwise.",
    "measured": "direct, proxy, context or none: the closest published measure.",
    "indicator_ids": "The indicators that speak to it.",
    "no_measure": "What figure is missing, and who could publish it.",
    "source_sha256": "The hash of the passage in the strategy that the summary is of.",
}
PARAMETERS = ("strand", "service_area", "type", "nature", "clock", "measured", "commitment")
_FITS = ("direct", "proxy", "context")


def parameter_options(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """For each filter of the register, the codes it may take and their labels."""
    codes = catalogue.codes
    return {
        "strand": {code: entry.label for code, entry in codes.strands.items()},
        "service_area": {code: entry.label for code, entry in codes.service_areas.items()},
        "type": {"action": "Action", "target": "Target", "outcome": "Outcome", "governance": "Governance"},
        "nature": {"one-off": "One-off", "lasting": "Lasting"},
        "clock": {
            "passed": "Date passed",
            "due": "Still to come",
            "lasting": "Lasting commitment",
            "undated": "No date given",
        },
        "measured": {
            "direct": "Direct measure",
            "proxy": "Stand-in measure only",
            "context": "Background figures only",
            "none": "No measure",
        },
        "commitment": {code: entry.title for code, entry in catalogue.commitments.items()},
    }


def check_parameters(parameters: Mapping[str, Sequence[str]], catalogue: Catalogue) -> None:
    """Refuse a parameter or value that the register does not know.

    Raises:
        UnknownParameterError, UnknownCodeError: with the nearest one that exists.
    """
    known = parameter_options(catalogue)
    for name, values in parameters.items():
        if name not in known:
            raise UnknownParameterError(name, nearest(name, known))
        for value in values:
            if value not in known[name]:
                raise UnknownCodeError(name, value, nearest(value, known[name]))


def matching(catalogue: Catalogue, chosen: Mapping[str, Sequence[str]], on: date) -> list[Commitment]:
    """The commitments that every filter in ``chosen`` lets through, in display order."""
    return [entry for entry in catalogue.commitments.values() if _matches(catalogue, entry, chosen, on)]


def _matches(catalogue: Catalogue, entry: Commitment, chosen: Mapping[str, Sequence[str]], on: date) -> bool:
    facts = {
        "strand": entry.strand_code,
        "service_area": entry.service_area_code,
        "type": entry.type,
        "nature": entry.nature,
        "clock": clock_status(entry, on).code,
        "measured": measured(catalogue, entry.id),
        "commitment": entry.id,
    }
    return all(not values or facts[name] in values for name, values in chosen.items())


def measured(catalogue: Catalogue, commitment_id: str) -> str:
    """The closest fit of any indicator linked to a commitment, or none."""
    fits = {link.fit for _, link in catalogue.links_of.get(commitment_id, ())}
    return next((fit for fit in _FITS if fit in fits), "none")


def rows(catalogue: Catalogue, edition: str, chosen: Mapping[str, Sequence[str]], on: date) -> list[tuple[Any, ...]]:
    """Matching commitments as rows in the order of ``COLUMNS``."""
    return [_row(catalogue, edition, entry, on) for entry in matching(catalogue, chosen, on)]


def _row(catalogue: Catalogue, edition: str, entry: Commitment, on: date) -> tuple[Any, ...]:
    codes, clock = catalogue.codes, clock_status(entry, on)
    target = entry.target_value
    return (
        edition,
        entry.id,
        entry.type,
        entry.nature,
        codes.strands[entry.strand_code].label,
        codes.service_areas[entry.service_area_code].label,
        entry.section,
        entry.title,
        entry.summary,
        entry.issue,
        entry.action,
        entry.outcome,
        entry.measure,
        entry.owner,
        entry.due.isoformat() if entry.due else None,
        entry.due_words,
        entry.due_rule,
        entry.due_precision,
        int(target) if target is not None and target.is_integer() else target,
        entry.target_unit,
        " ".join(entry.outcome_ids),
        clock.code,
        RULE,
        clock.days if clock.code == "passed" else None,
        measured(catalogue, entry.id),
        " ".join(indicator_id for indicator_id, _ in catalogue.links_of.get(entry.id, ())),
        entry.no_measure,
        entry.source_sha256,
    )
