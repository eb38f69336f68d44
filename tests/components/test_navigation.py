"""The pages of the bar: made once, and copied for each run."""

from streamlit.testing.v1 import AppTest

from data_access.page_list import PAGES


def two_runs() -> None:
    """What one run does to its pages, as another sees it."""
    import streamlit as st

    from components import navigation

    one, other = navigation.pages(), navigation.pages()
    chosen = st.navigation(one)
    st.text(" ".join(f"/{page.url_path}" for page in other))
    st.text(f"{chosen._can_be_called} {any(page._can_be_called for page in other)}")


def test_what_streamlit_notes_on_a_page_in_one_run_is_unknown_in_another() -> None:
    app = AppTest.from_function(two_runs).run()
    assert not app.exception
    addresses, notes = (entry.value for entry in app.text)
    assert addresses == " ".join(page.address for page in PAGES)
    assert notes == "True False"
