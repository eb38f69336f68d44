"""The search box, and what it finds."""

from html import escape
from urllib.parse import urlencode

from components import layout, overview_parts, search_box, store, url_state
from components.markup import link
from data_access.formats import plural
from data_access.interface_text import text_of
from data_access.search import LONGEST, MOST_RESULTS, Answer, search

UNDER = text_of("search.under")


def asked() -> str:
    """What the address asks for; empty where it asks for nothing."""
    return next((value for value in url_state.values("q") if value.strip()), "")


def answer(text: str) -> Answer:
    """What answers a search in the edition being read."""
    return search(store.repository(), text)


def sentence(found: Answer) -> str:
    """How much was found, for what."""
    if not found.query:
        return text_of("search.nothing-typed")
    if not found.results:
        return text_of("search.no-match", query=found.query)
    if len(found.results) == MOST_RESULTS:
        return text_of("search.nearest-results", number=str(MOST_RESULTS), query=found.query)
    return f"{plural(len(found.results), 'result')} for “{found.query}”, best first."


def box(text: str, found: Answer) -> None:
    """The box with what was typed, and a word on what was not read."""
    layout.block(search_box.box_html(found.query))
    if len(text) > LONGEST:
        layout.notice(text_of("search.cut", number=str(LONGEST)))
    if found.note:
        layout.notice(found.note)


def results(found: Answer) -> None:
    """What was found, best first; with nothing, words that are near and other ways in."""
    if found.results:
        layout.block(f'<ol class="ci-results">{"".join(_result(*vars(one).values()) for one in found.results)}</ol>')
        return
    if found.nearest:
        words = ", ".join(link(word, f"search?{urlencode({'q': word})}") for word in found.nearest)
        layout.paragraph(f"{escape(text_of('search.near'))} {words}.")
    layout.ways(overview_parts.WAYS)


def _result(kind: str, title: str, why: str, address: str) -> str:
    return f'<li><span class="ci-kind">{escape(kind)}</span> {link(title, address)}<p>{escape(why)}</p></li>'
