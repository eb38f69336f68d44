"""The links of an exported page: what each leads to in the folder, and what is left to the live portal."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode

from data_access.page_list import PAGES
from open_data.read.addresses import ROOT, read_address

_LINK = re.compile(r'(?<=\s)(href|src|srcset)="(/(?!/)[^"]*)"')
_STYLE_LINK = re.compile(r'url\("(/(?!/)[^"]*)"\)')
_ASSETS = "/assets/"
_PICTURES = (".svg", ".png")
_APP = frozenset(spec.address for spec in PAGES)
# What these answer is true of a running portal alone.
_LIVE = frozenset({"/healthz", "/readyz", f"{ROOT}/search"})
_SHARED = re.compile(r'<meta property="og:image" content="([^"?]*)">')
_SEARCH = re.compile(r'<form class="ci-search".*?</form>', re.DOTALL)
_FORM = re.compile(r"<form\b[^>]*>(.*?)</form>", re.DOTALL)
_CHOICES = re.compile(
    r'<label class="ci-box">.*?</label>|<p class="ci-send">.*?</p>|<input type="hidden"[^>]*>', re.DOTALL
)
_TURNING = re.compile(r'<nav class="ci-turn".*?<span>(.*?)</span>.*?</nav>', re.DOTALL)


def links_of(html: str) -> Iterator[str]:
    """Every link of a page, or of a style sheet, to an address of the portal."""
    for found in _LINK.finditer(html):
        yield unescape(found[2])
    for found in _STYLE_LINK.finditer(html):
        yield found[1]


def shared_picture(html: str, root: str) -> str:
    """The address of the picture that a page has itself shared with, on the portal at ``root``; empty for none."""
    found = _SHARED.search(html)
    address = unescape(found[1]) if found else ""
    return address.removeprefix(root) if address.startswith(f"{root}/") else ""


def address_of(link: str, page: str) -> str:
    """The address whose answer an exported ``page`` needs for a link; empty where only the live portal has it."""
    address = link.partition("#")[0]
    path, _, query = address.partition("?")
    if path.startswith(_ASSETS):
        return path
    if path in _APP and not is_read(page):
        return address_of(read_address(address), page)
    if path in _APP or path in _LIVE:
        return ""
    return _view(path, query) if is_view(address) else address


def is_read(address: str) -> bool:
    """Whether an address is under /read."""
    path = address.partition("?")[0]
    return path == ROOT or path.startswith(f"{ROOT}/")


def is_view(address: str) -> bool:
    """Whether an address is a page under /read, and not one of its pictures."""
    return is_read(address) and not address.partition("?")[0].endswith(_PICTURES)


def _view(path: str, query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query) if not _moves_within(path, name)]
    return f"{path}?{urlencode(kept)}".rstrip("?")


def _moves_within(path: str, name: str) -> bool:
    """Whether a choice only moves within a view that is whole without it: a table's page, a ward to outline."""
    return name == "page" or (path, name) == (f"{ROOT}/wards", "ward")


def nearest_view(address: str, views: frozenset[str]) -> str:
    """Of the views there are, the one of the same page with most of the choices and no other; else empty."""
    path, _, query = address.partition("?")
    asked = set(parse_qsl(query))
    fitting = [
        (len(chosen), view)
        for view in views
        if view.partition("?")[0] == path and (chosen := set(parse_qsl(view.partition("?")[2]))) <= asked
    ]
    return max(fitting, default=(0, ""))[1]


def relinked(html: str, find: Callable[[str], str]) -> str:
    """The page with each link to the portal made what ``find`` gives for it."""
    html = _LINK.sub(lambda found: f'{found[1]}="{escape(find(unescape(found[2])))}"', html)
    return _STYLE_LINK.sub(lambda found: f'url("{find(found[1])}")', html)


def without_choices(html: str, live: str) -> str:
    """The page without its boxes and its search; one sentence says that choices need the ``live`` address."""
    told = f'<p class="ci-cap">Choices need the live portal: <a href="{escape(live)}">{escape(live)}</a></p>'

    def kept(form: re.Match[str]) -> str:
        nonlocal told
        sentence, told = told, ""
        return f"<div>{sentence}{_CHOICES.sub('', form[1])}</div>"

    return _TURNING.sub(
        rf'<p class="ci-cap">\1 of this table. The files on this page have every row; the other pages need the live '
        rf'portal: <a href="{escape(live)}">{escape(live)}</a></p>',
        _FORM.sub(kept, _SEARCH.sub("", html)),
    )
