"""Evidence as frozen records: what a source said of a commitment, where a result was looked for, who answered."""

from dataclasses import dataclass
from datetime import date

from data_access.commitments.when import When
from data_access.records import Commitment

REPORTED = ("in-progress", "complete", "changed", "dropped", "fact")
CONFIDENCE = ("high", "medium", "low")
EVERY = "all"
STRATEGY = "strategy"
STRAND = "strand:"
SERVICE_AREA = "service-area:"


@dataclass(frozen=True)
class Origin:
    """Where a claim was read, and how far to trust it."""

    title: str
    url: str
    read_in: str
    confidence: str
    checked_with_publisher: bool


@dataclass(frozen=True)
class Update:
    """One dated, sourced statement about a commitment; ``fact`` says nothing of its state."""

    id: str
    commitment_id: str
    on: When
    published: When | None
    reported: str
    says: str
    summary: str
    origin: Origin
    new_due: date | None
    new_target: float | None
    next_review: date | None

    @property
    def known_from(self) -> date:
        """The first day on which a reader could have known it."""
        return max(self.on.first, self.published.first) if self.published else self.on.first

    @property
    def is_state(self) -> bool:
        """Whether it says what state the commitment is in."""
        return self.reported != "fact"


@dataclass(frozen=True)
class Search:
    """One look for a published result: when, for which commitments, where, and whether any was found."""

    id: str
    on: When
    scope: tuple[str, ...]
    where: str
    looked_for: str
    found: bool
    note: str

    @property
    def is_wide(self) -> bool:
        """Whether it looked for accounts of the strategy as a whole, and for no commitment by itself."""
        return self.scope == (STRATEGY,)

    def covers(self, commitment: Commitment) -> bool:
        """Whether it looked for a result of this commitment."""
        names = {
            EVERY,
            commitment.id,
            f"{STRAND}{commitment.strand_code}",
            f"{SERVICE_AREA}{commitment.service_area_code}",
        }
        return not names.isdisjoint(self.scope)


@dataclass(frozen=True)
class Statement:
    """What the council or the Coalition asked to have set beside a commitment or an indicator, in its own words."""

    id: str
    by: str
    on: date
    commitment_ids: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    text: str
    sent_by: str
    url: str

    def is_about(self, thing_id: str) -> bool:
        """Whether it stands beside the commitment or indicator of this id."""
        return thing_id in self.commitment_ids or thing_id in self.indicator_ids


@dataclass(frozen=True)
class StrategyStatus:
    """What a source says of the strategy itself: in force, replaced or unknown."""

    on: When
    status: str
    says: str
    summary: str
    origin: Origin


@dataclass(frozen=True)
class PopulationBase:
    """A share that the strategy promised, and the population it was measured against, as far as it says."""

    commitment_id: str
    share: float
    group_as_named: str
    base_as_named: str
    base_share: float | None
    note: str


@dataclass(frozen=True)
class Wording:
    """The hash of a commitment's words from one day on, and what changed on that day."""

    commitment_id: str
    on: date
    sha256: str
    what_changed: str


@dataclass(frozen=True)
class Evidence:
    """All that the files under data/ say of the commitments, sound rows only."""

    updates: tuple[Update, ...] = ()
    searches: tuple[Search, ...] = ()
    statements: tuple[Statement, ...] = ()
    strategy: tuple[StrategyStatus, ...] = ()
    bases: tuple[PopulationBase, ...] = ()
    wording: tuple[Wording, ...] = ()

    def updates_of(self, commitment_id: str, on: date) -> list[Update]:
        """What was known of a commitment on one day, newest first."""
        known = [entry for entry in self.updates if entry.commitment_id == commitment_id and entry.known_from <= on]
        return sorted(known, key=_age, reverse=True)

    def statements_about(self, thing_id: str, on: date) -> list[Statement]:
        """The statements beside a commitment or an indicator on one day, oldest first, none before another's reply."""
        found = [entry for entry in self.statements if entry.is_about(thing_id) and entry.on <= on]
        return sorted(found, key=lambda entry: (entry.on, entry.id))

    def changes_of(self, commitment_id: str) -> list[Wording]:
        """The days on which a commitment's words were changed here, oldest first; empty where they never were."""
        return [entry for entry in self.wording if entry.commitment_id == commitment_id][1:]


def _age(update: Update) -> tuple[date, date, int, str]:
    """Order in time; of two on one day the better trusted counts as the newer."""
    trust = -CONFIDENCE.index(update.origin.confidence)
    return update.on.last, update.known_from, trust, update.id
