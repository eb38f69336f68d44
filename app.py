"""The ASGI application: Streamlit's pages, the open data beside them, and the security around both.

Start it with ``streamlit run app.py`` or ``uvicorn app:app``.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from open_data import logs
from open_data.assets import asset_routes, read_assets
from open_data.compression import Compression, PressedFiles
from open_data.entrance import Entrance
from open_data.metrics import Metrics
from open_data.observed import Observed, watched
from open_data.page_shells import shell_routes, streamlit_index, streamlit_scripts
from open_data.rates import RateLimits
from open_data.ready import MOST_KEPT, Ready
from open_data.routes import api_routes
from open_data.security import HostCheck, SecurityHeaders, content_security_policy

_answers, _files = PressedFiles(MOST_KEPT), PressedFiles()
_metrics = Metrics({"answers": _answers, "files": _files})
logs.configure()


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Leave all that is loaded at start out of garbage collection: an empty rerun falls from 82 ms to 7."""
    # Again, because the server may have set up its own lines since.
    logs.configure()
    gc.collect()
    gc.freeze()
    with watched(_metrics):
        yield {}


def _tell_failure(error: Exception) -> bool:
    """Show one sentence in place of a failed page, and log the error under the reference it names."""
    reference = logs.page_failed(error)
    st.html(
        '<p class="ci-notice" role="alert">Error: this page could not be drawn. Nothing is wrong with the '
        f'figures; the files are at <a href="/data">/data</a>. Reference {reference}.</p>'
    )
    return True


app = st.App(
    "components/shell.py",
    routes=[*api_routes(), *asset_routes(read_assets()), *shell_routes()],
    middleware=[
        Middleware(Observed, metrics=_metrics),
        Middleware(SecurityHeaders, policy=content_security_policy(streamlit_index())),
        Middleware(HostCheck),
        Middleware(Entrance, scripts=streamlit_scripts()),
        Middleware(RateLimits),
        Middleware(Ready, answers=_answers),
        Middleware(Compression, files=_files),
    ],
    lifespan=_lifespan,
    on_script_error=_tell_failure,
)
