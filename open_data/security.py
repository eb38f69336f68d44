"""Headers that limit what a page may do, and a check that a request was meant for this host."""

import base64
import hashlib
import logging
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access.errors import DatabaseFailure
from data_access.occurrences import note_failure
from data_access.public_address import PublicAddress, public_address

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_ALWAYS_ANSWERS = "/healthz"
_POLICY_VIOLATION = 1008
# The directive of a page that any other page may frame.
FRAMED_BY_ANY = "frame-ancestors *"
_A_YEAR_OF_HTTPS = "max-age=31536000"
_log = logging.getLogger(__name__)


def inline_script_hashes(html: str) -> list[str]:
    """The content-security-policy source of each script written inside a page."""
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(html)
    ]


def content_security_policy(index_html: str) -> str:
    """Scripts from this host alone, and the inline ones that Streamlit's own page carries."""
    # wasm-unsafe-eval is for the ward map; Streamlit's components write styles into the page.
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *inline_script_hashes(index_html)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'self'",
            "base-uri 'self'",
            "object-src 'none'",
            "form-action 'self'",
        )
    )


class SecurityHeaders:
    """Adds the headers to every answer, the one to a failure among them; one that a route has set itself stays.

    A route whose own policy lets anybody frame it is sent without X-Frame-Options. Where the public address is https,
    browsers are told to keep to that; the proxy in front says it for the answers that it gives itself. No answer sets a
    cookie: Streamlit's only one is for logins and uploads, and there are neither.
    """

    def __init__(self, app: ASGIApp, *, policy: str, address: PublicAddress | None = None) -> None:
        self.app = app
        is_https = (address or public_address()).url.startswith("https:")
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            **({"Strict-Transport-Security": _A_YEAR_OF_HTTPS} if is_https else {}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the headers in its first message."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                del headers["Set-Cookie"]
                if FRAMED_BY_ANY in headers["Content-Security-Policy"]:
                    # The older header knows no such word, and a browser that reads it would refuse every frame.
                    del headers["X-Frame-Options"]
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            if begun:
                raise
            await _apology(error)(scope, receive, send_with_headers)


def _apology(error: Exception) -> Response:
    """One sentence in place of an answer, and the error in the log under the reference that it names."""
    reference = note_failure(_log, "A request failed", error)
    if isinstance(error, DatabaseFailure):
        sentence = f"The figures cannot be read just now. Come back in half a minute. Reference {reference}.\n"
        return PlainTextResponse(sentence, 503, headers={"Retry-After": "30"})
    sentence = f"Error: this could not be answered. Nothing is wrong with the figures. Reference {reference}.\n"
    return PlainTextResponse(sentence, 500)


class HostCheck:
    """Refuses pages, files and websockets that were asked for under another host's name."""

    def __init__(self, app: ASGIApp, *, address: PublicAddress | None = None) -> None:
        self.app, self.address = app, address or public_address()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan" or self._is_welcome(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
        else:
            refusal = f"This portal answers at {self.address.url} and not under the name you asked for.\n"
            await PlainTextResponse(refusal, 400)(scope, receive, send)

    def _is_welcome(self, scope: Scope) -> bool:
        host = Headers(scope=scope).get("host", "").lower()
        return host in self.address.hosts or scope["path"] == _ALWAYS_ANSWERS
