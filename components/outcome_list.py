"""The list of outcomes that Explore shows: one row an indicator, in words and numbers."""

from collections.abc import Sequence

from components import drawing, layout, measure_words, store
from components.tables import Cell, Column, Drawing, Link, show_table
from data_access import sentences
from data_access.records import ALL, ISLINGTON, Selection
from data_access.selection import query_string
from data_access.views import Outcome

_BESIDE = Column("Beside White")


def outcome_table(found: Sequence[Outcome], selection: Selection) -> None:
    """One row an outcome, those with a figure for the choice first; rows become labelled blocks on a phone."""
    columns = [
        Column("Outcome", header=True),
        Column("Latest", numeric=True),
        Column("For"),
        *([_BESIDE] if selection.ethnicity else []),
        Column("Five latest"),
        Column("Trend, and care"),
        Column("Covers"),
    ]
    ordered = sorted(found, key=lambda outcome: outcome.latest is None)
    rows = [_cells(outcome, selection, beside=_BESIDE in columns) for outcome in ordered]
    show_table("Outcomes that match, with the latest figure of each", columns, rows, stacked=True)
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
        return "Each ward has its own figure" if outcome.coverage.wards else "See its page for what is published"
    place = "" if latest.area_code == ISLINGTON else f", {latest.area}"
    part = "" if latest.category_code == ALL else f", {latest.category}"
    return f"{latest.ethnicity}{part}{place}, {latest.period}"
