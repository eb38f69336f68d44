"""The stocktake as CSV files: the very tables of the page and of the pack."""

from starlette.requests import Request
from starlette.responses import Response

from data_access.errors import UnknownCodeError
from data_access.nearest import nearest
from data_access.portal import Served
from data_access.stocktake_account import FILES, account, years
from open_data.api import answers_problems
from open_data.requests import (
    NOTHING_HERE,
    problem_response,
    refuse_empty,
    refuse_others,
    take,
    take_choice,
    take_edition,
    values_by_parameter,
)
from open_data.responses import csv_response, edition_tag, not_modified

PARAMETERS = ("year", "strand", "edition", "bom")


@answers_problems
def stocktake_csv(request: Request) -> Response:
    """GET /api/v1/stocktake/{name}: one table of the stocktake of a year, of every strand or of one."""
    name = request.path_params["name"]
    if name not in FILES:
        detail = f"The stocktake has no table “{name}”. It has {', '.join(FILES)}."
        return problem_response(404, NOTHING_HERE, detail, "name", name, nearest(name, FILES))
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, PARAMETERS)
    refuse_empty(parameters)
    edition = take_edition(parameters)
    mark = take_choice(parameters, "bom", ("0", "1")) == "1"
    strand = take_choice(parameters, "strand", tuple(edition.repository.catalogue.codes.strands))
    year = _take_year(parameters, edition)
    repository = edition.repository
    tag = edition_tag(request, repository, edition.today.isoformat())
    if held := not_modified(request, tag):
        return held
    text = account(edition, year, strand).files[name]
    parts = ("challenging-inequality-stocktake", str(year), strand, repository.edition, name)
    return csv_response([text], tag, "-".join(part for part in parts if part), byte_order_mark=mark)


def _take_year(parameters: dict[str, list[str]], edition: Served) -> int:
    known = tuple(str(year) for year in years(edition.today))
    value = take(parameters, "year") or known[0]
    if value not in known:
        raise UnknownCodeError("year", value, known[0])
    return int(value)
