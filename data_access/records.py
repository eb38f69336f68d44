"""The portal's nouns as frozen records: what the files say, once read and checked."""

from dataclasses import dataclass, field
from datetime import date

ALL = "all"
ISLINGTON = "E09000019"


@dataclass(frozen=True)
class Code:
    """One entry of a plain code list (strand, service area, marker, flag, classification)."""

    code: str
    label: str
    order: int = 0
    note: str = ""


@dataclass(frozen=True)
class EthnicGroup:
    """An ethnic group within one classification; ``eth5_code`` is empty where it cannot be mapped."""

    code: str
    label: str
    classification_code: str
    parent_code: str
    eth5_code: str
    order: int

    @property
    def is_unknown(self) -> bool:
        """Whether this stands for people whose ethnic group was not recorded."""
        return self.code.endswith("-unknown")


@dataclass(frozen=True)
class Area:
    """A place, with the year its boundary took effect where that matters."""

    code: str
    label: str
    area_type: str
    vintage: str
    parent_code: str
    order: int


@dataclass(frozen=True)
class Period:
    """A span of time that a figure is for."""

    code: str
    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Category:
    """A further breakdown (role, tenure, school phase) beside ethnic group and area."""

    code: str
    label: str
    dimension: str
    order: int


@dataclass(frozen=True)
class Source:
    """Where a figure comes from and how far it has been checked."""

    id: str
    title: str
    publisher: str
    url: str
    published: str
    licence: str
    licence_certain: bool
    read_in: str
    checked_with_publisher: bool
    confidence: str


@dataclass(frozen=True)
class Link:
    """What an indicator says about a commitment: how well it fits and which way was hoped for."""

    commitment_id: str
    fit: str
    direction: str
    reason: str


@dataclass(frozen=True)
class Break:
    """A period from which figures are not comparable with those before."""

    period_code: str
    reason: str


@dataclass(frozen=True)
class Indicator:
    """One published measure and everything a reader needs to judge it."""

    id: str
    title: str
    strand_code: str
    service_area_code: str
    links: tuple[Link, ...]
    measure_type: str
    unit: str
    decimals: int
    definition: str
    population: str
    classification_codes: tuple[str, ...]
    protect: str
    protect_reason: str
    source_ids: tuple[str, ...]
    next_update: str
    caveats: tuple[str, ...]
    breaks: tuple[Break, ...]


@dataclass(frozen=True)
class Commitment:
    """One thing the strategy promised, in our own words, with the hash of the words it summarises."""

    id: str
    type: str
    nature: str
    section: str
    strand_code: str
    service_area_code: str
    title: str
    summary: str
    issue: str
    action: str
    outcome: str
    measure: str
    owner: str
    owner_given: bool
    due: date | None
    due_words: str
    due_rule: str
    due_precision: str
    target_value: float | None
    target_unit: str
    outcome_ids: tuple[str, ...]
    no_measure: str
    source_words: int
    source_sha256: str


@dataclass(frozen=True)
class Forum:
    """A body that the strategy set up to shape, watch or challenge the work."""

    id: str
    name: str
    members: str
    oversees: str
    meets: str


@dataclass(frozen=True)
class Observation:
    """One published figure, or the marker that stands where a figure would be.

    ``value`` is in the indicator's unit (per cents run 0 to 100); ``numerator`` and
    ``denominator`` are counts in the indicator's protected unit. A marker empties all but the denominator.
    """

    indicator_id: str
    period_code: str
    area_code: str
    ethnicity_code: str
    ethnicity_as_published: str
    category_code: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    marker: str
    flags: str
    note_id: str
    source_id: str


@dataclass(frozen=True)
class Selection:
    """A reader's choice, as codes. An empty tuple means no restriction."""

    strand: tuple[str, ...] = ()
    service_area: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    ethnicity: tuple[str, ...] = ()
    ward: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    classification: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    period: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeLists:
    """Every code list, each a mapping from code to record, in display order."""

    strands: dict[str, Code]
    service_areas: dict[str, Code]
    classifications: dict[str, Code]
    ethnic_groups: dict[str, EthnicGroup]
    aliases: dict[tuple[str, str], str]
    areas: dict[str, Area]
    periods: dict[str, Period]
    categories: dict[str, Category]
    markers: dict[str, Code]
    flags: dict[str, Code]
    sources: dict[str, Source]
    notes: dict[str, str]


@dataclass(frozen=True)
class Catalogue:
    """The definitions: code lists, indicators, commitments and forums."""

    codes: CodeLists
    indicators: dict[str, Indicator]
    commitments: dict[str, Commitment]
    forums: dict[str, Forum]
    settings: "Settings"
    links_of: dict[str, tuple[tuple[str, Link], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What portal.toml says: names, dates, contact and the smallest count that may be shown."""

    name: str
    tagline: str
    edition: str
    approved_by: str
    smallest_count: int
    licence: str
    attribution: str
    contact: str
    contact_note: str
    strategy_title: str
    strategy_url: str
    strategy_status: str
