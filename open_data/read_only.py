"""Routes that can only be read: one answer to HEAD, OPTIONS, any other method and an address that is too long."""

from starlette.responses import Response
from starlette.routing import Match
from starlette.routing import Route as AnyRoute
from starlette.types import Receive, Scope, Send

from open_data.requests import LONGEST_PATH, LONGEST_QUERY, OPEN_HEADERS, problem_response

METHODS = "GET, HEAD, OPTIONS"
_A_DAY = "86400"


class Route(AnyRoute):
    """A route that answers every method itself, so that none falls through to a page."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match the path alone."""
        match, child_scope = super().matches(scope)
        return (Match.FULL if match is Match.PARTIAL else match), child_scope

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = _without_the_endpoint(scope)
        await (answer or self.app)(scope, receive, send)


def _without_the_endpoint(scope: Scope) -> Response | None:
    method = scope["method"]
    if method == "OPTIONS":
        return _preflight()
    if method not in METHODS.split(", "):
        answer = problem_response(405, "This address can only be read.", f"It answers {METHODS} and not {method}.")
        answer.headers["Allow"] = METHODS
        return answer
    return too_long(scope)


def too_long(scope: Scope) -> Response | None:
    """The answer to an address with more bytes than any page or file needs; None for any other."""
    path, query = len(scope.get("raw_path") or scope["path"].encode()), len(scope["query_string"])
    if path > LONGEST_PATH:
        why = f"What stands before the question mark may have {LONGEST_PATH:,} bytes; this has {path:,}."
    elif query > LONGEST_QUERY:
        why = f"What follows the question mark may have {LONGEST_QUERY:,} bytes; this has {query:,}."
    else:
        return None
    return problem_response(414, "The address is too long.", why)


def _preflight() -> Response:
    headers = {
        **OPEN_HEADERS,
        "Allow": METHODS,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Accept, Content-Type",
        "Access-Control-Max-Age": _A_DAY,
    }
    return Response(status_code=204, headers=headers)
