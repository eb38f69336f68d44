"""Whether every link within an exported folder leads somewhere."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINKS = ("href", "src", "srcset", "action")
_STYLE_LINK = re.compile(r'url\("([^"]*)"\)')


@dataclass(frozen=True)
class Checked:
    """How many links within the folder were followed, and a line for each that leads nowhere."""

    followed: int
    broken: list[str]


@dataclass
class _Page(HTMLParser):
    """The links and the anchors of one page."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _LINKS and value is not None:
                self.links.append(value)
            elif name == "id" and value:
                self.anchors.add(value)


def check_links(folder: Path) -> Checked:
    """Follow every link of every page and style sheet in the folder that names no scheme and no host."""
    folder = folder.resolve()
    pages = {path: _read(path) for path in sorted(folder.rglob("*.html"))}
    links = [(path, link) for path, page in pages.items() for link in page.links]
    for path in sorted(folder.rglob("*.css")):
        links += [(path, link) for link in _STYLE_LINK.findall(path.read_text(encoding="utf-8"))]
    within = [(path, link) for path, link in links if not (urlsplit(link).scheme or urlsplit(link).netloc)]
    broken = [
        f"{path.relative_to(folder).as_posix()} links to “{link}”: {why}"
        for path, link in within
        if (why := _what_is_wrong(folder, path, link, pages))
    ]
    return Checked(len(within), broken)


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def _what_is_wrong(folder: Path, path: Path, link: str, pages: dict[Path, _Page]) -> str:
    parts = urlsplit(link)
    if parts.path.startswith("/") or parts.query:
        return "no folder can answer that"
    target = Path(path.parent, unquote(parts.path)).resolve() if parts.path else path
    if not (target.is_file() and target.is_relative_to(folder)):
        return "there is no such file"
    anchor = unquote(parts.fragment)
    if anchor and anchor not in (pages[target].anchors if target in pages else ()):
        return "that page has no such anchor"
    return ""
