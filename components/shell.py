"""The Streamlit script: navigation, the head of every page, the page, and its foot."""

from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import blank_parts, gathering, glossary, layout, navigation, registry, store, url_state
from data_access.errors import NotReadyError
from data_access.interface_text import text_of
from data_access.occurrences import drawing


def _run() -> None:
    position: Literal["hidden", "top"] = "hidden" if st.context.is_embedded else "top"
    # A flat list: section headings would break the list that screen readers hear.
    page = st.navigation(navigation.pages(), position=position)
    spec = registry.find(page.url_path)
    # After the navigation, which sets a title of its own.
    with drawing(spec.address), gathering.drawn(spec.title):
        _draw(page, spec)


def _draw(page: StreamlitPage, spec: registry.PageSpec) -> None:
    try:
        layout.masthead(spec.menu_label or spec.title)
        layout.edition_notice(spec.url)
    except NotReadyError:
        layout.notice(text_of("frame.not-ready"))
        return
    try:
        page.run()
    except Exception as error:
        blank_parts.failed(error)
    glossary.words_used(spec.url)
    layout.printed_foot(store.address(spec.url, url_state.query()))
    layout.footer()


_run()
