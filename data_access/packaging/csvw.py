"""CSV on the Web: what the columns of a CSV mean, whether rows were left out, and where it comes from."""

from collections.abc import Sequence
from typing import Any

from data_access.packaging.about import COMMITMENTS, About
from data_access.packaging.dictionary import COMMITMENTS as COMMITMENT_COLUMNS
from data_access.packaging.dictionary import DATE, INTEGER, KEYS, NUMBER, Column
from data_access.packaging.dictionary import OBSERVATIONS as OBSERVATION_COLUMNS

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_DATATYPES = {NUMBER: "number", INTEGER: "integer", DATE: "date"}


def table(url: str, title: str, description: str, columns: Sequence[Column]) -> dict[str, Any]:
    """One table of a description: the file’s address from here, and its columns in order."""
    key = KEYS[columns[0].table]
    schema: dict[str, Any] = {"columns": [_column(column) for column in columns]}
    if set(key) <= {column.name for column in columns}:
        schema["primaryKey"] = list(key)
    return {"url": url, "dc:title": title, "dc:description": description, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    required = {"required": True} if column.name in KEYS[column.table] else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _DATATYPES.get(column.kind, "string"),
        **required,
    }


def companion(about: About, query: str) -> dict[str, Any]:
    """The description of one CSV of the API: whole or filtered, how, and from which edition.

    ``query`` is that of the CSV’s address as it was asked for, empty for none.
    """
    settings = about.settings
    columns = COMMITMENT_COLUMNS if about.table == COMMITMENTS else OBSERVATION_COLUMNS
    by_name = {column.name: column for column in columns}
    shown = [by_name[name] for name in about.fields] or columns
    return {
        "@context": CONTEXT,
        **table(f"{about.table}.csv{f'?{query}' if query else ''}", about.title, about.extent, shown),
        "dc:isPartOf": about.edition_words,
        "dc:provenance": about.approval,
        "dc:rights": f"{settings.licence}. {settings.attribution}",
        "dc:modified": about.as_at.isoformat(),
        "dc:publisher": settings.name,
    }
