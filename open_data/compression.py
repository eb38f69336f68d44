"""Gzip for scripts, styles and pages: each fixed file is pressed once and its bytes are kept.

Streamlit sends its own scripts as they are, 2.7 to 6.5 MB for a first visit.
"""

import gzip
from collections import OrderedDict
from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIXED = ("/static/", "/assets/")
_LEFT_TO_STREAMLIT = ("/api/", "/media/", "/component/", "/_stcore/", "/feed.xml", "/sitemap.xml", "/robots.txt")
_TEXT = (
    *("text/", "application/javascript", "application/json", "application/geo+json", "application/manifest+json"),
    "image/svg+xml",
)
_SMALLEST = 800
_MOST_KEPT = 24 * 1024 * 1024
_OK = 200


@dataclass(frozen=True)
class Pressed:
    """A whole answer with its body compressed."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class PressedFiles:
    """Compressed answers by path, the least recently used dropped first when they outgrow the limit."""

    def __init__(self, limit: int = _MOST_KEPT) -> None:
        self.limit, self.size = limit, 0
        self._kept: OrderedDict[str, Pressed] = OrderedDict()

    def get(self, path: str) -> Pressed | None:
        """The answer kept for a path."""
        found = self._kept.get(path)
        if found:
            self._kept.move_to_end(path)
        return found

    def keep(self, path: str, answer: Pressed) -> None:
        """Keep an answer, and no more than the limit altogether."""
        if path in self._kept or len(answer.body) > self.limit:
            return
        self._kept[path] = answer
        self.size += len(answer.body)
        while self.size > self.limit:
            _, dropped = self._kept.popitem(last=False)
            self.size -= len(dropped.body)


class Gzip:
    """Compresses fixed text files (kept) and HTML (each time); everything else passes untouched."""

    def __init__(self, app: ASGIApp, *, limit: int = _MOST_KEPT) -> None:
        self.app, self.files = app, PressedFiles(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _may_be_pressed(scope):
            await self.app(scope, receive, send)
            return
        fixed = scope["path"].startswith(_FIXED)
        kept = self.files.get(scope["path"]) if fixed and "if-none-match" not in Headers(scope=scope) else None
        if kept:
            await _send_pressed(kept, send)
            return
        answer = _Answer(send, self.files if fixed else None, scope["path"])
        # Streamlit would compress some of these anew for each reader, before they could be kept.
        await self.app(_asking_for_plain(scope), receive, answer.send)


class _Answer:
    """Holds back the body of one answer if it is worth compressing."""

    def __init__(self, send: Send, files: PressedFiles | None, path: str) -> None:
        self._send, self._files, self._path = send, files, path
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start" and _is_worth_pressing(message, self._files is not None):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = await to_thread.run_sync(gzip.compress, bytes(self._body), 9 if self._files else 6)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        if "accept-encoding" not in headers.get("vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        if tag := headers.get("etag"):
            headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        answer = Pressed(tuple(headers.raw), body)
        if self._files and not headers.get("content-type", "").startswith("text/html"):
            # Streamlit answers a made-up path under /static/ with its index, which would push real files out.
            self._files.keep(self._path, answer)
        await _send_pressed(answer, self._send)


def _may_be_pressed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return takes_gzip(headers.get("accept-encoding", "")) and "range" not in headers and _is_ours(scope["path"])


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    for entry in accepted.lower().split(","):
        coding, _, weight = entry.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.rstrip("0") not in {"0.", ""} if weight else True
    return False


def _is_ours(path: str) -> bool:
    """Fixed files, and addresses that may be pages; all other text is compressed by Streamlit's layer."""
    return path.startswith(_FIXED) or not path.startswith(_LEFT_TO_STREAMLIT)


def _asking_for_plain(scope: Scope) -> Scope:
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


def _is_worth_pressing(start: Message, fixed: bool) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "")
    is_text = kind.startswith(_TEXT) if fixed else kind.startswith("text/html")
    long_enough = int(headers.get("content-length", _SMALLEST)) >= _SMALLEST
    return start["status"] == _OK and is_text and long_enough and "content-encoding" not in headers


async def _send_pressed(answer: Pressed, send: Send) -> None:
    await send({"type": "http.response.start", "status": _OK, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": answer.body})
