"""The OpenAPI document: valid, complete, and true of what the addresses answer."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from data_access import measured, register
from data_access.columns import COLUMNS
from data_access.portal import editions, served
from data_access.selection import options
from open_data.openapi.document import openapi_document
from open_data.openapi.operations import CSV_METADATA, GEOJSON, JSON, OPERATIONS, Operation
from open_data.rates import RateLimits
from open_data.routes import api_routes

EXAMPLES, FEW = 8, 2
MANY = 2_000
# What keeps a spreadsheet small enough to be made many times.
SMALL = {"/api/v1/observations": ("indicator", "attainment-8"), "/api/v1/commitments": ("strand", "employer")}
# Each code is right and yet they may not go together, or a cursor is made up: 400 is then the answer.
ALSO_WRONG_TOGETHER = ["2xx", "304", "400", "404"]
CHECKED = {
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    "checks": {
        "negative_data_rejection": {"expected-statuses": ["400", "404", "414"]},
        "positive_data_acceptance": {"expected-statuses": ALSO_WRONG_TOGETHER},
    },
}


def whole_app() -> Starlette:
    """The plain addresses with the limit that tells how often a reader may ask."""
    return Starlette(routes=api_routes(), middleware=[Middleware(RateLimits, per_minute=1_000_000)])


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_route_of_the_api_is_described_and_nothing_else() -> None:
    routed = {route.path for route in api_routes() if route.path.startswith("/api/v1/")}
    described = {one.path for one in OPERATIONS}
    assert {path for path in described if path.startswith("/api/")} == routed
    matched = {
        path: [route.path for route in api_routes() if route.path_regex.match(path.replace("{edition}", "2026-1"))]
        for path in described - routed
    }
    assert all(routes and routes[0].startswith("/editions/") for routes in matched.values())
    assert len({one.id for one in OPERATIONS}) == len(OPERATIONS)


def test_codes_and_columns_are_those_of_the_catalogue(document: dict[str, Any]) -> None:
    schemas, catalogue = document["components"]["schemas"], served().repository.catalogue
    for name, labels in {**register.parameter_options(catalogue), **options(catalogue)}.items():
        assert schemas[f"parameter_{name}"]["enum"] == list(labels)
        assert schemas[f"parameter_{name}"]["x-labels"] == labels
    assert schemas["parameter_edition"]["enum"] == list(editions())
    for row, columns in (("Observation", COLUMNS), ("Commitment", register.COLUMNS), ("Measure", measured.COLUMNS)):
        told = {name: entry["description"] for name, entry in schemas[row]["properties"].items()}
        assert told == columns


@pytest.mark.parametrize("one", [one for one in OPERATIONS if one.has_query], ids=lambda one: one.id)
def test_every_parameter_that_is_described_is_taken_and_no_other(client: TestClient, one: Operation) -> None:
    address = re.sub("{.*}", "counts.csv" if "stocktake" in one.path else "free-school-meals", one.path)
    refused = [
        name for name in (*one.repeatable, *one.single) if "parameter here" in client.get(f"{address}?{name}=%00").text
    ]
    assert refused == []
    answer = client.get(f"{address}?nothing=1")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "nothing")


def complete_answers(client: TestClient) -> Iterator[tuple[str, str]]:
    """Each JSON address in every form that shows all it can: its path in the document, and the address."""
    catalogue = served().repository.catalogue
    for one in OPERATIONS:
        if one.path == "/api/v1/indicators/{indicator_id}":
            yield from ((one.path, one.path.replace("{indicator_id}", name)) for name in catalogue.indicators)
        elif "indicator" in one.required and one.media_type == JSON:
            yield from ((one.path, f"{one.path}?indicator={name}") for name in catalogue.indicators)
        elif one.path == "/api/v1/search.json":
            yield from ((one.path, f"{one.path}?q={words}") for words in ("housing", "sxhool", "zzzz", "N1 1AA"))
        elif one.media_type in (JSON, GEOJSON, CSV_METADATA):
            query = f"?limit={MANY}" if "limit" in one.single else ""
            yield one.path, one.path.replace("{edition}", editions()[0]) + query


def test_the_whole_of_every_json_answer_has_the_shape_described(client: TestClient, document: dict[str, Any]) -> None:
    validators: dict[str, Draft202012Validator] = {}
    seen = 0
    for path, address in complete_answers(client):
        if path not in validators:
            (content,) = document["paths"][path]["get"]["responses"]["200"]["content"].values()
            validators[path] = Draft202012Validator({**content["schema"], "components": document["components"]})
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert [error.message for error in validators[path].iter_errors(answer.json())] == [], address
        seen += 1
    assert seen > 2 * len(served().repository.catalogue.indicators)


def test_an_unchanged_document_is_not_sent_twice_and_each_edition_has_its_own(client: TestClient) -> None:
    first = client.get("/api/v1/openapi.json")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in editions():
        named = client.get(f"/api/v1/openapi.json?edition={name}").json()
        assert named == openapi_document(served(name))
        assert named["info"]["x-edition"] == name


@pytest.fixture(scope="module")
def described() -> Any:
    config = SchemathesisConfig.from_dict(CHECKED)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", whole_app(), config=config)


def can_be_wrong(one: Operation) -> bool:
    return bool(one.single or one.repeatable or "{" in one.path)


ASKED = [(one, mode) for one in OPERATIONS for mode in GenerationMode if mode.is_positive or can_be_wrong(one)]


@pytest.mark.parametrize(("one", "mode"), ASKED, ids=[f"{one.id}, {mode.value}" for one, mode in ASKED])
def test_the_api_answers_as_described_whatever_is_asked(described: Any, one: Operation, mode: GenerationMode) -> None:
    operation = described[one.path]["GET"]
    asked = 0

    @settings(max_examples=FEW if one.is_spreadsheet else EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        nonlocal asked
        if one.is_spreadsheet:
            name, value = SMALL[one.path.rpartition(".")[0]]
            case.query.setdefault(name, [value])
        case.call_and_validate()
        asked += 1

    ask()
    assert asked
