"""A page made of one function, drawn by Streamlit as the shell draws a page."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest


# Streamlit runs the text of these functions by itself, so that they have no name of this module.
def _page(draw, arguments):  # type: ignore[no-untyped-def]
    from components.gathering import drawn

    with drawn("A page"):
        draw(**arguments)


def page_of(draw: Any, **arguments: Any) -> AppTest:
    """The page of a function that speaks to the surface in force, not yet run."""
    return AppTest.from_function(_page, kwargs={"draw": draw, "arguments": arguments}, default_timeout=60)


def _script(path):  # type: ignore[no-untyped-def]
    import runpy

    from components.gathering import drawn

    with drawn("A page"):
        runpy.run_path(path)


def page_at(path: Path) -> AppTest:
    """The page of a script under ``pages/``, without the head and the foot that the shell gives it, not yet run."""
    return AppTest.from_function(_script, kwargs={"path": str(path)}, default_timeout=60)
