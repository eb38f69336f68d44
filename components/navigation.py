"""The pages of the bar, as Streamlit wants them."""

from copy import copy
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import registry

_PAGES_FOLDER = Path(__file__).resolve().parents[1] / "pages"


def pages() -> list[StreamlitPage]:
    """Every page of the list, for one run of the script: Streamlit notes on a page whether that run may draw it."""
    return [copy(page) for page in _made()]


# To make them takes longer than to draw a page.
@lru_cache(maxsize=1)
def _made() -> tuple[StreamlitPage, ...]:
    return tuple(
        st.Page(
            _PAGES_FOLDER / spec.script,
            title=spec.menu_label or spec.title,
            url_path=spec.url,
            default=not spec.url,
            visibility="visible" if spec.menu_label else "hidden",
        )
        for spec in registry.PAGES
    )
