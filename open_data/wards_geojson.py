"""GET /api/v1/wards.geojson: one figure in every ward with the wards' shapes, as the ward map shows it."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from data_access.boundaries import VINTAGES, feature_collection_text
from data_access.errors import UnknownCodeError
from data_access.records import Selection
from data_access.repository import Repository
from data_access.selection import nearest_code, options, parse_strictly
from data_access.ward_views import WardChoice, boundaries_of, choose, ward_map_view
from open_data.api import answers_problems
from open_data.requests import refuse_empty, refuse_others, take, take_choice, take_edition, values_by_parameter
from open_data.responses import edition_tag, geojson_response, not_modified

_CHOSEN = ("indicator", "ethnicity", "period", "category")
PARAMETERS = (*_CHOSEN, "vintage", "edition")


@answers_problems
def wards_geojson(request: Request) -> Response:
    """One feature for each ward, with the public columns of its row; what is not asked for is as on the ward map."""
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, PARAMETERS)
    refuse_empty(parameters)
    repository = take_edition(parameters).repository
    vintage = take_choice(parameters, "vintage", VINTAGES)
    one_each = {name: [take(parameters, name)] for name in _CHOSEN if name in parameters}
    choice = _choice(repository, parse_strictly(one_each, repository.catalogue), vintage)
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    view = ward_map_view(repository, boundaries_of(repository, choice.vintage), choice)
    text = feature_collection_text(boundaries_of(repository, choice.vintage), view.rows)
    return geojson_response(
        text, tag, f"challenging-inequality-wards-{choice.indicator_id}-{repository.edition}.geojson"
    )


def _choice(repository: Repository, asked: Selection, vintage: str) -> WardChoice:
    """The figure asked for, which must have rows by ward in every part that the address names.

    Raises:
        UnknownCodeError: a part of the address has no figure by ward.
    """
    labels = options(repository.catalogue)
    found, offered = choose(repository, asked)
    chosen = {
        "indicator": found.indicator_id,
        "category": found.category_code,
        "ethnicity": found.ethnicity_code,
        "period": found.period_code,
    }
    for name, code in chosen.items():
        wanted: Sequence[str] = getattr(asked, name)
        if wanted and wanted[0] != code:
            near = nearest_code(wanted[0], {entry: labels[name][entry] for entry in offered[name]})
            raise UnknownCodeError(name, wanted[0], near or code)
    if vintage and vintage != found.vintage:
        raise UnknownCodeError("vintage", vintage, found.vintage)
    return found
