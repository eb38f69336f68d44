"""GET /figure/{id}: one figure with its source, edition and citation, as a page without scripts or as JSON."""

from functools import cache
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from data_access import formats
from data_access.export import json_text
from data_access.figure_account import FIGURE_PATH, Figure, document, figure
from data_access.figure_ids import UnknownFigureError
from data_access.interface_text import text_of
from data_access.page_list import PAGES
from data_access.portal import served
from data_access.public_address import public_address
from data_access.records import Selection
from data_access.selection import query_string
from open_data.assets import asset_address, read_assets
from open_data.read.addresses import read_address
from open_data.read.pages import answers_readers
from open_data.requests import problem_response
from open_data.responses import entity_tag, json_response, not_modified
from open_data.templating import environment

_JSON = ".json"
_VARY = "Accept, Accept-Encoding"


@answers_readers
def one_figure(request: Request) -> Response:
    """GET /figure/{id}: a page, or JSON where the address ends in .json or the reader would rather have that."""
    name = request.path_params["figure_id"]
    as_json = name.endswith(_JSON) or prefers_json(request.headers.get("accept", ""))
    try:
        found = figure(name.removesuffix(_JSON))
    except UnknownFigureError as error:
        response = _missing_document(error) if as_json else _missing_page(error, name)
    else:
        response = _answer(request, found, as_json=as_json)
    response.headers["Vary"] = _VARY
    return response


def prefers_json(accept: str) -> bool:
    """Whether an Accept header ranks JSON above HTML; a tie and an empty header are for HTML."""
    weights = dict(_weight(entry) for entry in accept.split(",") if entry.strip())

    def rank(kind: str) -> float:
        named = (kind, f"{kind.partition('/')[0]}/*", "*/*")
        return next((weights[name] for name in named if name in weights), 0.0)

    return rank("application/json") > rank("text/html")


def _weight(entry: str) -> tuple[str, float]:
    kind, *parameters = (part.strip().lower() for part in entry.split(";"))
    given = next((part.removeprefix("q=") for part in parameters if part.startswith("q=")), "1")
    return kind, float(given) if given.replace(".", "", 1).isdecimal() and given.isascii() else 0.0


def _answer(request: Request, found: Figure, *, as_json: bool) -> Response:
    body = json_text(document(found)) if as_json else figure_page(found)
    tag = entity_tag(str(as_json), body)
    if held := not_modified(request, tag):
        return held
    if as_json:
        response = json_response(body, tag)
        response.headers["Link"] = f'<{found.address}>; rel="canonical"'
        return response
    link = f'<{found.address}{_JSON}>; rel="alternate"; type="application/json"'
    return HTMLResponse(body, headers={"ETag": tag, "Cache-Control": "public, max-age=300", "Link": link})


def figure_page(found: Figure) -> str:
    """The page of one figure as HTML: everything of it is text, and no script is needed."""
    row, decimals = found.row, found.indicator.decimals
    interval = found.interval
    cell = found.id
    rows = Selection(
        indicator=(cell.indicator,),
        period=(cell.period,),
        area=(cell.area,),
        ethnicity=(cell.ethnicity,),
        category=(cell.category,),
    )
    return _drawn(
        "figure.html",
        title=text_of("figure.title", indicator=row.indicator),
        description=found.sentence,
        canonical=found.address,
        figure=found,
        read_view=read_address(found.permalink.removeprefix(public_address().url)),
        interval=formats.interval(interval.lower, interval.upper, decimals) if interval else "",
        base=_base(row.numerator, row.denominator),
        rows_address=f"/api/v1/observations.csv?{query_string(rows, edition=cell.edition)}",
    )


def _base(numerator: float | None, denominator: float | None) -> str:
    """The counts behind a figure; empty where they are not published or hidden."""
    if numerator is None:
        return ""
    return _count(numerator) if denominator is None else f"{_count(numerator)} of {_count(denominator)}"


def _count(count: float) -> str:
    return formats.number(count, 0 if float(count).is_integer() else 1)


def _missing_document(error: UnknownFigureError) -> Response:
    detail = f"{error} The figure most like it is {FIGURE_PATH}{error.nearest_id}{_JSON}."
    title = "There is no such figure."
    return problem_response(404, title, detail, error.parameter, error.value, error.nearest)


def _missing_page(error: UnknownFigureError, name: str) -> Response:
    address = f"{public_address().url}{FIGURE_PATH}{name}"
    html = _drawn(
        "figure_missing.html",
        title=text_of("figure.missing"),
        description=text_of("figure.missing-description"),
        canonical=address,
        sentence=str(error),
        nearest=error.nearest_id,
    )
    return HTMLResponse(html, 404, headers={"Cache-Control": "no-cache"})


def _drawn(template: str, *, title: str, **words: Any) -> str:
    settings = served().repository.catalogue.settings
    named = f"{title} · {settings.name}"
    return _templates().get_template(template).render(title=named, settings=settings, **words)


@cache
def _templates() -> Environment:
    templates = environment()
    templates.filters["day"] = formats.day
    assets = read_assets()
    templates.globals.update(
        pages=[(spec.menu_label, read_address(spec.address), False) for spec in PAGES if spec.menu_label],
        mistakes=read_address("/about#mistakes"),
        data=read_address("/data"),
        styles=[asset_address(name, assets) for name in ("portal.css", "read.css") if name in assets],
        script=asset_address("portal.js", assets),
        icon=asset_address("icon.svg", assets),
    )
    return templates
