"""Counts every request and writes one line for it, and shows the counts to this machine alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access.occurrences import FIELDS, Drawn, Failure, heard_by, references_noted
from data_access.page_list import PAGES
from open_data.logs import REQUESTS
from open_data.metrics import CONTENT_TYPE, WEBSOCKET, Metrics
from open_data.rates import is_this_machine

METRICS = "/metrics"
_ROUTES = {
    "api": ("/api", "/figure"),
    "read": ("/read",),
    "embed": ("/embed",),
    "editions": ("/editions",),
    "static": ("/static", "/assets", "/media", "/component"),
}
_PAGES = frozenset(page.address for page in PAGES)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
# Any of these says that somebody else asks through a proxy.
_OF_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SWITCHED, _REFUSED = 101, 403
_log = logging.getLogger(REQUESTS)


def route_of(scope: Scope) -> str:
    """The kind of a request: api, read, embed, editions, static, page, websocket or other."""
    if scope["type"] == "websocket":
        return WEBSOCKET
    path = scope["path"]
    for route, starts in _ROUTES.items():
        if any(path == start or path.startswith(f"{start}/") for start in starts):
            return route
    return "page" if path in _PAGES else "other"


def is_direct(scope: Scope) -> bool:
    """Whether a request was made on this machine and by no proxy, under a name that only this machine has."""
    headers = Headers(scope=scope)
    name = headers.get("host", "").lower()
    name = name[: name.rfind(":")] if name.rpartition(":")[2].isdigit() else name
    is_forwarded = any(header in headers for header in _OF_A_PROXY)
    return name in _THIS_MACHINE and not is_forwarded and is_this_machine((scope.get("client") or ("",))[0])


class Observed:
    """Counts and writes down each request, with nothing of who made it; and answers /metrics where it is direct.

    Anybody else who asks for /metrics is answered as at an address that is not there.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        seen = _Seen(self.metrics, scope, send)
        begun = perf_counter()
        with references_noted() as references:
            try:
                await self._answer(scope, receive, seen.send)
            finally:
                seen.finish(perf_counter() - begun, references)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == METRICS and is_direct(scope):
            # The database is asked, so not on the event loop.
            text = await to_thread.run_sync(self.metrics.text)
            headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
            await Response(text, media_type=CONTENT_TYPE, headers=headers)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class _Seen:
    """What is seen of one answer while it is sent."""

    def __init__(self, metrics: Metrics, scope: Scope, send: Send) -> None:
        self._metrics, self._scope, self._send = metrics, scope, send
        self._status, self._size, self._is_open = 0, 0, False

    async def send(self, message: Message) -> None:
        """Note one message of the answer, and pass it on."""
        match message["type"]:
            case "http.response.start":
                self._status = message["status"]
            case "http.response.body":
                self._size += len(message.get("body", b""))
            case "websocket.accept":
                self._status, self._is_open = _SWITCHED, True
                self._metrics.sessions.inc()
            case "websocket.send":
                self._size += len(message.get("bytes") or message.get("text") or "")
            case "websocket.close" if not self._is_open:
                self._status = _REFUSED
        await self._send(message)

    def finish(self, seconds: float, references: list[str]) -> None:
        """Count the answer and write its line."""
        if self._is_open:
            self._metrics.sessions.dec()
        route = route_of(self._scope)
        self._metrics.answered(route, self._status, seconds, self._size)
        if _log.isEnabledFor(logging.INFO):
            method = self._scope.get("method", "GET")
            line: dict[str, object] = {
                "method": method if method in _METHODS else "other",
                "route": route,
                "status": self._status,
                "milliseconds": round(seconds * 1000, 1),
                "bytes": self._size,
                **({"reference": " ".join(references)} if references else {}),
            }
            _log.info("request", extra={FIELDS: line})


@contextmanager
def watched(metrics: Metrics) -> Iterator[None]:
    """Count failures and pages drawn meanwhile, and write a line for each page."""
    with heard_by(metrics.tell), heard_by(_write_drawn):
        yield


def _write_drawn(occurrence: Failure | Drawn) -> None:
    """Write one line for a page of the app that was drawn."""
    if isinstance(occurrence, Drawn):
        line = {"page": occurrence.page, "milliseconds": round(occurrence.seconds * 1000, 1)}
        _log.info("page", extra={FIELDS: line})
