"""The API under /api/v1: the same choices, rows and words as the pages, as JSON and CSV."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_access import register
from data_access.columns import COLUMNS
from data_access.errors import DatabaseFailure, NotReadyError, PortalError
from data_access.export import csv_chunks, json_rows, json_text
from data_access.portal import Served
from data_access.records import Catalogue, Indicator, Selection
from data_access.repository import Repository
from data_access.selection import parse_strictly
from open_data.requests import (
    problem,
    problem_response,
    refuse_others,
    take_choice,
    take_edition,
    take_number,
    values_by_parameter,
)
from open_data.responses import csv_response, edition_tag, json_response, not_modified

MOST_ROWS = 10_000
DEFAULT_ROWS = 1_000
_log = logging.getLogger(__name__)
Endpoint = Callable[[Request], Response]


def answers_problems(endpoint: Endpoint) -> Endpoint:
    """Turn the portal's errors into problem documents."""

    @wraps(endpoint)
    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except NotReadyError:
            return _come_back("No database can be read yet.")
        except DatabaseFailure as error:
            _log.error("The database failed during a request", exc_info=error)
            return _come_back("The database does not answer.")
        except PortalError as error:
            return problem(error)

    return answer


def _come_back(why: str) -> Response:
    response = problem_response(503, "The figures are not ready.", why)
    response.headers["Retry-After"] = "30"
    return response


@answers_problems
def observations_json(request: Request) -> Response:
    """GET /api/v1/observations.json: matching rows, ``limit`` at a time from ``cursor``."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    limit = take_number(parameters, "limit", DEFAULT_ROWS, MOST_ROWS)
    start = take_number(parameters, "cursor", 0, 999_999_999)
    selection = parse_strictly(parameters, repository.catalogue)
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    count = repository.count(selection)
    rows = repository.rows(selection, limit=limit, offset=start)
    following = start + len(rows)
    document = {
        "edition": repository.edition,
        "filters": parameters,
        "count": count,
        "next": str(following) if rows and following < count else None,
        "rows": json_rows(rows),
    }
    return json_response(json_text(document), tag)


@answers_problems
def observations_csv(request: Request) -> Response:
    """GET /api/v1/observations.csv: every matching row, streamed."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    mark = take_choice(parameters, "bom", ("0", "1")) == "1"
    selection = parse_strictly(parameters, repository.catalogue)
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    name = _file_name("observations", repository.edition, filtered=bool(parameters))
    return csv_response(csv_chunks(repository.stream(selection)), tag, name, byte_order_mark=mark)


@answers_problems
def commitments_json(request: Request) -> Response:
    """GET /api/v1/commitments.json: matching commitments, all at once."""
    edition, parameters, tag = _register_request(request)
    if held := not_modified(request, tag):
        return held
    rows = register.rows(edition.snapshot(), parameters)
    document = {
        "edition": edition.repository.edition,
        "filters": parameters,
        "count": len(rows),
        "next": None,
        "rows": json_rows(rows, tuple(register.COLUMNS)),
    }
    return json_response(json_text(document), tag)


@answers_problems
def commitments_csv(request: Request) -> Response:
    """GET /api/v1/commitments.csv: matching commitments."""
    parameters = values_by_parameter(request.query_params)
    mark = take_choice(parameters, "bom", ("0", "1")) == "1"
    edition, filters, tag = _register_request(request)
    if held := not_modified(request, tag):
        return held
    repository = edition.repository
    rows = register.rows(edition.snapshot(), filters)
    name = _file_name("commitments", repository.edition, filtered=bool(filters))
    return csv_response(csv_chunks(rows, tuple(register.COLUMNS)), tag, name, byte_order_mark=mark)


@answers_problems
def indicators(request: Request) -> Response:
    """GET /api/v1/indicators: what is measured, and how much of it is published."""
    return _list(request, _indicator_rows)


