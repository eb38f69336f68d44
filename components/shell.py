"""The Streamlit script: navigation, the head of every page, the page, and its foot."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import blank_parts, glossary, layout, registry, screen, store, url_state
from data_access.errors import NotReadyError
from data_access.interface_text import text_of

_PAGES_FOLDER = Path(__file__).resolve().parents[1] / "pages"


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
    screen.name_tab(spec.title)
    try:
        layout.masthead(spec.menu_label or spec.title)
        layout.edition_notice(spec.url)
    except NotReadyError:
        layout.notice(text_of("frame.not-ready"))
        st.stop()
    try:
        page.run()
    except Exception as error:
        blank_parts.failed(error)
    glossary.words_used(spec.url)
    layout.printed_foot(store.address(spec.url, url_state.query()))
    layout.footer()


_run()
