"""GET /embed/…: one chart or map of a view by itself, for a page anywhere to frame."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.paper import Sheet
from data_access.boundaries import ATTRIBUTION
from data_access.citations import licence_words, source_words
from data_access.export import json_text
from data_access.formats import MARKER_WORDS, symbol
from data_access.interface_text import text_of
from data_access.page_list import EMBED_ROOT
from data_access.portal import served
from data_access.public_address import public_address
from data_access.records import Source
from open_data.api import answers_problems
from open_data.read.addresses import ROOT, ReadAddress, parse
from open_data.read.pages import MAPS, chart_address, icon, sheet, styles
from open_data.responses import entity_tag, not_modified
from open_data.security import FRAMED_BY_ANY
from open_data.templating import template

# It draws pictures and words, runs nothing, and alone of all pages may stand in a frame of another site.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        FRAMED_BY_ANY,
        "base-uri 'none'",
        "form-action 'none'",
    )
)


@answers_problems
def embedded(request: Request) -> Response:
    """GET /embed/{page}/{chart}: the chart with its words, source, edition and the way back to the view."""
    page, _, chart = request.path_params.get("view", "").rpartition("/")
    address = parse(page, request.url.query)
    found = sheet(address) if address else None
    if address is None or found is None or chart not in found.charts:
        return HTMLResponse(_missing(address, found), 404, headers=_headers())
    html = chart_page(address, found, chart)
    tag = entity_tag(html)
    if held := not_modified(request, tag):
        held.headers.update(_headers())
        return held
    return HTMLResponse(html, headers={**_headers(), "ETag": tag, "Cache-Control": "public, max-age=300"})


def _headers() -> dict[str, str]:
    return {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}


def chart_page(address: ReadAddress, found: Sheet, chart: str) -> str:
    """One chart of a page as HTML of its own."""
    account = found.account
    rests = account.of(chart)
    settings = served().repository.catalogue.settings
    return _drawn(
        title=rests.title or found.heading,
        name=settings.name,
        sentence=str(found.charts[chart]["desk"].get("description", "")),
        pictures=[chart_address(address, chart, form) for form in ("desk", "phone")],
        note=rests.note,
        legend=rests.legend,
        symbols=[] if rests.legend else _symbols(found.charts[chart]["desk"]),
        source=source_words(rests.sources),
        licence=_licence(rests.sources),
        attribution=ATTRIBUTION if chart in MAPS else "",
        edition=account.edition_line,
        view=f"{address.path}?{address.query}".rstrip("?"),
        later="" if account.is_latest else _latest(address, chart),
        csv=rests.csv,
        canonical=f"{public_address().url}{address.path}",
    )


def _symbols(spec: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The symbols that stand in a chart in place of a figure, and what each means."""
    drawn = json_text(spec)
    return [(symbol(marker), words) for marker, words in MARKER_WORDS.items() if symbol(marker) in drawn]


def _licence(sources: tuple[Source, ...]) -> str:
    return ", ".join(dict.fromkeys(map(licence_words, sources)))


def _latest(address: ReadAddress, chart: str) -> str:
    """The same chart as the latest edition has it."""
    query = urlencode([(name, value) for name, value in address.choices if name != "edition"])
    return f"{_path(address)}/{chart}?{query}".rstrip("?")


def _path(address: ReadAddress) -> str:
    return f"{EMBED_ROOT}{address.path.removeprefix(ROOT)}"


def _missing(address: ReadAddress | None, found: Sheet | None) -> str:
    """What is said where there is no such chart: those that the page has."""
    charts = found.charts if found and address else {}
    query = f"?{address.query}" if address and address.query else ""
    return _drawn(
        title=text_of("embed.missing"),
        name=served().repository.catalogue.settings.name,
        charts=[(key, f"{_path(address)}/{key}{query}") for key in charts] if address else [],
        view=address.path if address and (not address.shown or (found and found.is_single)) else ROOT,
    )


def _drawn(**words: object) -> str:
    return template("read/embed.html").render(styles=styles(), icon=icon(), **words)
