"""Whether the process runs, and whether it has figures to show."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from data_access.portal import readiness


def healthz(_request: Request) -> JSONResponse:
    """GET /healthz: the process answers."""
    return JSONResponse({"status": "ok"})


def readyz(_request: Request) -> JSONResponse:
    """GET /readyz: figures can be read, from which edition of which day, and what is wrong with the files if anything.

    ``stale`` is there where the edition is older than the yearly promise allows.
    """
    ready, state = readiness()
    headers = {} if ready else {"Retry-After": "30"}
    return JSONResponse(state, 200 if ready else 503, headers=headers)
