"""What is answered before any page or file is looked for: addresses that no reader needs, and those that are too long.

Streamlit answers more than a page asks it for: it takes uploads, tells its own measures, listens to agents, and sends
its index.html for every file that it does not have. Here each of these is a 404, whether or not a proxy is in front.
"""

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from open_data.read_only import too_long
from open_data.requests import MOST_VALUES, NOTHING_HERE, problem_response

STREAM = "/_stcore/stream"
# All that a page asks Streamlit for besides its scripts and the one websocket.
NEEDED = ("/_stcore/health", "/_stcore/host-config")
_INTERNAL = "_stcore"
_SCRIPTS = "static"
# Streamlit's list of its own scripts, with the packages that they were made from.
_BUILT_FROM = "/manifest.json"
_COUNTS_ITSELF = "/api/"
_POLICY_VIOLATION = 1008


class Entrance:
    """Lets through what a reader may ask for; ``scripts`` are the addresses of the files under /static/."""

    def __init__(self, app: ASGIApp, *, scripts: frozenset[str]) -> None:
        self.app, self.scripts = app, scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "websocket" and scope["path"] != STREAM:
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
            return
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        if self._is_closed(scope["path"]):
            return PlainTextResponse(f"{NOTHING_HERE}\n", 404)
        return too_long(scope) or _too_many(scope)

    def _is_closed(self, path: str) -> bool:
        folders = path.split("/")
        if folders[1:2] == [_SCRIPTS]:
            return path not in self.scripts
        return path == _BUILT_FROM or (_INTERNAL in folders and path not in NEEDED)


def _too_many(scope: Scope) -> Response | None:
    number = scope["query_string"].count(b"&") + 1
    # The API says itself which of them are too many.
    if number <= MOST_VALUES or scope["path"].startswith(_COUNTS_ITSELF):
        return None
    return problem_response(
        400, "The address has too many values.", f"An address may have {MOST_VALUES} values; this has {number:,}."
    )
