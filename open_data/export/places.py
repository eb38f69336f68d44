"""Which file of the folder holds what an address answers."""

import hashlib
import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote

from open_data.export.asking import Answer

INDEX = "index.html"
HTML = "text/html"
_LONGEST = 60
_SAVED_AS = re.compile(r'filename="([^"/\\]+)"')


def place(answer: Answer) -> str:
    """The path within the folder, its parts joined by ``/``."""
    path, _, query = answer.address.partition("?")
    named = unquote(path).strip("/")
    if answer.media_type == HTML:
        return str(PurePosixPath(named, choice_name(query), INDEX))
    if path.endswith("/"):
        named = f"{named}/index"
    if answer.media_type == "application/json" and not named.endswith(".json"):
        named = f"{named}.json"
    found = PurePosixPath(named)
    if not query:
        return str(found)
    saved_as = _SAVED_AS.search(answer.headers.get("content-disposition", ""))
    if saved_as:
        # The name that a browser would save it by tells the choices, and may be the same for two ways to write them.
        return str(found.parent / f"{found.stem}-{_mark(query)}" / saved_as[1])
    return str(found.with_name(f"{found.stem}.{choice_name(query)}{found.suffix}"))


def choice_name(query: str) -> str:
    """A short name for the choices of a query, safe in any file system and never that of other choices."""
    pairs = parse_qsl(query)
    if len(pairs) == 1 and pairs[0][0] == "form":
        return pairs[0][1]
    words = re.sub(r"[^a-z0-9]+", "-", "-".join(f"{name}-{value}" for name, value in pairs).lower())
    return f"{words[:_LONGEST].strip('-')}-{_mark(query)}" if query else ""


def _mark(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:8]


def relative_link(target: str, page: str) -> str:
    """The link from one file of the folder to another, encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))
