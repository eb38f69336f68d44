"""Every address that the OpenAPI document describes. A new route under /api/v1 needs an entry here; a test holds it."""

from dataclasses import dataclass

from data_access.register import PARAMETERS as REGISTER_PARAMETERS
from data_access.selection import DATA_PARAMETERS

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv"
CSV_METADATA = "application/csvm+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_PAGE = ("edition", "fields", "limit", "cursor")
_FILE = ("edition", "fields", "bom")
_MEASURES = ("indicator", "reference", "area", "period", "classification", "category")


@dataclass(frozen=True)
class Operation:
    """One address and what it answers with 200.

    ``schema`` names a schema of ``schemas.schemas``: of the whole answer, or with ``is_table`` of a row. Parameters
    of the query are named in ``repeatable`` (filters), ``single`` (one value each) and ``required`` (some of
    ``single``). ``is_limited`` tells whether each reader may ask only so often, ``is_named`` whether the answer has a
    file name, and ``columns_of`` whose columns ``fields`` may name where they are not those of ``schema``.
    """

    path: str
    id: str
    summary: str
    media_type: str = JSON
    schema: str = ""
    is_table: bool = False
    repeatable: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    is_limited: bool = True
    is_named: bool = False
    columns_of: str = ""

    @property
    def has_query(self) -> bool:
        """Whether a parameter of the query can be wrong."""
        return self.path.startswith("/api/")

    @property
    def is_linked(self) -> bool:
        """Whether the answer carries links to its licence and description."""
        return self.media_type != CSV_METADATA and self.schema != "Manifest"

    @property
    def is_spreadsheet(self) -> bool:
        """Whether it is a file that holds only so many rows."""
        return self.media_type in (XLSX, ODS)

    @property
    def may_be_missing(self) -> bool:
        """Whether the address itself may name something that does not exist."""
        return "{" in self.path


def _table(path: str, name: str, summary: str, schema: str, **more: tuple[str, ...]) -> Operation:
    """A table as JSON; ``more`` are its parameters beside those of a page."""
    single = (*more.get("single", ()), *_PAGE)
    return Operation(
        path,
        name,
        summary,
        schema=schema,
        is_table=True,
        single=single,
        repeatable=more.get("repeatable", ()),
        required=more.get("required", ()),
    )


def _book(table: str, ending: str, media_type: str, repeatable: tuple[str, ...]) -> Operation:
    """A table as a spreadsheet."""
    return Operation(
        f"/api/v1/{table}.{ending}",
        f"{table}{ending.capitalize()}",
        f"The {table} as a spreadsheet, filtered as the CSV is",
        media_type,
        repeatable=repeatable,
        single=("edition",),
        is_named=True,
    )


def _metadata(table: str, row: str, repeatable: tuple[str, ...]) -> Operation:
    """The description of a CSV."""
    return Operation(
        f"/api/v1/{table}.csv-metadata.json",
        f"{table}Metadata",
        f"What the CSV of {table} with the same parameters holds (CSV on the Web)",
        CSV_METADATA,
        "CsvMetadata",
        repeatable=repeatable,
        single=_FILE,
        columns_of=row,
    )


def _file(path: str, name: str, summary: str, schema: str, **more: tuple[str, ...]) -> Operation:
    """A table as CSV; ``more`` are its parameters beside those of a file."""
    return Operation(
        path,
        name,
        summary,
        CSV,
        schema,
        is_table=True,
        single=(*more.get("single", ()), *_FILE),
        repeatable=more.get("repeatable", ()),
        required=more.get("required", ()),
        is_named=True,
    )


OPERATIONS = (
    _table(
        "/api/v1/observations.json",
        "observations",
        "Published figures, all or filtered, a page at a time",
        "Observation",
        repeatable=DATA_PARAMETERS,
    ),
    _file(
        "/api/v1/observations.csv",
        "observationsFile",
        "Published figures, all or filtered, whole",
        "Observation",
        repeatable=DATA_PARAMETERS,
    ),
    _table(
        "/api/v1/commitments.json",
        "commitments",
        "The register of commitments with their three statuses",
        "Commitment",
        repeatable=REGISTER_PARAMETERS,
    ),
    _file(
        "/api/v1/commitments.csv",
        "commitmentsFile",
        "The register of commitments, whole",
        "Commitment",
        repeatable=REGISTER_PARAMETERS,
    ),
    _book("observations", "xlsx", XLSX, DATA_PARAMETERS),
    _book("observations", "ods", ODS, DATA_PARAMETERS),
    _metadata("observations", "Observation", DATA_PARAMETERS),
    _book("commitments", "xlsx", XLSX, REGISTER_PARAMETERS),
    _book("commitments", "ods", ODS, REGISTER_PARAMETERS),
    _metadata("commitments", "Commitment", REGISTER_PARAMETERS),
    Operation("/api/v1/dictionary.csv", "dictionary", "What each column of every table means", CSV, is_named=True),
    Operation(
        "/api/v1/stocktake/{name}",
        "stocktakeFile",
        "One table of the stocktake of a year",
        CSV,
        single=("year", "strand", "edition", "bom"),
        is_named=True,
    ),
    Operation(
        "/api/v1/wards.geojson",
        "wards",
        "One figure in every ward, with the shapes of the wards",
        GEOJSON,
        "WardFigures",
        single=("indicator", "ethnicity", "period", "category", "vintage", "edition"),
        is_named=True,
    ),
    _table("/api/v1/indicators", "indicators", "What is measured, and how much of it is published", "IndicatorInList"),
    Operation(
        "/api/v1/indicators/{indicator_id}",
        "indicator",
        "One indicator with its definition, sources and caveats",
        schema="Indicator",
        single=("edition",),
    ),
    _table(
        "/api/v1/measures.json",
        "measures",
        "One indicator’s groups beside a reference, with intervals",
        "Measure",
        single=_MEASURES,
        required=("indicator",),
    ),
    _file(
        "/api/v1/measures.csv",
        "measuresFile",
        "The same as a file",
        "Measure",
        single=_MEASURES,
        required=("indicator",),
    ),
    _table("/api/v1/areas", "areas", "Places and their codes", "Area"),
    _table("/api/v1/ethnic-groups", "ethnicGroups", "Ethnic groups, their lists and how they map", "EthnicGroup"),
    Operation(
        "/api/v1/search.json",
        "search",
        "Outcomes, commitments, wards, groups, words and pages that answer a question, best first",
        schema="SearchAnswer",
        single=("q", "edition"),
    ),
    Operation("/api/v1/openapi.json", "openapi", "This document", schema="Description", single=("edition",)),
    Operation(
        "/editions/", "editions", "Every sealed edition with its files and hashes", schema="Editions", is_limited=False
    ),
    Operation(
        "/editions/{edition}/manifest.json",
        "manifest",
        "What an edition holds, with the hash of every file",
        schema="Manifest",
        is_limited=False,
    ),
)
