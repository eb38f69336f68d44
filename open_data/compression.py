"""Brotli, or gzip, for scripts, styles and pages: each fixed file is pressed once and its bytes are kept.

Streamlit sends its own scripts as they are, 2.2 to 6.8 MB for a first visit.
"""

import gzip
from collections import OrderedDict
from dataclasses import dataclass

import brotli
from anyio import Lock, to_thread
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

    @property
    def count(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

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


def _with_brotli(body: bytes, is_kept: bool) -> bytes:
    # The level after 9 takes four times as long for a twentieth less.
    return bytes(brotli.compress(body, quality=9 if is_kept else 5))


def _with_gzip(body: bytes, is_kept: bool) -> bytes:
    return gzip.compress(body, 9 if is_kept else 6)


# By the name that readers ask for them under, the one that presses harder first.
_CODINGS = {"br": _with_brotli, "gzip": _with_gzip}


class Compression:
    """Compresses fixed text files (kept) and HTML (each time); everything else passes untouched."""

    def __init__(self, app: ASGIApp, *, files: PressedFiles | None = None) -> None:
        self.app, self.files = app, PressedFiles() if files is None else files
        # One fixed file is pressed at a time, so that readers who all come at once cost no more than one.
        self._turn = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        coding = _coding_for(scope)
        if not coding:
            await self.app(scope, receive, send)
            return
        fixed = scope["path"].startswith(_FIXED)
        key = f"{coding} {scope['path']}" if fixed else ""
        kept = self.files.get(key) if key and "if-none-match" not in Headers(scope=scope) else None
        if kept:
            await _send_pressed(kept, send)
            return
        answer = _Answer(send, coding, self, key)
        # Streamlit would compress some of these anew for each reader, before they could be kept.
        await self.app(_asking_for_plain(scope), receive, answer.send)

    async def pressed(self, start: Message, body: bytes, coding: str, key: str) -> Pressed:
        """An answer compressed; under a key it is kept, and pressed once however many ask for it."""
        if not key:
            return await _press(start, body, coding, is_kept=False)
        async with self._turn:
            answer = self.files.get(key) or await _press(start, body, coding, is_kept=True)
        if not Headers(raw=start["headers"]).get("content-type", "").startswith("text/html"):
            # Streamlit answers a made-up path under /static/ with its index, which would push real files out.
            self.files.keep(key, answer)
        return answer


class _Answer:
    """Holds back the body of one answer if it is worth compressing."""

    def __init__(self, send: Send, coding: str, compression: Compression, key: str) -> None:
        self._send, self._coding, self._compression, self._key = send, coding, compression, key
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start" and _is_worth_pressing(message, bool(self._key)):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        answer = await self._compression.pressed(start, bytes(self._body), self._coding, self._key)
        await _send_pressed(answer, self._send)


async def _press(start: Message, body: bytes, coding: str, *, is_kept: bool) -> Pressed:
    pressed = await to_thread.run_sync(_CODINGS[coding], body, is_kept)
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(pressed))
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")
    if tag := headers.get("etag"):
        headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
    return Pressed(tuple(headers.raw), pressed)


def _coding_for(scope: Scope) -> str:
    """How an answer may be compressed; empty where it is passed on as it comes."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return ""
    headers = Headers(scope=scope)
    may_be_pressed = "range" not in headers and _is_ours(scope["path"])
    return coding_taken(headers.get("accept-encoding", "")) if may_be_pressed else ""


def coding_taken(accepted: str) -> str:
    """What an Accept-Encoding header takes: “br” before “gzip”; empty where it takes neither."""
    taken = set()
    for entry in accepted.lower().split(","):
        coding, _, weight = entry.replace(" ", "").partition(";q=")
        if not weight or weight.rstrip("0") not in {"0.", ""}:
            taken.add(coding)
    return next((coding for coding in _CODINGS if coding in taken), "")


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
