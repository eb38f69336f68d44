"""The Streamlit script: navigation, the head of every page, the page, and its foot."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import layout, registry, store, url_state
from data_access.errors import NotReadyError

_PAGES_FOLDER = Path(__file__).resolve().parents[1] / "pages"
_TITLE_END = "Challenging Inequality"


def _page(spec: registry.PageSpec) -> StreamlitPage:
    return st.Page(
        _PAGES_FOLDER / spec.script,
        title=spec.menu_label or spec.title,
        url_path=spec.url,
        default=not spec.url,
        visibility="visible" if spec.menu_label else "hidden",
    )


def _run() -> None:
    position: Literal["hidden", "top"] = "hidden" if st.context.is_embedded else "top"
    # A flat list: section headings would break the list that screen readers hear.
    page = st.navigation([_page(spec) for spec in registry.PAGES], position=position)
    spec = registry.find(page.url_path)
    # After the navigation, which sets a title of its own.
    st.set_page_config(page_title=f"{spec.title} · {_TITLE_END}", layout="wide")
    try:
        layout.masthead(spec.menu_label or spec.title)
        layout.edition_notice(spec.url)
    except NotReadyError:
        layout.notice("Error: the figures have not been read yet. Try again in a minute.")
        st.stop()
    page.run()
    layout.printed_foot(store.address(spec.url, url_state.query()))
    layout.footer()


_run()
