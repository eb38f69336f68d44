"""The parts of Methods and words that come from the code lists."""

from html import escape

from components import layout, store
from components.tables import Column, Link, show_table
from data_access.citations import licence_words
from data_access.formats import number
from data_access.interface_text import text_of

SENTENCE = text_of("methods.sentence")


def symbols() -> None:
    """What stands in place of a figure, and what stands beside one."""
    codes = store.catalogue().codes
    table = (
        Column(text_of("columns.symbol"), header=True),
        Column(text_of("columns.name")),
        Column(text_of("columns.meaning")),
    )
    markers = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.markers.items() if code]
    flags = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.flags.items()]
    show_table(text_of("methods.in-place-of-a-figure"), table, markers, stacked=True)
    show_table(text_of("methods.beside-a-figure"), table, flags, stacked=True)


def hidden() -> None:
    """How much of each outcome is hidden, exactly."""
    indicators = store.catalogue().indicators
    counted = {code: cells for code, cells in store.cells_by_marker().items() if cells.get("c")}
    table = (
        Column(text_of("columns.outcome"), header=True),
        Column(text_of("columns.cells"), numeric=True),
        Column(text_of("columns.hidden"), numeric=True),
        Column(text_of("columns.share-hidden"), numeric=True),
    )
    rows = [
        (
            Link(indicators[code].title, f"indicator?indicator={code}"),
            f"{sum(cells.values()):,}",
            f"{cells['c']:,}",
            number(100 * cells["c"] / sum(cells.values()), 1),
        )
        for code, cells in counted.items()
    ]
    every = store.cells_by_marker().values()
    total, gone = sum(sum(cells.values()) for cells in every), sum(cells.get("c", 0) for cells in every)
    layout.paragraph(
        f"Of {total:,} cells, {gone:,} are hidden: some by their own source, some because they are small, and some "
        "because a small count could be worked out from them. All carry the same mark, so that none tells which it is."
    )
    show_table(text_of("methods.outcomes-with-hidden-cells"), table, rows, stacked=True)
    _published()


def _published() -> None:
    """What each publication through disclosure control lost, as its log says."""
    titles = {code: entry.title for code, entry in store.catalogue().indicators.items()}
    table = (
        Column(text_of("columns.outcome"), header=True),
        Column(text_of("columns.published-on"), whole=True),
        Column(text_of("columns.rows"), numeric=True),
        Column(text_of("columns.hidden-here"), numeric=True),
        Column(text_of("columns.counts-hidden-at-most"), numeric=True),
    )
    rows = [
        (
            titles.get(one.indicator_id, one.indicator_id),
            one.published_on,
            one.rows,
            one.hidden_here,
            one.people_hidden_percent,
        )
        for one in store.publications()
    ]
    if rows:
        show_table(text_of("methods.what-protection-cost-when-figures-were"), table, rows, stacked=True)


def groups() -> None:
    """The lists of ethnic groups and what each is."""
    codes = store.catalogue().codes
    sizes = {
        code: sum(1 for group in codes.ethnic_groups.values() if group.classification_code == code)
        for code in codes.classifications
    }
    table = (
        Column(text_of("columns.list"), header=True),
        Column(text_of("columns.groups"), numeric=True),
        Column(text_of("columns.what-it-is")),
    )
    rows = [(entry.label, str(sizes[code]), entry.note) for code, entry in codes.classifications.items()]
    show_table(text_of("methods.lists-of-ethnic-groups"), table, rows, stacked=True)
    layout.paragraph(escape(text_of("methods.broad-groups")))
    layout.link_list([(text_of("methods.every-group-and-how-it-maps"), "/api/v1/ethnic-groups")])


def sources() -> None:
    """Every source, its licence and whether it has been checked."""
    table = (
        Column(text_of("columns.source"), header=True),
        Column(text_of("columns.publisher")),
        Column(text_of("columns.licence")),
        Column(text_of("columns.checked-with-publisher")),
    )
    rows = [
        (
            entry.title,
            entry.publisher,
            licence_words(entry),
            text_of("methods.yes") if entry.checked_with_publisher else text_of("methods.not-yet"),
        )
        for entry in store.catalogue().codes.sources.values()
    ]
    show_table(f"{len(rows)} sources", table, rows, stacked=True)
