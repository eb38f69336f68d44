"""The scrutiny pack: for each strand and service area what is overdue, what has data, what has none, and questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components import layout, stocktake_parts, store
from components.commitment_list import commitment_address, fit_label, place
from components.tables import Cell, Column, Link, show_table
from data_access.commitments.questions import Question, sections
from data_access.commitments.stocktake import LedgerEntry, NoData
from data_access.formats import cell, plural
from data_access.interface_text import text_of
from data_access.records import Commitment, Selection
from data_access.stocktake_account import Account

_SHOWS = ("direct", "proxy")


@dataclass(frozen=True)
class Part:
    """One strand and service area of a pack."""

    key: str
    label: str
    commitments: tuple[Commitment, ...]
    ledger: tuple[LedgerEntry, ...]
    no_data: tuple[NoData, ...]
    asked: tuple[Question, ...]

    @property
    def note(self) -> str:
        """How many commitments it holds."""
        return f"{plural(len(self.commitments), 'commitment')}."


def parts(account: Account) -> list[Part]:
    """The parts of a pack in display order."""
    found = []
    for (strand, area), pairs in sections(account.now).items():
        inside = {entry.id for entry, _ in pairs}
        found.append(
            Part(
                key=f"{strand}-{area}",
                label=place(pairs[0][0]),
                commitments=tuple(entry for entry, _ in pairs),
                ledger=tuple(entry for entry in account.taken.ledger if entry.commitment.id in inside),
                no_data=tuple(entry for entry in account.taken.no_data if entry.commitment.id in inside),
                asked=tuple(one for one in account.asked if (one.strand_code, one.service_area_code) == (strand, area)),
            )
        )
    return found


def contents(account: Account) -> None:
    """What each part holds, at a glance."""
    columns = (
        Column(text_of("columns.strand-or-service"), header=True),
        Column(text_of("columns.commitments"), numeric=True),
        Column(text_of("columns.dates-passed"), numeric=True),
        Column(text_of("columns.without-data"), numeric=True),
    )
    rows = [
        (
            Link(part.label, f"#pack-{part.key}"),
            str(len(part.commitments)),
            str(len(part.ledger)),
            str(len(part.no_data)),
        )
        for part in parts(account)
    ]
    show_table(text_of("pack.in-this-pack"), columns, rows)


def part(found: Part) -> None:
    """One part: overdue, data, no data, questions."""
    stocktake_parts.ledger(found.ledger, text_of("pack.dates-passed", part=found.label))
    _with_data(found)
    missing = text_of("pack.without-data", part=found.label)
    layout.block(stocktake_parts.no_data_table(found.no_data, missing))
    layout.block(f'<h3 class="ci-h3">{escape(text_of("pack.suggested-questions"))}</h3>')
    layout.block(stocktake_parts.question_list(found.asked))


def _with_data(found: Part) -> None:
    """Each figure that measures a commitment or stands in for it, with its newest values by ethnic group."""
    links = store.catalogue().links_of
    pairs = [
        (entry, indicator_id, link.fit)
        for entry in found.commitments
        for indicator_id, link in links.get(entry.id, ())
        if link.fit in _SHOWS
    ]
    if not pairs:
        layout.paragraph(text_of("pack.no-figure", part=found.label))
        return
    columns = (
        Column(text_of("columns.commitment"), header=True),
        Column(text_of("columns.figure")),
        Column(text_of("columns.fit")),
        Column(text_of("columns.newest-by-ethnic-group")),
        Column(text_of("columns.the-numbers-show")),
    )
    show_table(text_of("pack.with-data", part=found.label), columns, _figure_rows(pairs), stacked=True)
    layout.key_line(layout.SYMBOL_MEANINGS)


def _figure_rows(pairs: Sequence[tuple[Commitment, str, str]]) -> list[tuple[Cell, ...]]:
    statuses = store.snapshot().statuses
    return [
        (
            Link(entry.title, commitment_address(entry.id)),
            Link(store.catalogue().indicators[indicator_id].title, f"indicator?indicator={indicator_id}"),
            fit_label(fit),
            _newest(indicator_id),
            statuses[entry.id].shown.label,
        )
        for entry, indicator_id, fit in pairs
    ]


def _newest(indicator_id: str) -> str:
    """The newest figures in one line: the date, then each group with its value."""
    view = store.indicator_view(indicator_id, Selection())
    decimals = view.indicator.decimals
    rows = view.by_group or view.groups
    values = ", ".join(f"{row.ethnicity} {cell(row.value, row.marker, row.flags, decimals)}" for row in rows)
    return f"{rows[0].period}: {values} ({view.indicator.unit})"
