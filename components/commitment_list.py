"""The register of commitments as tables, and the words for their statuses."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from components import layout, store, url_state
from components.tables import Cell, Column, Link, show_table
from data_access import register
from data_access.commitments.questions import WHOLE_COUNCIL
from data_access.commitments.statuses import CANNOT_TELL
from data_access.interface_text import text_of
from data_access.records import Commitment
from data_access.selection import nearest_code

UNDER = text_of("commitments.under")
_FITS = {
    "direct": text_of("commitments.direct-measure"),
    "proxy": text_of("commitments.stand-in-measure"),
    "context": text_of("commitments.background-figure"),
    "none": text_of("commitments.no-measure"),
}
_TYPES = {
    "action": text_of("commitments.actions"),
    "target": text_of("commitments.targets"),
    "outcome": text_of("commitments.outcomes"),
    "governance": text_of("commitments.governance"),
}
_COLUMNS = (
    Column(text_of("columns.commitment"), header=True),
    Column(text_of("columns.strand-or-service")),
    Column(text_of("columns.the-council-reports")),
    Column(text_of("columns.the-numbers-show")),
    Column(text_of("columns.the-clock-says")),
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
        hint = f" {text_of('commitments.nearest', code=nearest)}" if nearest else ""
        layout.notice(f"{text_of('commitments.unknown', asked=asked[0])}{hint}")
    return found


def sentence(found: Sequence[Commitment]) -> str:
    """How many commitments are shown and for how many the date has passed."""
    statuses = store.snapshot().statuses
    passed = sum(1 for entry in found if statuses[entry.id].clock.is_passed)
    measured = sum(1 for entry in found if register.measured(store.catalogue(), entry.id) == "direct")
    if not found:
        return text_of("commitments.none-sentence")
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
        layout.notice(text_of("commitments.none-match"))
        layout.link_list([(text_of("commitments.show-all-commitments"), page)])
    for kind, label in _TYPES.items():
        entries = [entry for entry in found if entry.type == kind]
        if entries:
            with layout.section(kind, label, text_of("commitments.shown", number=str(len(entries)))):
                _table(label, entries)


def _table(label: str, entries: Sequence[Commitment]) -> None:
    rows: list[tuple[Cell, ...]] = []
    for entry in entries:
        said = [words for _, words, _ in accounts(entry)]
        rows.append((Link(entry.title, commitment_address(entry.id)), place(entry), *said))
    show_table(text_of("commitments.of-the-strategy", kind=label), _COLUMNS, rows, stacked=True)


def place(entry: Commitment) -> str:
    """The service area of a commitment, or the strand where it is for the whole council."""
    codes = store.catalogue().codes
    if entry.service_area_code == WHOLE_COUNCIL:
        return codes.strands[entry.strand_code].label
    return codes.service_areas[entry.service_area_code].label


def accounts(entry: Commitment) -> list[tuple[str, str, bool]]:
    """What the council reports, the numbers show and the clock says: (status, words, whether anything is known)."""
    now = store.snapshot().statuses[entry.id]
    return [
        ("reported", now.reported.label, now.reported.update is not None),
        ("shown", now.shown.label, now.shown.code != CANNOT_TELL),
        ("clock", now.clock.label, now.clock.due is not None),
    ]


def forums() -> None:
    """Who was to shape, watch and challenge the work, from the strategy."""
    columns = (
        Column(text_of("columns.forum"), header=True),
        Column(text_of("columns.who")),
        Column(text_of("columns.what-it-oversees")),
        Column(text_of("columns.meets")),
    )
    rows = [(entry.name, entry.members, entry.oversees, entry.meets) for entry in store.catalogue().forums.values()]
    show_table(text_of("commitments.forums-of-the-strategy"), columns, rows, stacked=True)
