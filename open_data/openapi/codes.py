"""The codes that each parameter may take, as JSON Schema."""

from collections.abc import Iterable, Mapping
from typing import Any

from data_access.boundaries import VINTAGES
from data_access.measured import NOTHING
from data_access.portal import Served, editions
from data_access.register import parameter_options
from data_access.search import LONGEST
from data_access.selection import options
from data_access.stocktake_account import FILES, years
from open_data.tables import DEFAULT_ROWS, MOST_ROWS

Schema = dict[str, Any]
MEANINGS = {
    "strand": "A strand of the strategy.",
    "service_area": "A service area of the council.",
    "indicator": "An indicator.",
    "ethnicity": "An ethnic group; a broad one also brings the finer ones that map to it, each under its own name.",
    "ward": "A ward; those of before May 2022 have codes of their own.",
    "area": "Any place: a ward, the borough, a region, the nation.",
    "classification": "A list of ethnic groups that a source used.",
    "category": "A further breakdown, such as a role; “all” stands for everything.",
    "period": "The time that a figure is for.",
    "type": "The kind of commitment.",
    "nature": "Whether a commitment can be finished or goes on.",
    "status_reported": "What the council reports.",
    "status_shown": "What the numbers show.",
    "status_clock": "What the clock says.",
    "searched": "Whether anyone looked for a result.",
    "measured": "The closest published measure.",
    "data": "Whether there are data.",
    "commitment": "A commitment.",
    "edition": "A sealed edition; without it the one that the portal shows.",
    "reference": "What the groups are compared with: a group, a place, or “none”; it must have the figure.",
    "vintage": "The year that ward boundaries took effect.",
    "year": "The year of the stocktake; without it this year.",
    "bom": "1 begins the file with a byte order mark, which older spreadsheets need.",
    "limit": "How many rows a page may have.",
    "cursor": "Where a page begins: the “next” of the page before, with the same filters and edition.",
    "fields": "The columns wanted, in this order: repeat it, or part the names by commas; without it all.",
    "q": "What is looked for, in words; a slip of the pen is forgiven.",
    "indicator_id": "An indicator.",
    "name": "A table of the stocktake.",
}


def parameter_schemas(edition: Served) -> dict[str, Schema]:
    """For each parameter but ``fields``, the schema of one value; codes have their labels beside them."""
    catalogue = edition.repository.catalogue
    known = {**parameter_options(catalogue), **options(catalogue)}
    places = {**known["ethnicity"], **known["area"], NOTHING: "No comparison"}
    return {
        **{name: _labelled(labels) for name, labels in known.items()},
        "reference": _labelled(places),
        "edition": _one_of(editions()),
        "vintage": _one_of(VINTAGES),
        "year": _one_of(str(year) for year in years(edition.today)),
        "bom": _one_of(("0", "1")),
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_ROWS},
        "cursor": {"type": "string", "pattern": "^[0-9a-f]{1,8}-[0-9a-f]{16}$"},
        "q": {"type": "string", "maxLength": LONGEST},
        "indicator_id": _labelled(known["indicator"]),
        "name": _labelled(FILES),
    }


def _one_of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _labelled(labels: Mapping[str, str]) -> Schema:
    return {**_one_of(labels), "x-labels": dict(labels)}
