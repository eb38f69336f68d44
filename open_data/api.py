"""The API under /api/v1: the same choices, rows and words as the pages, as JSON and CSV."""

import logging
from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from data_access import register
from data_access.columns import COLUMNS
from data_access.errors import DatabaseFailure, NotReadyError, PortalError
from data_access.occurrences import note_failure
from data_access.portal import is_open, served
from data_access.selection import DATA_PARAMETERS, parse_strictly
from open_data.openapi.operations import OPERATIONS
from open_data.requests import NOTHING_HERE, problem, problem_response
from open_data.tables import Asked, Rows, ask_for_file, ask_for_page, csv_file, held_rows, json_page

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
            note_failure(_log, "The database failed during a request", error)
            return _come_back("The database does not answer.")
        except PortalError as error:
            return problem(error)

    return answer


def _come_back(why: str) -> Response:
    response = problem_response(503, "The figures are not ready.", why)
    response.headers["Retry-After"] = "30"
    return response


async def observations_json(request: Request) -> Response:
    """GET /api/v1/observations.json: matching rows, ``limit`` at a time from ``cursor``."""
    return await _answered(_observations_json, request)


async def observations_csv(request: Request) -> Response:
    """GET /api/v1/observations.csv: every matching row, streamed."""
    return await _answered(_observations_csv, request)


@answers_problems
def _observations_json(request: Request) -> Response:
    asked = ask_for_page(request, DATA_PARAMETERS, COLUMNS)
    return json_page(request, asked, _observations(asked))


@answers_problems
def _observations_csv(request: Request) -> Response:
    asked = ask_for_file(request, DATA_PARAMETERS, COLUMNS)
    return csv_file(request, asked, COLUMNS, _observations(asked), "observations")


async def _answered(endpoint: Endpoint, request: Request) -> Response:
    """Answer in a thread, or at once where handing the question to a thread would cost more than answering it."""
    query = request.query_params
    edition, one = query.get("edition", ""), len(query.getlist("indicator")) == 1
    is_small = one and len(query.getlist("area") + query.getlist("ward")) == 1
    if is_small and is_open(edition) and served(edition).repository.answers_at_once:
        return endpoint(request)
    return await run_in_threadpool(endpoint, request)


@answers_problems
def commitments_json(request: Request) -> Response:
    """GET /api/v1/commitments.json: matching commitments, ``limit`` at a time from ``cursor``."""
    asked = ask_for_page(request, register.PARAMETERS, register.COLUMNS)
    return json_page(request, asked, _commitments(asked))


@answers_problems
def commitments_csv(request: Request) -> Response:
    """GET /api/v1/commitments.csv: matching commitments."""
    asked = ask_for_file(request, register.PARAMETERS, register.COLUMNS)
    return csv_file(request, asked, register.COLUMNS, _commitments(asked), "commitments")


def not_found(request: Request) -> Response:
    """Any other address under /api."""
    known = [operation.path for operation in OPERATIONS]
    # By whole address: as words, a longer address that holds the wrong one would come first.
    near = next(iter(get_close_matches(request.url.path, known, 1)), None)
    hint = f"The nearest is {near}. " if near else ""
    detail = f"{hint}/data tells how to use them, /api/v1/openapi.json describes each, and these are all: "
    return problem_response(404, NOTHING_HERE, f"{detail}{', '.join(known)}.", value=request.url.path, hint=near)


def _observations(asked: Asked) -> Rows:
    repository = asked.edition.repository
    selection = parse_strictly(asked.filters, repository.catalogue)
    return Rows(
        lambda: repository.count(selection),
        lambda limit, offset: repository.json_objects(selection, asked.columns, limit=limit, offset=offset),
        lambda: repository.csv_chunks(selection, asked.columns),
    )


def _commitments(asked: Asked) -> Rows:
    register.check_parameters(asked.filters, asked.edition.repository.catalogue)
    found = register.rows(asked.edition.snapshot(), asked.filters)
    return held_rows(lambda: found, register.COLUMNS, asked.columns, asked.edition.today.isoformat())
