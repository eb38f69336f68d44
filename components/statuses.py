"""The three accounts of a commitment, each with its own mark: never added, never one colour."""

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from components import surface
from components.markup import picture
from components.tables import Column, html_table
from data_access.interface_text import text_of

NAMES = {
    "reported": text_of("statuses.the-council-reports"),
    "shown": text_of("statuses.the-numbers-show"),
    "clock": text_of("statuses.the-clock-says"),
}
_SHAPES = {
    "reported": '<rect x="2" y="2" width="10" height="10" fill="{fill}" stroke="#1A1F24" stroke-width="1.8"/>',
    "shown": '<path d="M7 .8 13.2 7 7 13.2 .8 7Z" fill="{fill}" stroke="#1A1F24" stroke-width="1.6"/>',
    "clock": (
        '<circle cx="7" cy="7" r="5.6" fill="{fill}" stroke="#1A1F24" stroke-width="1.8"/>'
        '<path d="M7 3.6V7l2.4 1.6" fill="none" stroke="{hands}" stroke-width="1.6"/>'
    ),
}


def mark(status: str, *, known: bool) -> str:
    """The status's shape: filled where there is an entry, hollow where nothing is known."""
    fill, hands = ("#1A1F24", "#FBFAF7") if known else ("#FBFAF7", "#1A1F24")
    shape = _SHAPES[status].format(fill=fill, hands=hands)
    drawing = f'<svg width="14" height="14" viewBox="0 0 14 14">{shape}</svg>'
    return picture(drawing, "", css_class="ci-mark", width=14, height=14)


def rows(entries: Sequence[tuple[str, str, bool]], beneath: Mapping[str, str] = MappingProxyType({})) -> None:
    """One commitment's statuses as rows: (status, words, whether anything is known), and a line beneath each."""
    items = "".join(
        f'<div class="ci-status-row"><dt class="ci-status">{mark(status, known=known)}<b>{NAMES[status]}</b></dt>'
        f"<dd>{escape(words)}{_beneath(beneath.get(status, ''))}</dd></div>"
        for status, words, known in entries
    )
    surface.current().html(f'<dl class="ci-statuses">{items}</dl>')


def _beneath(words: str) -> str:
    return f"<small>{escape(words)}</small>" if words else ""


def counts(tables: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> None:
    """All commitments counted by each status apart, in three columns: (status, (words, count) pairs)."""
    with surface.current().place("ci-three-statuses"):
        for column, (status, entries) in zip(surface.current().columns((1, 1, 1)), tables, strict=True):
            with column:
                surface.current().html(
                    f'<h3 class="ci-h3 ci-status">{mark(status, known=True)}<span>{NAMES[status]}</span></h3>'
                )
                columns = (Column(NAMES[status], header=True), Column(text_of("columns.commitments"), numeric=True))
                body = [(words, f"{count:,}") for words, count in entries]
                surface.current().html(html_table(NAMES[status], columns, body, hide_caption=True, hide_head=True))
