"""The words used: folded at the foot of each page, and all of them on the page of methods."""

from collections.abc import Iterable
from html import escape

from components import layout, registry
from components.markup import link
from data_access.glossary import Term, glossary, terms_on
from data_access.interface_text import text_of

_METHODS = "methods"
# The first explains all of them; the second is made to be printed, and says how to read it.
_WITHOUT_A_LIST = (_METHODS, "pack")


def words_used(page: str) -> None:
    """The terms that stand on a page with their meanings, behind one line to open; none where all are explained."""
    found = terms_on(page)
    if not found or page in _WITHOUT_A_LIST:
        return
    summary = f"{escape(text_of('frame.words-used'))}: {len(found)}"
    layout.block(f'<details class="ci-fold ci-words"><summary>{summary}</summary>{_meanings(found)}</details>')


def _meanings(terms: Iterable[Term]) -> str:
    items = "".join(
        f"<dt>{link(one.term, f'{_METHODS}#{one.key}')}</dt><dd>{escape(one.meaning)}</dd>" for one in terms
    )
    return f'<dl class="ci-definitions">{items}</dl>'


def every_word() -> None:
    """Every term with its meaning, each at an address of its own, and the pages where it stands."""
    items = "".join(
        f'<dt id="{one.key}">{escape(one.term)}</dt><dd>{escape(one.meaning)} {_where(one)}</dd>' for one in glossary()
    )
    layout.block(f'<dl class="ci-definitions">{items}</dl>')


def _where(term: Term) -> str:
    pages = ", ".join(registry.find(page).title for page in term.pages if page != _METHODS)
    return f'<small class="ci-cap">{escape(text_of("methods.used-on"))} {escape(pages)}.</small>' if pages else ""
