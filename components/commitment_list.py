"""The register of commitments as tables, and one commitment in full."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from components import layout, statuses, store, take_away, url_state
from components.tables import Column, Link, show_table
from data_access import register
from data_access.clock import clock_status
from data_access.formats import number, short_day
from data_access.records import Commitment
from data_access.selection import nearest_code

UNDER = (
    "The summaries are ours. Each carries a hash of the words it stands for, so that a later change in the strategy "
    "can be shown. Nothing here says that a commitment was kept or missed."
)
_FITS = {
    "direct": "Direct measure",
    "proxy": "Stand-in measure",
    "context": "Background figure",
    "none": "No measure",
}
_SHOWN = {
    "direct": "A direct measure is published; no verdict is given yet",
    "proxy": "Stand-in measure only",
    "context": "Background figures only",
    "none": "No measure",
}
_TYPES = {"action": "Actions", "target": "Targets", "outcome": "Outcomes", "governance": "Governance"}
_COLUMNS = (
    Column("Commitment", header=True),
    Column("Strand or service"),
    Column("The clock says"),
    Column("Measure"),
)


def fit_label(fit: str) -> str:
    """How well a figure measures a commitment, in plain words."""
    return _FITS[fit]


def commitment_address(commitment_id: str) -> str:
    """The address of one commitment."""
    return f"commitments?commitment={commitment_id}"


def chosen() -> str | None:
    """The commitment that the address names, or None; a name that does not exist is told."""
    asked = url_state.values("commitment")
    known = store.catalogue().commitments
    found = next((value for value in asked if value in known), None)
    if asked and found is None:
        nearest = nearest_code(asked[0], {code: entry.title for code, entry in known.items()})
        hint = f" The nearest is “{nearest}”." if nearest else ""
        layout.notice(f"The address asked for “{asked[0]}”, which is not a known commitment here.{hint}")
    return found


def sentence(found: Sequence[Commitment]) -> str:
    """How many commitments are shown and for how many the date has passed."""
    today = store.today()
    passed = sum(1 for entry in found if clock_status(entry, today).code == "passed")
    measured = sum(1 for entry in found if register.measured(store.catalogue(), entry.id) == "direct")
    if not found:
        return "No commitment matches this choice."
    noun = "commitment" if len(found) == 1 else "commitments"
    verb = "has" if measured == 1 else "have"
    return (
        f"Of {len(found)} {noun}, the date has passed for {passed}; "
        f"{measured} {verb} a published figure that measures what was promised."
    )


def query(choice: Mapping[str, Sequence[str]]) -> str:
    """The register's filters as the query of an address."""
    return urlencode([(name, value) for name, values in choice.items() for value in values])


def register_tables(found: Sequence[Commitment], page: str) -> None:
    """One table for each kind of commitment."""
    if not found:
        layout.notice("No commitment matches all of these choices.")
        layout.link_list([("Show all commitments", page)])
    for kind, label in _TYPES.items():
        entries = [entry for entry in found if entry.type == kind]
        if entries:
            with layout.section(kind, label, f"{len(entries)} shown."):
                _table(label, entries)


def _table(label: str, entries: Sequence[Commitment]) -> None:
    today, codes = store.today(), store.catalogue().codes
    rows = []
    for entry in entries:
        place = codes.service_areas[entry.service_area_code].label
        if entry.service_area_code == "whole-council":
            place = codes.strands[entry.strand_code].label
        fit = register.measured(store.catalogue(), entry.id)
        rows.append(
            (Link(entry.title, commitment_address(entry.id)), place, clock_status(entry, today).label, _FITS[fit])
        )
    show_table(f"{label} of the strategy", _COLUMNS, rows, stacked=True)


def forums() -> None:
    """Who was to shape, watch and challenge the work, from the strategy."""
    columns = (Column("Forum", header=True), Column("Who"), Column("What it oversees"), Column("Meets"))
    rows = [(entry.name, entry.members, entry.oversees, entry.meets) for entry in store.catalogue().forums.values()]
    show_table("Forums of the strategy", columns, rows, stacked=True)


