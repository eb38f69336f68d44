"""Whatever an address says, each page of the app draws to its end, and no word of it runs as HTML."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data_access.page_list import PAGES, PageSpec
from tests.fuzzing import fuzzed
from tests.hostile import NAMES, PARAMETERS, WORDS, run_as_html

ROOT = Path(__file__).parents[2]
ADDRESSES = st.one_of(
    WORDS.map(lambda word: {name: [word] for name in PARAMETERS}),
    st.dictionaries(NAMES.filter(bool), st.lists(WORDS, min_size=1, max_size=3), max_size=6),
)


# Streamlit runs the text of this function by itself, so that it has no name of this module.
def _page(script):  # type: ignore[no-untyped-def]
    import runpy

    from components.gathering import drawn

    with drawn("A page"):
        runpy.run_path(script)


def test_every_page_is_drawn_whatever_is_asked(tell: Callable[[str], None]) -> None:
    drawn = 0

    @fuzzed(26)
    @given(st.sampled_from(PAGES), ADDRESSES)
    def draw(spec: PageSpec, address: dict[str, list[str]]) -> None:
        nonlocal drawn
        script = str(ROOT / "pages" / spec.script)
        app = AppTest.from_function(_page, kwargs={"script": script}, default_timeout=60)
        for name, values in address.items():
            app.query_params[name] = values
        app.run()
        assert not app.exception
        shown = "".join(entry.value for entry in (*app.html, *app.markdown))
        assert "ci-h1" in shown
        assert run_as_html(f"<div>{shown}</div>") == []
        drawn += 1

    draw()
    assert drawn
    tell(f"Fuzz: {drawn:,} made-up addresses of the app's pages drawn to their end.")
