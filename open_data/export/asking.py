"""The portal's own routes, asked in this process: an export holds what they answer."""

import asyncio
import json
import logging
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.applications import Starlette

from data_access.export import json_text
from open_data.assets import asset_routes, read_assets
from open_data.routes import api_routes
from open_data.tables import MOST_ROWS

_log = logging.getLogger(__name__)
_JSON = "application/json"
_LEADS_ON = {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}


@dataclass(frozen=True)
class Answer:
    """What one address answers; the names of ``headers`` are in lower case."""

    address: str
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


def ask_whole(address: str) -> Answer:
    """What an address answers, or the one it leads on to; all rows where the portal sends JSON a page at a time."""
    answer = ask(address)
    if answer.status in _LEADS_ON:
        return replace(ask_whole(answer.headers["location"]), address=address)
    if answer.media_type != _JSON:
        return answer
    document = json.loads(answer.content)
    if not (isinstance(document, dict) and document.get("next")):
        return answer
    return replace(answer, content=json_text({**document, "next": None, "rows": _all_rows(address)}).encode())


def _all_rows(address: str) -> list[Any]:
    rows: list[Any] = []
    following = {"limit": str(MOST_ROWS)}
    while following:
        page = json.loads(ask(f"{address}{'&' if '?' in address else '?'}{urlencode(following)}").content)
        rows += page["rows"]
        following = {**following, "cursor": page["next"]} if page["next"] else {}
    return rows


def ask(address: str) -> Answer:
    """What one address, a path with its query, answers to GET."""
    return _runner().run(_ask(address))


async def _ask(address: str) -> Answer:
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        # From 2.4 on an application does not wait for a reader to leave while it streams.
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "client": None,
        "server": ("127.0.0.1", 80),
    }
    heads: list[Any] = []
    pieces: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            heads.append(message)
        else:
            pieces.append(message.get("body", b""))

    try:
        await _app()(scope, receive, send)
    except Exception as error:
        # Starlette answers 500 before it raises what a route could not cope with.
        if not heads:
            raise
        _log.error("%s cannot be answered: %r", address, error)
    headers = {name.decode().lower(): value.decode() for name, value in heads[0]["headers"]}
    return Answer(address, heads[0]["status"], headers, b"".join(pieces))


@cache
def _app() -> Starlette:
    return Starlette(routes=[*api_routes(), *asset_routes(read_assets())])


@cache
def _runner() -> asyncio.Runner:
    """One event loop for all that this process asks."""
    return asyncio.Runner()
