"""The lists of codes under /api/v1: what is measured, where and for whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_access.columns import COLUMNS
from data_access.export import json_text
from data_access.nearest import nearest
from data_access.records import Catalogue, Indicator, Selection
from data_access.repository import Repository
from open_data.api import answers_problems
from open_data.list_columns import AREA_COLUMNS, GROUP_COLUMNS, INDICATOR_COLUMNS
from open_data.requests import (
    NOTHING_HERE,
    problem_response,
    refuse_empty,
    refuse_others,
    take_edition,
    values_by_parameter,
)
from open_data.responses import edition_tag, json_response, not_modified
from open_data.tables import Row, ask_for_page, held_rows, json_page


@answers_problems
def indicators(request: Request) -> Response:
    """GET /api/v1/indicators: what is measured, and how much of it is published."""
    return _list(request, INDICATOR_COLUMNS, _indicator_rows)


@answers_problems
def indicator(request: Request) -> Response:
    """GET /api/v1/indicators/{indicator_id}: one indicator with its definition, sources and caveats."""
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, ("edition",))
    refuse_empty(parameters)
    repository = take_edition(parameters).repository
    asked, known = request.path_params["indicator_id"], repository.catalogue.indicators
    if asked not in known:
        near = nearest(asked, known)
        hint = f" The nearest is “{near}”." if near else ""
        detail = f"There is no indicator “{asked}”.{hint} /api/v1/indicators lists what exists."
        return problem_response(404, NOTHING_HERE, detail, "indicator_id", asked, near)
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    return json_response(json_text(_indicator_document(known[asked], repository.catalogue)), tag)


@answers_problems
def areas(request: Request) -> Response:
    """GET /api/v1/areas: places, with the vintage of ward boundaries."""
    return _list(request, AREA_COLUMNS, _area_rows)


@answers_problems
def ethnic_groups(request: Request) -> Response:
    """GET /api/v1/ethnic-groups: groups by classification, with the broad group each maps to."""
    return _list(request, GROUP_COLUMNS, _group_rows)


def _list(request: Request, columns: Mapping[str, str], rows: Callable[[Repository], Sequence[Row]]) -> Response:
    asked = ask_for_page(request, (), columns)
    return json_page(request, asked, held_rows(lambda: rows(asked.edition.repository), columns, asked.columns))


def _indicator_rows(repository: Repository) -> list[Row]:
    covered = {entry.indicator_id: entry for entry in repository.coverage(Selection())}
    rows: list[Row] = []
    for entry in repository.catalogue.indicators.values():
        coverage = covered.get(entry.id)
        rows.append(
            (
                *(entry.id, entry.title, entry.strand_code, entry.service_area_code, entry.measure_type, entry.unit),
                list(entry.classification_codes),
                coverage.observations if coverage else 0,
                coverage.latest_period_code if coverage else None,
                coverage.wards if coverage else 0,
            )
        )
    return rows


def _indicator_document(entry: Indicator, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "indicator_id": entry.id,
        "indicator": entry.title,
        "strand": entry.strand_code,
        "service_area": entry.service_area_code,
        "commitments": [asdict(link) for link in entry.links],
        "measure_type": entry.measure_type,
        "unit": entry.unit,
        "decimals": entry.decimals,
        "definition": entry.definition,
        "population": entry.population,
        "classification": list(entry.classification_codes),
        "protect": entry.protect,
        "protect_reason": entry.protect_reason,
        "sources": [asdict(catalogue.codes.sources[source_id]) for source_id in entry.source_ids],
        "next_update": entry.next_update,
        "caveats": list(entry.caveats),
        "breaks": [asdict(item) for item in entry.breaks],
        "columns": COLUMNS,
    }


def _area_rows(repository: Repository) -> list[Row]:
    areas = repository.catalogue.codes.areas.values()
    return [(area.code, area.label, area.area_type, area.vintage, area.parent_code) for area in areas]


def _group_rows(repository: Repository) -> list[Row]:
    groups = repository.catalogue.codes.ethnic_groups.values()
    return [(one.code, one.label, one.classification_code, one.parent_code, one.eth5_code) for one in groups]
