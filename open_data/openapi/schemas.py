"""The shape of every answer as JSON Schema, made from the column dictionaries and the records."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from data_access import measured, register
from data_access.columns import COLUMNS
from data_access.packaging.dictionary import COMMITMENTS, DATE, INTEGER, MEASURES, NUMBER, OBSERVATIONS, TEXT, Column
from data_access.records import Break, Link, Source
from open_data.list_columns import AREA_COLUMNS, GROUP_COLUMNS, INDICATOR_COLUMNS

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TYPES: dict[Any, Schema] = {str: _TEXT, bool: {"type": "boolean"}}
_KINDS = {
    TEXT: _TEXT,
    NUMBER: _NUMBER_OR_NULL,
    INTEGER: {"type": ["integer", "null"]},
    DATE: _TEXT_OR_NULL,
}
_INDICATOR_TYPES: dict[str, Schema] = {
    "classification": {"type": "array", "items": _TEXT},
    "observations": _COUNT,
    "latest_period": _TEXT_OR_NULL,
    "wards": _COUNT,
}
# The columns of each table that has rows of its own, for ``fields``.
TABLES: dict[str, Mapping[str, str]] = {
    "Observation": COLUMNS,
    "Commitment": register.COLUMNS,
    "Measure": measured.COLUMNS,
    "IndicatorInList": INDICATOR_COLUMNS,
    "Area": AREA_COLUMNS,
    "EthnicGroup": GROUP_COLUMNS,
}


def schemas() -> dict[str, Schema]:
    """Every named schema: a row of each table, and each answer that is not a table."""
    types: dict[str, Mapping[str, Schema]] = {
        "Observation": _kinds(OBSERVATIONS),
        "Commitment": _kinds(COMMITMENTS),
        "Measure": _kinds(MEASURES),
        "IndicatorInList": _INDICATOR_TYPES,
    }
    rows = {name: _row(columns, types.get(name, {})) for name, columns in TABLES.items()}
    return {**rows, **_answers(), "Problem": _problem()}


def page_of(row: Schema) -> Schema:
    """A page of rows."""
    return closed(
        {
            "edition": _TEXT,
            "filters": {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}},
            "count": {**_COUNT, "description": "How many rows match, on all pages together."},
            "next": {**_TEXT_OR_NULL, "description": "The cursor of the next page; null on the last."},
            "rows": {"type": "array", "items": row},
        }
    )


def closed(properties: Mapping[str, Schema], required: Collection[str] | None = None) -> Schema:
    """An object with these members and no others; all are required unless ``required`` names some."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def _kinds(columns: Iterable[Column]) -> dict[str, Schema]:
    return {column.name: _KINDS[column.kind] for column in columns}


def _row(columns: Mapping[str, str], types: Mapping[str, Schema]) -> Schema:
    """A row of some or all of the columns, text where ``types`` says nothing else."""
    described = {name: {**types.get(name, _TEXT), "description": meaning} for name, meaning in columns.items()}
    return closed(described, required=())


def _record(record: type) -> Schema:
    hints = get_type_hints(record)
    return closed({field.name: _TYPES[hints[field.name]] for field in fields(record)})


def _answers() -> dict[str, Schema]:
    texts: Schema = {"type": "array", "items": _TEXT}
    point: Schema = {"type": "array", "items": {"type": "number"}}
    feature = closed(
        {
            "type": {"const": "Feature"},
            "properties": {"$ref": "#/components/schemas/Observation"},
            "geometry": closed(
                {"type": {"enum": ["Polygon", "MultiPolygon"]}, "coordinates": {"type": "array", "items": {}}}
            ),
        }
    )
    return {
        "WardFigures": closed(
            {
                "type": {"const": "FeatureCollection"},
                "bbox": {**point, "minItems": 4, "maxItems": 4},
                "attribution": _TEXT,
                "features": {"type": "array", "items": feature},
            }
        ),
        "Indicator": closed(
            {
                **dict.fromkeys(("indicator_id", "indicator", "strand", "service_area"), _TEXT),
                "commitments": {"type": "array", "items": _record(Link)},
                **dict.fromkeys(("measure_type", "unit"), _TEXT),
                "decimals": _COUNT,
                **dict.fromkeys(("definition", "population"), _TEXT),
                "classification": texts,
                **dict.fromkeys(("protect", "protect_reason"), _TEXT),
                "sources": {"type": "array", "items": _record(Source)},
                "next_update": _TEXT,
                "caveats": texts,
                "breaks": {"type": "array", "items": _record(Break)},
                "columns": {"type": "object", "additionalProperties": _TEXT},
            }
        ),
        "SearchAnswer": _search_answer(texts),
        "CsvMetadata": {
            "type": "object",
            "properties": {"url": _TEXT, "dc:title": _TEXT, "tableSchema": {"type": "object"}},
            "required": ["@context", "url", "dc:title", "tableSchema"],
        },
        "Description": {
            "type": "object",
            "properties": {"openapi": {"type": "string", "pattern": "^3\\.1\\."}, "paths": {"type": "object"}},
            "required": ["openapi", "info", "paths", "components"],
        },
        **_editions(),
    }


def _search_answer(texts: Schema) -> Schema:
    found = closed(dict.fromkeys(("kind", "title", "why", "address"), _TEXT))
    page = page_of(found)["properties"]
    return closed({**page, "note": _TEXT_OR_NULL, "nearest": texts})


def _editions() -> dict[str, Schema]:
    file = {"path": _TEXT, "bytes": {"type": ["integer", "null"]}, "sha256": _SHA256}
    edition = closed(
        {
            **dict.fromkeys(("edition", "sealed_on", "note", "prepared_by"), _TEXT),
            **dict.fromkeys(("approved_by", "previous"), _TEXT_OR_NULL),
            **dict.fromkeys(("manifest", "zip"), _TEXT),
            "manifest_sha256": _SHA256,
            "files": {"type": "array", "items": closed(file)},
        }
    )
    sealed = closed({**file, "lines": _TEXT}, required=file)
    manifest = {
        **dict.fromkeys(("edition", "sealed_on", "note", "prepared_by", "approved_by", "code_version"), _TEXT),
        "last_withdrawal": _TEXT,
        "previous": {"anyOf": [{"type": "null"}, closed({"edition": _TEXT, "sha256": _SHA256})]},
        "rules": {"type": "object", "additionalProperties": _TEXT},
        "corrections": {"type": "array", "items": {"type": "object"}},
        "files": {"type": "array", "items": sealed},
    }
    return {"Editions": closed({"editions": {"type": "array", "items": edition}}), "Manifest": closed(manifest)}


def _problem() -> Schema:
    """An error by RFC 9457 with the members that every one of them has."""
    return closed(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "parameter": {**_TEXT, "description": "The part of the address that is wrong; empty where none is."},
            "value": {**_TEXT, "description": "What it said."},
            "nearest": {**_TEXT_OR_NULL, "description": "The nearest right one, where there is one."},
        }
    )
