"""The HTML that is served for each page before Streamlit draws it.

It is Streamlit's own index.html with our language, title and description, and inside its root element the very
page on paper: what a reader sees first, what a search engine reads, and all that a reader without JavaScript gets.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from components.paper import Paper, draw
from data_access.errors import NotReadyError
from data_access.interface_text import text_of
from data_access.page_list import PAGES, SINGLE, PageSpec, find
from data_access.portal import served
from data_access.public_address import PublicAddress, public_address
from open_data.assets import Asset, asset_address, read_assets
from open_data.read import social
from open_data.templating import template

_FONTS = (
    "/assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "/assets/fonts/source-serif-4-latin-600-normal.woff2",
)
_ROOT = '<div id="root"></div>'
_NOSCRIPT = (
    f'<noscript><p class="ci-noscript">{escape(text_of("frame.no-script"))} <a href="/read">/read</a></p></noscript>'
)
_IN_MENU = tuple(spec for spec in PAGES if spec.menu_label)


class ShellError(RuntimeError):
    """Streamlit's index.html no longer holds something that the shells replace."""


@dataclass(frozen=True)
class ShellContent:
    """What one page says before Streamlit draws it; ``masthead``, ``body`` and ``foot`` are HTML, escaped already.

    ``canonical_query`` is the part of the query that makes this another page (an indicator's id, say), encoded.
    ``sentence`` answers the page's question for the choices of the address.
    """

    title: str
    description: str
    body: str
    masthead: str = ""
    foot: str = ""
    canonical_query: str = ""
    sentence: str = ""


# Takes a page's url, as in the list of pages, and the request's query string.
ContentOf = Callable[[str, str], ShellContent]


def page_content(url: str, query: str) -> ShellContent:
    """A page on paper without its pictures, which the app is about to draw; before there are figures, its own words."""
    spec = find(url)
    pairs = parse_qsl(query)
    try:
        found = draw(url, Paper(pairs, spec.address))
    except NotReadyError:
        body = f'<h1 class="ci-h1">{escape(spec.heading)}</h1><p class="ci-lead">{escape(spec.description)}</p>'
        return ShellContent(spec.title, spec.description, body)
    shown = [pair for pair in pairs if pair[0] == SINGLE.get(url, ("", ""))[0]][:1]
    return ShellContent(
        title=found.heading if found.is_single else spec.title,
        description=social.shortened(found.sentence) if found.is_single else spec.description,
        body=found.body,
        masthead=found.masthead,
        foot=found.foot,
        canonical_query=urlencode(shown) if found.is_single else "",
        sentence=found.sentence,
    )


def _streamlit_folder() -> Path:
    package = find_spec("streamlit")
    return Path(str(package.origin if package else "")).parent / "static"


def streamlit_scripts() -> frozenset[str]:
    """The address of each of Streamlit's own scripts, styles and fonts: ``/static/js/index.…js``."""
    folder = _streamlit_folder()
    files = (path for path in (folder / "static").rglob("*") if path.is_file())
    return frozenset(f"/{path.relative_to(folder).as_posix()}" for path in files)


def streamlit_index() -> str:
    """Streamlit's own index.html, found without importing Streamlit.

    Raises:
        ShellError: it is not where it was.
    """
    path = _streamlit_folder() / "index.html"
    if not path.is_file():
        message = f"{path} does not exist: see where this version of Streamlit keeps its index.html"
        raise ShellError(message)
    return path.read_text(encoding="utf-8")


class IndexPage:
    """Streamlit's index.html, once prepared, to be filled for each request."""

    def __init__(self, index_html: str, assets: dict[str, Asset]) -> None:
        text = _replace(index_html, '<html lang="en">', f'<html lang="{escape(text_of("frame.language"))}">')
        text = _replace(text, '<link rel="shortcut icon" href="./favicon.png" />', _icon(assets))
        first = f"{_font_links()}{_script('icons.js', assets)}"
        text = _replace_pattern(text, r'<link\s+rel="preload"[^>]*SourceSans[^>]*/>', first)
        text = _replace_pattern(text, r'<!--(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>', "")
        text = _replace_pattern(text, r"<noscript>.*?</noscript>", "")
        text = _replace(text, "</body>", f"{_NOSCRIPT}\n  </body>")
        text = text.replace('"./static/', '"/static/')
        before, text = _split(text, "<title>Streamlit</title>")
        between, text = _split(text, "</head>")
        middle, after = _split(text, _ROOT)
        # A status outside the part that Streamlit redraws, for portal.js to announce a new page in.
        announcer = template("announcer.html").render()
        self._parts = (before, f"{between}{_asset_links(assets)}</head>{middle}{announcer}", after)

    def filled(self, head: str, body: str) -> str:
        """The page with its own head elements and its words inside #root."""
        before, middle, after = self._parts
        return f'{before}{head}{middle}    <div id="root">{body}</div>{after}'


def _replace(text: str, old: str, new: str) -> str:
    before, after = _split(text, old)
    return f"{before}{new}{after}"


def _replace_pattern(text: str, pattern: str, new: str) -> str:
    found = re.findall(pattern, text, re.DOTALL)
    if len(found) != 1:
        message = f"Streamlit's index.html has {len(found)} matches of {pattern}, not one"
        raise ShellError(message)
    return re.sub(pattern, lambda _: new, text, flags=re.DOTALL)


