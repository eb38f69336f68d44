"""The annual stocktake: how many promises stand where, what changed, whose date has passed, and what has no data.

It counts each of the three statuses by itself and adds none to another. It says what was looked for and
what was not, so that a date nobody followed up is not told as a promise broken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_access.commitments.bases import BaseNow
from data_access.commitments.records import Evidence, PopulationBase, StrategyStatus
from data_access.commitments.series import Series
from data_access.commitments.statuses import (
    CLOCK,
    PASSED,
    REPORTED,
    SHOWN_STATES,
    Statuses,
    date_reading,
    three_statuses,
)
from data_access.records import Catalogue, Code, Commitment

# The order in which a committee reads it.
READING_ORDER = {
    "answer": "In short",
    "strategy": "Where the strategy itself stands",
    "counts": "Where the promises stand",
    "ledger": "Dates that have passed",
    "questions": "Questions to ask",
    "changes": "What changed",
    "no-data": "What has no data, and who owns it",
    "bases": "Promised shares and the population they name",
    "rules": "How to read this",
}
STATUSES = {"reported": REPORTED, "shown": SHOWN_STATES, "clock": CLOCK}
WITHOUT_DATA = ("no-measure", "no-data", "before", "only-proxy")
_ANY_RESULT = "A dated, published result from its owner would close it."


@dataclass(frozen=True)
class Snapshot:
    """One edition on one day: its promises, its evidence and the three statuses of each promise."""

    edition: str
    on: date
    catalogue: Catalogue
    evidence: Evidence
    statuses: dict[str, Statuses]


@dataclass(frozen=True)
class Count:
    """How many promises of one strand or service area are in one state of one status."""

    group_kind: str
    group_code: str
    group: str
    status: str
    state: str
    label: str
    count: int
    of: int


@dataclass(frozen=True)
class LedgerEntry:
    """One promise whose date has passed without a report that it was done."""

    commitment: Commitment
    statuses: Statuses
    days: int
    reading: str
    looked: str
    would_close: str


@dataclass(frozen=True)
class NoData:
    """One promise that no direct figure speaks to, why, and who could publish one."""

    commitment: Commitment
    reason: str
    missing: str


@dataclass(frozen=True)
class Change:
    """What differs for one promise since the edition before; both sides in words."""

    commitment_id: str
    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class BaseLine:
    """A promised share, the base that the strategy names, and the base in force now."""

    commitment: Commitment
    promised: PopulationBase
    now: BaseNow | None


@dataclass(frozen=True)
class Stocktake:
    """The account of one edition on one day; read it in ``READING_ORDER``."""

    edition: str
    on: date
    sentence: str
    strategy: StrategyStatus | None
    counts: tuple[Count, ...]
    ledger: tuple[LedgerEntry, ...]
    changes: tuple[Change, ...]
    no_data: tuple[NoData, ...]
    bases: tuple[BaseLine, ...]


def stocktake_day(year: int, today: date) -> date:
    """The day a year’s stocktake stands at: its last, or today while the year runs."""
    return min(date(year, 12, 31), today)


def snapshot(
    edition: str, catalogue: Catalogue, evidence: Evidence, series: Mapping[str, Series], on: date
) -> Snapshot:
    """Every promise of an edition with its three statuses on one day."""
    statuses = {
        commitment.id: three_statuses(commitment, catalogue, evidence, series, on)
        for commitment in catalogue.commitments.values()
    }
    return Snapshot(edition, on, catalogue, evidence, statuses)


def stocktake(now: Snapshot, before: Snapshot | None = None, base: BaseNow | None = None) -> Stocktake:
    """The account of one snapshot; with an earlier one, also what changed between them."""
    return Stocktake(
        edition=now.edition,
        on=now.on,
        sentence=sentence(now),
        strategy=strategy_status(now.evidence, now.on),
        counts=tuple(counts(now)),
        ledger=tuple(ledger(now)),
        changes=tuple(changes(before, now)) if before else (),
        no_data=tuple(no_data(now)),
        bases=tuple(base_lines(now, base)),
    )


def sentence(now: Snapshot) -> str:
    """The stocktake in one sentence; the three numbers in it are three answers and overlap."""
    statuses = list(now.statuses.values())
    complete = sum(1 for entry in statuses if entry.reported.code == "complete")
    passed = sum(1 for entry in statuses if entry.clock.is_passed)
    unmeasured = sum(1 for entry in statuses if entry.shown.reason == "no-measure")
    return (
        f"Of {len(statuses)} commitments, {complete} {_are(complete)} reported complete, "
        f"{passed} {_have(passed)} passed their date, and {unmeasured} {_have(unmeasured)} no measure."
    )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def strategy_status(evidence: Evidence, on: date) -> StrategyStatus | None:
    """What the newest source says of the strategy itself, or None where none speaks."""
    known = [entry for entry in evidence.strategy if entry.on.first <= on]
    return max(known, key=lambda entry: entry.on, default=None)


def counts(now: Snapshot) -> Iterable[Count]:
    """By strand, then by service area: every state of every status, zeros included."""
    codes, commitments = now.catalogue.codes, list(now.catalogue.commitments.values())
    for code in codes.strands.values():
        yield from _count(now, "strand", code, [entry for entry in commitments if entry.strand_code == code.code])
    for code in codes.service_areas.values():
        inside = [entry for entry in commitments if entry.service_area_code == code.code]
        yield from _count(now, "service_area", code, inside)


def _count(now: Snapshot, group_kind: str, group: Code, inside: Sequence[Commitment]) -> Iterable[Count]:
    for status, states in STATUSES.items():
        found = [state_of(now.statuses[entry.id], status) for entry in inside]
        for state, label in states.items():
            count = found.count(state)
            yield Count(group_kind, group.code, group.label, status, state, label, count, len(inside))


def state_of(statuses: Statuses, status: str) -> str:
    """The state that one status of a promise is counted under."""
    return {"reported": statuses.reported.code, "shown": statuses.shown.state, "clock": statuses.clock.code}[status]


def ledger(now: Snapshot) -> list[LedgerEntry]:
    """Promises whose date has passed without a report that they were done, longest ago first."""
    found = [
        _ledger_entry(now.catalogue.commitments[name], statuses)
        for name, statuses in now.statuses.items()
        if statuses.clock.code in PASSED
    ]
    return sorted(found, key=lambda entry: -entry.days)


def _ledger_entry(commitment: Commitment, statuses: Statuses) -> LedgerEntry:
    return LedgerEntry(
        commitment=commitment,
        statuses=statuses,
        days=statuses.clock.days,
        reading=date_reading(commitment),
        looked=_looked(statuses),
        would_close=commitment.no_measure or _ANY_RESULT,
    )


def _looked(statuses: Statuses) -> str:
    """Where a result was looked for; fair to an owner whom nobody has asked."""
    searched = statuses.searched
    if searched.own:
        told = "; ".join(f"{search.on.words}: {search.looked_for}" for search in searched.own)
        return f"{searched.label}. {told}."
    if searched.wide:
        when, found = searched.wide[-1].on.at, any(search.found for search in searched.wide)
        end = "and something was found; see the search log" if found else "and none was found"
        return f"Not yet searched by itself. Accounts of the whole strategy were looked for {when}, {end}."
    return "Not yet searched. There may be a published result that nobody has looked for."


def no_data(now: Snapshot) -> list[NoData]:
    """Promises for which no direct figure since the strategy is published, in display order."""
    return [
        NoData(commitment, now.statuses[commitment.id].shown.label, commitment.no_measure)
        for commitment in now.catalogue.commitments.values()
        if now.statuses[commitment.id].shown.reason in WITHOUT_DATA
    ]


def changes(before: Snapshot, now: Snapshot) -> list[Change]:
    """What differs between two snapshots, in the order of the newer; days that only went by are no change."""
    old, new = before.catalogue.commitments, now.catalogue.commitments
    found = [
        Change(name, entry.title, "register", "not in the register", "added")
        for name, entry in new.items()
        if name not in old
    ]
    found += [
        Change(name, entry.title, "register", "in the register", "removed")
        for name, entry in old.items()
        if name not in new
    ]
    for name, entry in new.items():
        if name in old:
            found += _changes_of(entry, before.statuses[name], now.statuses[name])
    return found


def _changes_of(commitment: Commitment, before: Statuses, now: Statuses) -> list[Change]:
    found = [
        Change(
            commitment.id, commitment.title, status, STATUSES[status][state], STATUSES[status][state_of(now, status)]
        )
        for status, state in ((status, state_of(before, status)) for status in STATUSES)
        if state != state_of(now, status)
    ]
    if before.clock.due != now.clock.due:
        found.append(Change(commitment.id, commitment.title, "due", str(before.clock.due), str(now.clock.due)))
    return found


def base_lines(now: Snapshot, base: BaseNow | None) -> list[BaseLine]:
    """Each promised share beside the base in force now."""
    commitments = now.catalogue.commitments
    return [BaseLine(commitments[entry.commitment_id], entry, base) for entry in now.evidence.bases]
