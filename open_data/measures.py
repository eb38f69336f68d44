"""GET /api/v1/measures: one indicator’s groups beside a reference, with intervals, as its page shows them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from data_access import measured
from data_access.errors import UnknownCodeError
from data_access.export import csv_chunks, json_rows, json_text
from data_access.measured import COLUMNS, NOTHING, MeasuredView
from data_access.nearest import nearest
from data_access.records import Selection
from data_access.repository import Repository
from data_access.selection import parse_strictly
from data_access.views import IndicatorView, indicator_view
from open_data.api import answers_problems
from open_data.requests import refuse_others, take, take_choice, take_edition, values_by_parameter
from open_data.responses import csv_response, edition_tag, json_response, not_modified

_CHOSEN = ("area", "period", "classification", "category")


@answers_problems
def measures_json(request: Request) -> Response:
    """GET /api/v1/measures.json: the measures of every group."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    found = measured.rows(_measured(repository, parameters))
    document = {
        "edition": repository.edition,
        "filters": values_by_parameter(request.query_params),
        "count": len(found),
        "next": None,
        "rows": json_rows(found, tuple(COLUMNS)),
    }
    return json_response(json_text(document), tag)


@answers_problems
def measures_csv(request: Request) -> Response:
    """GET /api/v1/measures.csv: the same as a file."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    mark = take_choice(parameters, "bom", ("0", "1")) == "1"
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    found = _measured(repository, parameters)
    name = f"challenging-inequality-measures-{found.view.indicator.id}-{repository.edition}.csv"
    chunks = csv_chunks(measured.rows(found), tuple(COLUMNS))
    return csv_response(chunks, tag, name, byte_order_mark=mark)


def _measured(repository: Repository, parameters: dict[str, list[str]]) -> MeasuredView:
    """The view that the parameters ask for.

    Raises:
        UnknownParameterError: a parameter does not exist.
        UnknownCodeError: a code does not exist, or the indicator has no figures for it.
    """
    reference = take(parameters, "reference")
    refuse_others(parameters, ("indicator", "reference", "edition", *_CHOSEN))
    indicator_id = take(parameters, "indicator")
    wished = parse_strictly({"indicator": [indicator_id], **parameters}, repository.catalogue)
    view = indicator_view(repository, indicator_id, wished)
    _refuse_another_choice(view, wished)
    offered = [NOTHING, *measured.references(view)]
    if reference and reference not in offered:
        raise UnknownCodeError("reference", reference, nearest(reference, offered) or offered[-1])
    return measured.measured_view(repository, view, reference or measured.preferred_reference(view))


def _refuse_another_choice(view: IndicatorView, wished: Selection) -> None:
    for name in _CHOSEN:
        asked: Sequence[str] = getattr(wished, name)
        chosen = getattr(view.choice, f"{name}_code")
        if asked and tuple(asked) != (chosen,):
            raise UnknownCodeError(name, ", ".join(asked), chosen)
