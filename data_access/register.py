"""The commitments with their three statuses as public rows, filtered alike for the page and the files."""

from collections.abc import Mapping, Sequence
from typing import Any

from data_access.commitments.statuses import CLOCK, REPORTED, SEARCHED, SHOWN_STATES
from data_access.commitments.stocktake import WITHOUT_DATA, Snapshot
from data_access.commitments.tables import STATUS_COLUMNS, status_row
from data_access.errors import UnknownCodeError, UnknownParameterError
from data_access.nearest import nearest
from data_access.records import Catalogue, Commitment

_ABOUT: dict[str, str] = {
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
    "due": "The date that counts; empty where none was given.",
    "was_due": "The first date, where a later one took its place; empty otherwise.",
    "due_words": "The strategy’s words that the first date was read from.",
    "due_rule": "How those words were read.",
    "due_precision": "How exact the date is: day, month, season, year or none.",
    "target_value": "The number promised, where there is one.",
    "target_unit": "What that number counts.",
    "serves": "The outcomes of the strategy that it serves.",
}
_LAST: dict[str, str] = {
    "measured": "direct, proxy, context or none: the closest published measure.",
    "no_measure": "What figure is missing, and who could publish it.",
    "source_sha256": "The hash of the passage in the strategy that the summary is of.",
}
COLUMNS: dict[str, str] = {
    **_ABOUT,
    **{name: meaning for name, meaning in STATUS_COLUMNS.items() if name not in _ABOUT},
    **_LAST,
}
_FITS = ("direct", "proxy", "context")
_TYPES = {"action": "Action", "target": "Target", "outcome": "Outcome", "governance": "Governance"}
_MEASURED = {
    "direct": "Direct measure",
    "proxy": "Stand-in measure only",
    "context": "Background figures only",
    "none": "No measure",
}
_DATA = {"yes": "Has data", "no": "Has no data"}
PARAMETERS = (
    *("strand", "service_area", "type", "nature"),
    *("status_reported", "status_shown", "status_clock", "searched"),
    *("measured", "data", "commitment"),
)


def parameter_options(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """For each filter of the register, the codes it may take and their labels."""
    codes = catalogue.codes
    return {
        "strand": {code: entry.label for code, entry in codes.strands.items()},
        "service_area": {code: entry.label for code, entry in codes.service_areas.items()},
        "type": _TYPES,
        "nature": {"one-off": "One-off", "lasting": "Lasting"},
        "status_reported": REPORTED,
        "status_shown": SHOWN_STATES,
        "status_clock": CLOCK,
        "searched": SEARCHED,
        "measured": _MEASURED,
        "data": _DATA,
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


def matching(now: Snapshot, chosen: Mapping[str, Sequence[str]]) -> list[Commitment]:
    """The commitments that every filter in ``chosen`` lets through, in display order."""
    return [entry for entry in now.catalogue.commitments.values() if _matches(now, entry, chosen)]


def _matches(now: Snapshot, entry: Commitment, chosen: Mapping[str, Sequence[str]]) -> bool:
    statuses = now.statuses[entry.id]
    facts = {
        "strand": entry.strand_code,
        "service_area": entry.service_area_code,
        "type": entry.type,
        "nature": entry.nature,
        "status_reported": statuses.reported.code,
        "status_shown": statuses.shown.state,
        "status_clock": statuses.clock.code,
        "searched": statuses.searched.code,
        "measured": measured(now.catalogue, entry.id),
        "data": "no" if statuses.shown.reason in WITHOUT_DATA else "yes",
        "commitment": entry.id,
    }
    return all(not values or facts[name] in values for name, values in chosen.items())


def measured(catalogue: Catalogue, commitment_id: str) -> str:
    """The closest fit of any indicator linked to a commitment, or none."""
    fits = {link.fit for _, link in catalogue.links_of.get(commitment_id, ())}
    return next((fit for fit in _FITS if fit in fits), "none")


def rows(now: Snapshot, chosen: Mapping[str, Sequence[str]]) -> list[tuple[Any, ...]]:
    """Matching commitments as rows in the order of ``COLUMNS``."""
    return [_row(now, entry) for entry in matching(now, chosen)]


def _row(now: Snapshot, entry: Commitment) -> tuple[Any, ...]:
    codes, target = now.catalogue.codes, entry.target_value
    clock = now.statuses[entry.id].clock
    cells = {
        **vars(entry),
        **dict(zip(STATUS_COLUMNS, status_row(now, entry.id), strict=True)),
        "edition": now.edition,
        "strand": codes.strands[entry.strand_code].label,
        "service_area": codes.service_areas[entry.service_area_code].label,
        "was_due": clock.was_due.isoformat() if clock.was_due else None,
        "target_value": int(target) if target is not None and target.is_integer() else target,
        "serves": " ".join(entry.outcome_ids),
        "measured": measured(now.catalogue, entry.id),
    }
    return tuple(cells[name] for name in COLUMNS)
