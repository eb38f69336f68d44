"""GET /api/v1/openapi.json: the OpenAPI 3.1 document of one edition."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_access.export import json_text
from data_access.portal import Served
from data_access.public_address import public_address
from open_data.api import answers_problems
from open_data.openapi.codes import MEANINGS, parameter_schemas
from open_data.openapi.operations import CSV, JSON, OPERATIONS, Operation
from open_data.openapi.schemas import TABLES, page_of, schemas
from open_data.requests import LONGEST_QUERY, MOST_VALUES, refuse_empty, refuse_others, take_edition
from open_data.requests import values_by_parameter as asked_for
from open_data.responses import entity_tag, json_response, not_modified

Part = dict[str, Any]
_VERSION = "1.0.0"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_INTRODUCTION = (
    "Published figures on race equality in Islington and the commitments of the council’s 2021 strategy. "
    "Every address answers GET, HEAD and OPTIONS, is open to any site, and sends an ETag: ask again with "
    "If-None-Match and an unchanged answer is 304. Codes are the same in every language and in the pages’ addresses. "
    f"An address may have {MOST_VALUES} values. A hidden figure is null in JSON and empty in CSV, with its marker. "
    "RateLimit headers are those of draft-ietf-httpapi-ratelimit-headers-06."
)
_HEADERS: dict[str, tuple[str, str, Part]] = {
    "ETag": ("ETag", "Changes whenever the answer does.", {"type": "string"}),
    "CacheControl": ("Cache-Control", "How long the answer may be kept.", {"type": "string"}),
    "Link": ("Link", "RFC 8288: next (a page of rows), describedby, license.", {"type": "string"}),
    "ContentDisposition": ("Content-Disposition", "The file’s name.", {"type": "string"}),
    "AnySite": ("Access-Control-Allow-Origin", "Open to any site.", {"const": "*"}),
    "Exposed": ("Access-Control-Expose-Headers", "What scripts of any site may read.", {"type": "string"}),
    "RateLimit": ("RateLimit-Limit", "How many requests each reader has in a minute.", {"type": "integer"}),
    "RateRemaining": ("RateLimit-Remaining", "How many are left now.", {"type": "integer"}),
    "RateReset": ("RateLimit-Reset", "Seconds until all are there again.", {"type": "integer"}),
    "RetryAfter": ("Retry-After", "Seconds to wait.", {"type": "integer"}),
}
_RATE = ("RateLimit", "RateRemaining", "RateReset")
_EVERYWHERE = ("CacheControl", "AnySite", "Exposed")
_FAILURES = {
    "BadRequest": ("The address asks for something that does not exist; it names which part, and the nearest.", ()),
    "NotFound": ("There is nothing at this address; it says what there is.", ()),
    "TooLarge": ("There are more rows than a spreadsheet is made for; the CSV has them.", ()),
    "TooLong": (f"The query is longer than {LONGEST_QUERY:,} bytes.", ()),
    "TooMany": ("This reader has asked too often within a minute.", ("RetryAfter",)),
    "NotReady": ("The figures are not ready.", ("RetryAfter",)),
}


@answers_problems
def openapi_json(request: Request) -> Response:
    """GET /api/v1/openapi.json: what every address of the API takes and answers."""
    parameters = asked_for(request.query_params)
    refuse_others(parameters, ("edition",))
    refuse_empty(parameters)
    text = json_text(openapi_document(take_edition(parameters)))
    tag = entity_tag(text)
    return not_modified(request, tag) or json_response(text, tag)


def openapi_document(edition: Served) -> Part:
    """The document for the codes of one edition."""
    settings = edition.repository.catalogue.settings
    codes = parameter_schemas(edition)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.name}: open data",
            "version": _VERSION,
            "description": _INTRODUCTION,
            "license": {"name": settings.licence, "url": f"{public_address().url}/about"},
            "x-edition": edition.repository.edition,
        },
        "servers": [{"url": public_address().url}],
        "paths": {one.path: {"get": _described(one)} for one in OPERATIONS},
        "components": {
            "schemas": {**schemas(), **{_code_name(name): schema for name, schema in codes.items()}},
            "headers": {
                key: {"description": meaning, "required": key not in _RATE, "schema": schema}
                for key, (_, meaning, schema) in _HEADERS.items()
            },
            "responses": {name: _failure(*parts) for name, parts in _FAILURES.items()},
        },
    }


def _code_name(parameter: str) -> str:
    return f"parameter_{parameter}"


def _described(one: Operation) -> Part:
    return {"operationId": one.id, "summary": one.summary, "parameters": _parameters(one), "responses": _responses(one)}


def _parameters(one: Operation) -> list[Part]:
    in_path = [_parameter(name, "path", _code(name), required=True) for name in re.findall(r"{(\w+)}", one.path)]
    repeatable = [
        _parameter(name, "query", {"type": "array", "items": _code(name), "minItems": 1}) for name in one.repeatable
    ]
    single = [
        _parameter(name, "query", _fields(one) if name == "fields" else _code(name), required=name in one.required)
        for name in one.single
    ]
    return [*in_path, *repeatable, *single]


def _parameter(name: str, place: str, schema: Part, *, required: bool = False) -> Part:
    return {"name": name, "in": place, "required": required, "description": MEANINGS[name], "schema": schema}


def _code(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{_code_name(name)}"}


def _fields(one: Operation) -> Part:
    columns = {"type": "string", "enum": list(TABLES[one.columns_of or one.schema])}
    return {"type": "array", "items": columns, "minItems": 1}


def _responses(one: Operation) -> Part:
    rate = _RATE if one.is_limited else ()
    named = ("ContentDisposition",) if one.is_named else ()
    linked = ("Link",) if one.is_linked else ()
    found = {
        "200": {
            "description": "What was asked for.",
            "headers": _headers(("ETag", *_EVERYWHERE, *linked, *named, *rate)),
            "content": {one.media_type: {"schema": _content(one)}},
        },
        "304": {
            "description": "The reader has this version already.",
            "headers": _headers(("ETag", *_EVERYWHERE, *rate)),
        },
        "414": {"$ref": "#/components/responses/TooLong"},
        "503": {"$ref": "#/components/responses/NotReady"},
    }
    if one.has_query:
        found["400"] = {"$ref": "#/components/responses/BadRequest"}
    if one.may_be_missing:
        found["404"] = {"$ref": "#/components/responses/NotFound"}
    if one.is_spreadsheet:
        found["413"] = {"$ref": "#/components/responses/TooLarge"}
    if one.is_limited:
        found["429"] = {"$ref": "#/components/responses/TooMany"}
    return dict(sorted(found.items()))


def _content(one: Operation) -> Part:
    if one.is_spreadsheet:
        return {}
    if one.media_type == CSV:
        return {"type": "string"}
    schema = {"$ref": f"#/components/schemas/{one.schema}"}
    return page_of(schema) if one.media_type == JSON and one.is_table else schema


def _failure(why: str, more: tuple[str, ...]) -> Part:
    return {"description": why, "headers": _headers((*_EVERYWHERE, *more)), "content": _PROBLEM}


def _headers(keys: tuple[str, ...]) -> Part:
    return {_HEADERS[key][0]: {"$ref": f"#/components/headers/{key}"} for key in keys}