def _split(text: str, mark: str) -> tuple[str, str]:
    if text.count(mark) != 1:
        message = f"Streamlit's index.html has {text.count(mark)} times “{mark}”, not once"
        raise ShellError(message)
    before, _, after = text.partition(mark)
    return before, after


def _icon(assets: dict[str, Asset]) -> str:
    return f'<link rel="icon" type="image/svg+xml" href="{asset_address("icon.svg", assets)}" />'


def _font_links() -> str:
    return "\n    ".join(
        f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin />' for font in _FONTS
    )


def _asset_links(assets: dict[str, Asset]) -> str:
    style = asset_address("portal.css", assets)
    scripts = "".join(f"    {_script(name, assets)}\n" for name in ("portal.js", "verify.js", "webgl.js"))
    return f'  <link rel="stylesheet" href="{style}" />\n{scripts}  '


def _script(name: str, assets: dict[str, Asset]) -> str:
    return f'<script src="{asset_address(name, assets)}" defer></script>'


class Shells:
    """Draws the shell of a page, or of an address that is none."""

    def __init__(self, content: ContentOf, index: IndexPage, address: PublicAddress) -> None:
        self._content, self._index, self._address = content, index, address
        self._template = template("shell_content.html")

    def page(self, request: Request) -> Response:
        """GET a page of the list."""
        spec = find(request.url.path.strip("/"))
        html = self._drawn(spec, self._content(spec.url, request.url.query), request.url.query)
        tag = f'"{hashlib.sha256(html.encode()).hexdigest()[:24]}"'
        headers = {"Cache-Control": "no-cache", "ETag": tag}
        held = {entry.strip().removeprefix("W/") for entry in request.headers.get("if-none-match", "").split(",")}
        return Response(status_code=304, headers=headers) if tag in held else HTMLResponse(html, headers=headers)

    def missing(self, request: Request) -> Response:
        """GET any other address: on to the page that was meant, or a 404 that lists what exists."""
        trimmed = request.url.path.strip("/")
        if trimmed in {spec.url for spec in PAGES}:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/{trimmed}{query}", 301)
        name = _name()
        found = "".join(f'<li><a href="{spec.address}">{escape(spec.title)}</a></li>' for spec in _IN_MENU)
        body = (
            f'<h1 class="ci-h1">{escape(text_of("missing.heading"))}</h1>'
            f'<p class="ci-lead">{escape(text_of("missing.sentence"))}</p><ul class="ci-list">{found}</ul>'
        )
        words = self._template.render(content=ShellContent("", "", body), pages=_IN_MENU, name=name)
        html = _without_scripts(self._index.filled(_title(text_of("missing.title"), name), words))
        return HTMLResponse(html, 404, headers={"Cache-Control": "no-cache"})

    def _drawn(self, spec: PageSpec, content: ShellContent, query: str) -> str:
        name = _name()
        words = self._template.render(content=content, pages=_IN_MENU, current=spec.url, name=name)
        canonical = f"{self._address.url}{spec.address}"
        if content.canonical_query:
            canonical = f"{canonical}?{content.canonical_query}"
        shared = social.tags(
            title=content.title,
            description=content.sentence or content.description,
            address=f"{spec.address}?{query}".rstrip("?"),
            pictured=social.of_app(spec, query, is_single=bool(content.canonical_query)),
            name=name,
        )
        head = (
            f"{_title(content.title, name)}\n"
            f'    <meta name="description" content="{escape(content.description)}" />\n'
            f'    <link rel="canonical" href="{escape(canonical)}" />\n    {shared}'
        )
        return self._index.filled(head, words)


def _title(title: str, name: str) -> str:
    return f"<title>{escape(title)} · {escape(name)}</title>"


def _name() -> str:
    """As in the edition being served; while there is none, the name of the strategy."""
    try:
        return served().repository.catalogue.settings.name
    except NotReadyError:
        return "Challenging Inequality"


def _without_scripts(html: str) -> str:
    """A page that stays as it was served, because no app may take it over."""
    html = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r'<link rel="modulepreload"[^>]*>', "", html)
    return re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)


class _NotStreamlits(Convertor[str]):
    """Any path except those that Streamlit answers itself, at the root or beside a page's address."""

    regex = r"(?!(?:_stcore|static|media|component)(?:/|$)|favicon\.png$|manifest\.json$)(?!.*/_stcore/).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("not_streamlits", _NotStreamlits())


def shell_routes(
    content: ContentOf = page_content,
    *,
    index_html: str | None = None,
    address: PublicAddress | None = None,
) -> list[Route]:
    """A route for each page, then one for every address that nothing else answers: put these last.

    Raises:
        ShellError: this version of Streamlit has another index.html than the shells are made for.
    """
    index = IndexPage(index_html or streamlit_index(), read_assets())
    shells = Shells(content, index, address or public_address())
    routes = [Route(spec.address, shells.page, name=f"page-{spec.url}") for spec in PAGES]
    return [*routes, Route("/{path:not_streamlits}", shells.missing, name="no-page")]
