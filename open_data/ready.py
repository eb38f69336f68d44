"""Answers kept as the bytes they were sent as, so that what was asked before costs neither question nor thread.

An answer is kept under its address, the day and every edition that is open with its fingerprint; only whole answers
that name their version in an ETag are kept, and the least recently used go first.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access import clock
from data_access.portal import open_versions
from data_access.public_address import public_address
from open_data.compression import Pressed, PressedFiles, coding_taken

_NEVER = ("/static/", "/assets/", "/media/", "/component/", "/_stcore/", "/editions/")
_LARGEST = 1024 * 1024
MOST_KEPT = 48 * 1024 * 1024
_OK = 200


class Ready:
    """Answers from memory what was asked before; everything else passes as it comes."""

    def __init__(self, app: ASGIApp, *, answers: PressedFiles | None = None, largest: int = _LARGEST) -> None:
        self.app, self.largest = app, largest
        self.answers = PressedFiles(MOST_KEPT) if answers is None else answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = _key(scope)
        if not key:
            await self.app(scope, receive, send)
        elif kept := self.answers.get(key):
            await _send(kept, Headers(scope=scope), send)
        else:
            await self.app(scope, receive, _Copy(self, key, send).send)


class _Copy:
    """Copies one answer while it is sent, as long as it may be kept."""

    def __init__(self, ready: Ready, key: str, send: Send) -> None:
        self._ready, self._key, self._send = ready, key, send
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Pass one message on."""
        if message["type"] == "http.response.start":
            self._start = message if _may_be_kept(message) else None
        elif self._start is not None:
            self._note(self._start, message)
        await self._send(message)

    def _note(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message["type"] != "http.response.body" or len(self._body) > self._ready.largest:
            self._start, self._body = None, bytearray()
        elif not message.get("more_body", False):
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["Content-Length"] = str(len(self._body))
            self._ready.answers.keep(self._key, Pressed(tuple(headers.raw), bytes(self._body)))


def _key(scope: Scope) -> str:
    """What the answer depends on; empty where it is not kept, as before any edition is open."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_NEVER):
        return ""
    headers, versions = Headers(scope=scope), open_versions()
    if "range" in headers or not versions:
        return ""
    coding = coding_taken(headers.get("accept-encoding", ""))
    address = f"{public_address().url}{scope['path']}?{scope['query_string'].decode('latin-1')}"
    return " ".join((address, coding, clock.today().isoformat(), *versions))


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_private = "set-cookie" in headers or "no-store" in headers.get("cache-control", "")
    return start["status"] == _OK and "etag" in headers and not is_private


async def _send(kept: Pressed, asked: Headers, send: Send) -> None:
    headers = MutableHeaders(raw=list(kept.headers))
    held = {entry.strip().removeprefix("W/") for entry in asked.get("if-none-match", "").split(",")}
    if headers["ETag"].removeprefix("W/") in held or "*" in held:
        for name in ("Content-Length", "Content-Type", "Content-Encoding"):
            del headers[name]
        await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": _OK, "headers": headers.raw})
    await send({"type": "http.response.body", "body": kept.body})