@answers_problems
def indicator(request: Request) -> Response:
    """GET /api/v1/indicators/{id}: one indicator with its definition, sources and caveats."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    refuse_others(parameters, ("edition",))
    known = repository.catalogue.indicators
    entry = known.get(request.path_params["indicator_id"])
    if entry is None:
        detail = f"There is no indicator “{request.path_params['indicator_id']}”. /api/v1/indicators lists what exists."
        return problem_response(404, "There is nothing at this address.", detail)
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    return json_response(json_text(_indicator_document(entry, repository.catalogue)), tag)


@answers_problems
def areas(request: Request) -> Response:
    """GET /api/v1/areas: places, with the vintage of ward boundaries."""
    return _list(request, _area_rows)


@answers_problems
def ethnic_groups(request: Request) -> Response:
    """GET /api/v1/ethnic-groups: groups by classification, with the broad group each maps to."""
    return _list(request, _group_rows)


def not_found(request: Request) -> Response:
    """Any other address under /api."""
    detail = "The page /data lists every address of the API, such as /api/v1/observations.csv and /api/v1/indicators."
    return problem_response(404, "There is nothing at this address.", detail)


def _register_request(request: Request) -> tuple[Served, dict[str, list[str]], str]:
    parameters = values_by_parameter(request.query_params)
    parameters.pop("bom", None)
    edition = take_edition(parameters)
    register.check_parameters(parameters, edition.repository.catalogue)
    return edition, parameters, edition_tag(request, edition.repository, edition.today.isoformat())


def _list(request: Request, rows: Callable[[Repository], list[dict[str, Any]]]) -> Response:
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    refuse_others(parameters, ("edition",))
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    found = rows(repository)
    document = {"edition": repository.edition, "filters": {}, "count": len(found), "next": None, "rows": found}
    return json_response(json_text(document), tag)


def _file_name(what: str, edition: str, *, filtered: bool) -> str:
    return f"challenging-inequality-{what}-{edition}{'-filtered' if filtered else ''}.csv"


def _indicator_rows(repository: Repository) -> list[dict[str, Any]]:
    covered = {entry.indicator_id: entry for entry in repository.coverage(Selection())}
    rows = []
    for entry in repository.catalogue.indicators.values():
        coverage = covered.get(entry.id)
        rows.append(
            {
                "indicator_id": entry.id,
                "indicator": entry.title,
                "strand": entry.strand_code,
                "service_area": entry.service_area_code,
                "measure_type": entry.measure_type,
                "unit": entry.unit,
                "classification": list(entry.classification_codes),
                "observations": coverage.observations if coverage else 0,
                "latest_period": coverage.latest_period_code if coverage else None,
                "wards": coverage.wards if coverage else 0,
            }
        )
    return rows


def _indicator_document(entry: Indicator, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "indicator_id": entry.id,
        "indicator": entry.title,
        "strand": entry.strand_code,
        "service_area": entry.service_area_code,
        "commitments": [vars(link) for link in entry.links],
        "measure_type": entry.measure_type,
        "unit": entry.unit,
        "decimals": entry.decimals,
        "definition": entry.definition,
        "population": entry.population,
        "classification": list(entry.classification_codes),
        "protect": entry.protect,
        "protect_reason": entry.protect_reason,
        "sources": [vars(catalogue.codes.sources[source_id]) for source_id in entry.source_ids],
        "next_update": entry.next_update,
        "caveats": list(entry.caveats),
        "breaks": [vars(item) for item in entry.breaks],
        "columns": COLUMNS,
    }


def _area_rows(repository: Repository) -> list[dict[str, Any]]:
    return [
        {
            "area_code": area.code,
            "area": area.label,
            "area_type": area.area_type,
            "area_vintage": area.vintage,
            "parent_code": area.parent_code,
        }
        for area in repository.catalogue.codes.areas.values()
    ]


def _group_rows(repository: Repository) -> list[dict[str, Any]]:
    return [
        {
            "ethnicity_code": group.code,
            "ethnicity": group.label,
            "classification": group.classification_code,
            "parent_code": group.parent_code,
            "eth5_code": group.eth5_code,
        }
        for group in repository.catalogue.codes.ethnic_groups.values()
    ]
