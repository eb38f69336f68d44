"""The list of outcomes that Explore shows: one row an indicator, in words and numbers."""

from collections.abc import Sequence

from components import drawing, layout, store
from components.tables import Cell, Column, Drawing, Link, show_table
from data_access import measure_words, sentences
from data_access.interface_text import text_of
from data_access.records import ALL, ISLINGTON, Selection
from data_access.selection import query_string
from data_access.views import Outcome

_BESIDE = Column(text_of("columns.beside-white"))


def outcome_table(found: Sequence[Outcome], selection: Selection) -> None:
    """One row an outcome, those with a figure for the choice first; rows become labelled blocks on a phone."""
    columns = [
        Column(text_of("columns.outcome"), header=True),
        Column(text_of("columns.latest"), numeric=True),
        Column(text_of("columns.for")),
        *([_BESIDE] if selection.ethnicity else []),
        Column(text_of("columns.five-latest")),
        Column(text_of("columns.trend-and-care")),
        Column(text_of("columns.covers")),
    ]
    ordered = sorted(found, key=lambda outcome: outcome.latest is None)
    rows = [_cells(outcome, selection, beside=_BESIDE in columns) for outcome in ordered]
    show_table(text_of("explore.outcomes-that-match-with-the-latest"), columns, rows, stacked=True)
    if any("[" in str(row[1]) for row in rows):
        layout.key_line(layout.SYMBOL_MEANINGS)


def _cells(outcome: Outcome, selection: Selection, *, beside: bool) -> tuple[Cell, ...]:
    measure = store.latest_measure(outcome)
    return (
        Link(outcome.indicator.title, indicator_address(outcome.indicator.id, selection)),
        sentences.outcome_value(outcome),
        _what_for(outcome),
        *([measure_words.beside_in_short(measure) if measure else ""] if beside else []),
        Drawing(drawing.sparkline(outcome.series)),
        measure_words.trend_and_care(measure) if measure else "",
        sentences.outcome_coverage(outcome),
    )


def indicator_address(indicator_id: str, selection: Selection) -> str:
    """The address of an indicator's page with the reader's group, place and date carried over."""
    carried = Selection(
        indicator=(indicator_id,),
        ethnicity=selection.ethnicity[:1],
        ward=selection.ward[:1],
        period=selection.period[:1],
    )
    return f"indicator?{query_string(carried)}"


def _what_for(outcome: Outcome) -> str:
    latest = outcome.latest
    if latest is None:
        return (
            text_of("explore.each-ward-has-its-own-figure")
            if outcome.coverage.wards
            else text_of("explore.see-its-page-for-what-is")
        )
    place = "" if latest.area_code == ISLINGTON else f", {latest.area}"
    part = "" if latest.category_code == ALL else f", {latest.category}"
    return f"{latest.ethnicity}{part}{place}, {latest.period}"
