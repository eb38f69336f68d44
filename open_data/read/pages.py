"""GET /read/…: every page as HTML that needs no script, and the charts in it as pictures."""

import hashlib
from collections.abc import Mapping
from functools import cache, partial, wraps
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from components.paper import Paper, Sheet, draw
from data_access.interface_text import text_of
from data_access.page_list import PAGES, find
from data_access.portal import served
from data_access.public_address import public_address
from open_data.api import Endpoint, answers_problems
from open_data.assets import FOLDER as ASSETS
from open_data.assets import asset_address, read_assets
from open_data.read import social
from open_data.read.addresses import ROOT, ReadAddress, on_paper, parse, read_address
from open_data.read.linked_data import linked_data
from open_data.requests import problem_response
from open_data.responses import entity_tag, not_modified
from open_data.templating import template
from visuals import maps

NOT_READY = 503
_PICTURES = (".svg", ".png")
MAPS = ("map", "hexagons", "vintages")
# In px, of the columns in read.css; a map is laid out for its own width.
_MAP_WIDTHS = {"desk": maps.WIDE, "phone": maps.PHONE}
_CHART_WIDTHS = {"desk": 816, "phone": 328}


def answers_readers(endpoint: Endpoint) -> Endpoint:
    """Turn the portal's errors into problem documents, but say in a page that there are no figures yet."""

    @wraps(endpoint)
    def answer(request: Request) -> Response:
        response = answers_problems(endpoint)(request)
        if response.status_code != NOT_READY or request.url.path.endswith((*_PICTURES, ".json")):
            return response
        page = template("read/not_ready.html").render(
            title=text_of("missing.not-ready"), pages=_navigation("none"), styles=styles(), icon=icon()
        )
        headers = {"Retry-After": response.headers["Retry-After"], "Cache-Control": "no-store"}
        return HTMLResponse(page, NOT_READY, headers=headers)

    return answer


@answers_readers
def read(request: Request) -> Response:
    """GET /read/{page}: one page, or with .svg or .png at its end one of its charts."""
    path = request.path_params.get("page", "")
    if request.url.path.endswith("/"):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{ROOT}/{path.strip('/')}".rstrip("/") + query, 308)
    if path.endswith(_PICTURES):
        return _picture(request, path)
    found = parse(path, request.url.query)
    if found is None:
        return HTMLResponse(_missing(), 404)
    one = sheet(found)
    page = drawn(found, one)
    tag = entity_tag(page)
    if held := not_modified(request, tag):
        return held
    status = 404 if found.shown and not one.is_single else 200
    return HTMLResponse(page, status, headers={"ETag": tag, "Cache-Control": "public, max-age=300"})


def sheet(address: ReadAddress) -> Sheet:
    """The page on paper, its links to pages under /read."""
    fixed = [address.shown[0]] if address.shown else []
    return draw(address.url, Paper(address.parameters, address.path, fixed, partial(chart_address, address)))


def chart_address(address: ReadAddress, key: str, form: str) -> str:
    """Where the picture of one chart of a page is, in one of its forms."""
    query = urlencode([*address.choices, *([("form", form)] if form != "desk" else [])])
    return f"{address.path}/{key}.svg?{query}".rstrip("?")


def drawn(address: ReadAddress, found: Sheet) -> str:
    """The page as HTML."""
    spec = find(address.url)
    title = _title(address, found)
    settings = served().repository.catalogue.settings
    shared = social.tags(
        title=title,
        description=found.sentence or spec.description,
        address=f"{address.path}?{address.query}".rstrip("?"),
        pictured=address,
        name=settings.name,
    )
    return template("read/page.html").render(
        title=f"{title} · {settings.name}",
        heading=title,
        description=social.shortened(found.sentence) if found.is_single else spec.description,
        canonical=f"{public_address().url}{address.path}",
        shared=shared,
        data=linked_data(address, found),
        in_app=address.in_app,
        masthead=on_paper(found.masthead),
        body=on_paper(found.body),
        foot=on_paper(found.foot),
        pages=_navigation(address.url),
        styles=styles(),
        icon=icon(),
    )


def _title(address: ReadAddress, found: Sheet) -> str:
    return found.heading if found.is_single else find(address.url).title


def _navigation(url: str) -> list[tuple[str, str, bool]]:
    return [(spec.menu_label, read_address(spec.address), spec.url == url) for spec in PAGES if spec.menu_label]


def _missing() -> str:
    return template("read/missing.html").render(
        title=text_of("missing.heading"), pages=_navigation("none"), styles=styles(), icon=icon()
    )


def _picture(request: Request, path: str) -> Response:
    page, _, name = path.rpartition("/")
    key, _, kind = name.rpartition(".")
    address = parse(page, request.url.query)
    if name == social.PICTURE:
        return _social(request, address)
    form = request.query_params.get("form", "desk")
    charts = sheet(address).charts if address else {}
    if key not in charts or form not in charts[key]:
        drawings = ", ".join(charts) or "none"
        return problem_response(404, "There is no picture at this address.", f"The page has these charts: {drawings}.")
    from open_data import pictures

    spec = with_width(key, form, charts[key][form])
    description = str(spec.get("description", ""))
    content: str | bytes
    if kind == "svg":
        content, media_type = pictures.svg(spec, title=key, description=description), "image/svg+xml"
    else:
        content, media_type = pictures.png(spec), "image/png"
    return _drawing(request, content, media_type)


def _social(request: Request, address: ReadAddress | None) -> Response:
    found = sheet(address) if address else None
    if address is None or found is None or (address.shown and not found.is_single):
        return problem_response(404, "There is no picture at this address.", "There is no such page.")
    name = served().repository.catalogue.settings.name
    return _drawing(request, social.picture(found, _title(address, found), name), "image/png")


def _drawing(request: Request, content: str | bytes, media_type: str) -> Response:
    written = content.encode() if isinstance(content, str) else content
    tag = entity_tag(hashlib.sha256(written).hexdigest())
    if held := not_modified(request, tag):
        return held
    return Response(written, media_type=media_type, headers={"ETag": tag, "Cache-Control": "public, max-age=300"})


def with_width(key: str, form: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """A chart as wide as the column that it stands in: in the app it fills whatever holds it."""
    if spec["width"] != "container":
        return dict(spec)
    widths = _MAP_WIDTHS if key in MAPS else _CHART_WIDTHS
    return {**spec, "width": widths[form]}


@cache
def _asset(name: str) -> str:
    return asset_address(name, read_assets(ASSETS))


def icon() -> str:
    """The address of the icon of every page."""
    return _asset("icon.svg")


def styles() -> list[str]:
    """The addresses of the style sheets of a page on paper."""
    return [_asset("portal.css"), _asset("read.css")]
