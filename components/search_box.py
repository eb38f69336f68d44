"""The search box: a plain form, at the head of every page and on the page of results."""

from html import escape

from components import store
from data_access.interface_text import text_of
from data_access.search import LONGEST


def box_html(text: str = "") -> str:
    """The search box as a form that needs no script; ``text`` is what it holds, not yet escaped."""
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in store.edition_filter().items()
    )
    return (
        '<form class="ci-search" role="search" action="/search" method="get">'
        f'<label><span class="ci-search-label">{escape(text_of("search.label"))}</span> <input type="search" name="q" '
        f'value="{escape(text)}" maxlength="{LONGEST}" autocomplete="off"></label>{kept} '
        f'<button type="submit">{escape(text_of("search.button"))}</button></form>'
    )
