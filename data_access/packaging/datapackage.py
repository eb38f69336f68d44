"""The Frictionless description of an edition’s files."""

from collections.abc import Sequence
from typing import Any

from data_access.columns import PUBLISHED
from data_access.editions.hashes import sha256
from data_access.packaging.dictionary import DATE, INTEGER, KEYS, NUMBER, Column

_TYPES = {NUMBER: "number", INTEGER: "integer", DATE: "date"}


def resource(name: str, path: str, title: str, columns: Sequence[Column], content: bytes) -> dict[str, Any]:
    """One CSV of a package with its size, hash and columns."""
    return {
        "name": name,
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
        "profile": "tabular-data-resource",
        "schema": schema(columns),
    }


def schema(columns: Sequence[Column]) -> dict[str, Any]:
    """The columns as a table schema; an empty cell is a missing value."""
    key = KEYS[columns[0].table]
    return {
        "fields": [_field(column, key) for column in columns],
        "missingValues": [""],
        "primaryKey": list(key),
    }


def _field(column: Column, key: Sequence[str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.name in key else {}
    if (column.table, column.name) == ("observations", "marker"):
        constraints = {"required": True, "enum": [PUBLISHED, "c", "x", "z"]}
    told = {"name": column.name, "type": _TYPES.get(column.kind, "string"), "description": column.meaning}
    return {**told, "constraints": constraints} if constraints else told
