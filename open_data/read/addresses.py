"""Which page an address under /read is for, and what an address of the app reads there."""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qsl, quote, urlencode

from data_access.page_list import PAGES, SINGLE

ROOT = "/read"
_URLS = {spec.url for spec in PAGES}
_PATH_WORDS = {word: (url, parameter) for url, (parameter, word) in SINGLE.items()}
# End tags and quotation marks that HTML lets a page leave out; a long register is a tenth smaller without them.
_NEEDLESS = re.compile(r"</(?:td|th|tr|li|dt|dd|option)>")
_NEEDLESSLY_QUOTED = re.compile(
    r' (class|scope|role|tabindex)="(ci-n|ci-whole|ci-sym|ci-say|ci-cap|ci-p|ci-h3|row|col|region|0)"'
)
_ADDRESS = re.compile(r'(href|action)="([^"#][^"]*)"')


@dataclass(frozen=True)
class ReadAddress:
    """A page of the list, the thing it shows where it shows one, and the other choices of the address."""

    url: str
    shown: tuple[str, str] | None
    choices: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """The path under /read."""
        if self.shown:
            return f"{ROOT}/{SINGLE[self.url][1]}/{quote(self.shown[1], safe='')}"
        return f"{ROOT}/{self.url}".rstrip("/")

    @property
    def query(self) -> str:
        """The choices as a query, without the question mark."""
        return urlencode(self.choices)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Everything that the page is asked for."""
        return [*([self.shown] if self.shown else []), *self.choices]

    @property
    def in_app(self) -> str:
        """The address of the same view in the app."""
        return f"/{self.url}?{urlencode(self.parameters)}".rstrip("?")


def parse(path: str, query: str) -> ReadAddress | None:
    """The page that an address asks for, its path given without /read; None where there is no such page."""
    choices = tuple((name, value) for name, value in parse_qsl(query) if name not in {"form"})
    first, _, rest = path.strip("/").partition("/")
    if not rest:
        return ReadAddress(first, None, choices) if first in _URLS else None
    if first not in _PATH_WORDS or "/" in rest:
        return None
    url, parameter = _PATH_WORDS[first]
    return ReadAddress(url, (parameter, rest), tuple(pair for pair in choices if pair[0] != parameter))


def on_paper(html: str) -> str:
    """The HTML with every link and form to a page of the app leading under /read, and without what HTML can spare."""
    spare = _NEEDLESSLY_QUOTED.sub(r" \1=\2", _NEEDLESS.sub("", html))
    return _ADDRESS.sub(lambda found: f'{found[1]}="{escape(read_address(unescape(found[2])))}"', spare)


def read_address(href: str) -> str:
    """The address under /read of an address of the app; any other address as it is."""
    address, mark, anchor = href.partition("#")
    path, _, query = address.partition("?")
    url = path.removeprefix("/")
    if url not in _URLS or path.startswith("//"):
        return href
    pairs = parse_qsl(query)
    parameter = SINGLE.get(url, ("", ""))[0]
    shown = next((pair for pair in pairs if pair[0] == parameter), None)
    found = ReadAddress(url, shown, tuple(pair for pair in pairs if shown is None or pair[0] != parameter))
    return f"{found.path}?{found.query}".rstrip("?") + mark + anchor