def one_commitment(commitment_id: str, page: str) -> None:
    """One commitment: its statuses, its four questions, its measures and its source."""
    entry = store.catalogue().commitments[commitment_id]
    codes = store.catalogue().codes
    path = [
        ("Commitments", page),
        (codes.strands[entry.strand_code].label, f"{page}?strand={entry.strand_code}"),
        (codes.service_areas[entry.service_area_code].label, f"{page}?service_area={entry.service_area_code}"),
    ]
    layout.opening(path, entry.title, entry.summary, _kind(entry))
    _accounts(entry)
    _questions(entry)
    _measures(entry)
    with layout.section("take-away", "Take it away", "This commitment as a file."):
        take_away.commitment_files(f"commitment={entry.id}", 1)
        take_away.citation(entry.title, store.address(page, f"commitment={entry.id}"))


def _kind(entry: Commitment) -> str:
    nature = "can be finished" if entry.nature == "one-off" else "goes on"
    kinds = {
        "action": "An action",
        "target": "A target",
        "outcome": "An outcome",
        "governance": "A promise on governance",
    }
    return f"{kinds[entry.type]} that {nature}, from “{entry.section}”."


def accounts(entry: Commitment) -> list[tuple[str, str, bool]]:
    """What the council reports, the numbers show and the clock says: (status, words, whether anything is known)."""
    fit = register.measured(store.catalogue(), entry.id)
    return [
        ("reported", "No published result is held here yet", False),
        ("shown", _SHOWN[fit], fit == "direct"),
        ("clock", clock_status(entry, store.today()).label, entry.due is not None),
    ]


def _accounts(entry: Commitment) -> None:
    with layout.section("accounts", "Where it stands", "Three accounts. They are never added together."):
        statuses.rows(accounts(entry))
        layout.definitions([("Owner", entry.owner), ("Date", _date(entry)), *_target(entry)])


def _date(entry: Commitment) -> str:
    if entry.due is None:
        return "No date was given."
    return f"{short_day(entry.due)}, read from “{entry.due_words}”: {entry.due_rule}."


def _target(entry: Commitment) -> list[tuple[str, str]]:
    if entry.target_value is None:
        return []
    decimals = 0 if entry.target_value.is_integer() else 1
    return [("Number promised", f"{number(entry.target_value, decimals)} {entry.target_unit}")]


def _questions(entry: Commitment) -> None:
    with layout.section("questions", "Four questions", "The strategy asks them of every action."):
        layout.definitions(
            [
                ("What is the issue?", entry.issue),
                ("What will be done?", entry.action),
                ("What is hoped for?", entry.outcome),
                ("How would we know?", entry.measure),
            ]
        )
        outcomes = [store.catalogue().commitments[outcome_id] for outcome_id in entry.outcome_ids]
        if outcomes:
            layout.paragraph("It serves:")
            layout.link_list([(outcome.title, commitment_address(outcome.id)) for outcome in outcomes])


def _measures(entry: Commitment) -> None:
    catalogue = store.catalogue()
    links = catalogue.links_of.get(entry.id, ())
    with layout.section("measures", "Published figures", "How well each fits, and why."):
        if links:
            columns = (Column("Outcome", header=True), Column("Fit"), Column("Hoped for"), Column("Why"))
            hoped = {"higher": "Higher", "lower": "Lower", "none": "Neither"}
            rows = [
                (
                    Link(catalogue.indicators[indicator_id].title, f"indicator?indicator={indicator_id}"),
                    _FITS[link.fit],
                    hoped[link.direction],
                    link.reason,
                )
                for indicator_id, link in links
            ]
            show_table("Figures that speak to this commitment", columns, rows, stacked=True)
        if entry.no_measure and not any(link.fit == "direct" for _, link in links):
            layout.say("No direct measure.")
            layout.paragraph(escape(entry.no_measure))
