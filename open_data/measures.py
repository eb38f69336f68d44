"""GET /api/v1/measures: one indicator’s groups beside a reference, with intervals, as its page shows them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from data_access import measured
from data_access.errors import UnknownCodeError
from data_access.measured import COLUMNS, NOTHING, MeasuredView
from data_access.nearest import nearest
from data_access.records import Selection
from data_access.repository import Repository
from data_access.selection import parse_strictly
from data_access.views import IndicatorView, indicator_view
from open_data.api import answers_problems
from open_data.requests import take
from open_data.tables import ask_for_file, ask_for_page, csv_file, held_rows, json_page

_CHOSEN = ("area", "period", "classification", "category")
PARAMETERS = ("indicator", "reference", *_CHOSEN)


@answers_problems
def measures_json(request: Request) -> Response:
    """GET /api/v1/measures.json: the measures of every group."""
    asked = ask_for_page(request, PARAMETERS, COLUMNS)
    found = _measured(asked.edition.repository, dict(asked.filters))
    return json_page(request, asked, held_rows(lambda: measured.rows(found), COLUMNS, asked.columns))


@answers_problems
def measures_csv(request: Request) -> Response:
    """GET /api/v1/measures.csv: the same as a file."""
    asked = ask_for_file(request, PARAMETERS, COLUMNS)
    found = _measured(asked.edition.repository, dict(asked.filters))
    rows = held_rows(lambda: measured.rows(found), COLUMNS, asked.columns)
    return csv_file(request, asked, COLUMNS, rows, "measures")


def _measured(repository: Repository, parameters: dict[str, list[str]]) -> MeasuredView:
    """The view that the parameters ask for.

    Raises:
        UnknownCodeError: a code does not exist, or the indicator has no figures for it.
    """
    reference = take(parameters, "reference")
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
