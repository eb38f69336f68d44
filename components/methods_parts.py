"""The parts of Methods and words that come from the code lists."""

from components import layout, store
from components.tables import Column, Link, show_table
from data_access.formats import number

SENTENCE = "Every figure is as its source published it, protected by one rule, and shown with what it cannot say."


def symbols() -> None:
    """What stands in place of a figure, and what stands beside one."""
    codes = store.catalogue().codes
    table = (Column("Symbol", header=True), Column("Name"), Column("Meaning"))
    markers = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.markers.items() if code]
    flags = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.flags.items()]
    show_table("In place of a figure", table, markers, stacked=True)
    show_table("Beside a figure", table, flags, stacked=True)


def hidden() -> None:
    """How much of each outcome is hidden, exactly."""
    indicators = store.catalogue().indicators
    counted = {code: cells for code, cells in store.cells_by_marker().items() if cells.get("c")}
    table = (
        Column("Outcome", header=True),
        Column("Cells", numeric=True),
        Column("Hidden", numeric=True),
        Column("Share hidden, %", numeric=True),
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
    show_table("Outcomes with hidden cells", table, rows, stacked=True)
    _published()


def _published() -> None:
    """What each publication through disclosure control lost, as its log says."""
    titles = {code: entry.title for code, entry in store.catalogue().indicators.items()}
    table = (
        Column("Outcome", header=True),
        Column("Published on", whole=True),
        Column("Rows", numeric=True),
        Column("Hidden here", numeric=True),
        Column("Counts hidden, % at most", numeric=True),
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
        show_table("What protection cost when figures were published", table, rows, stacked=True)


def groups() -> None:
    """The lists of ethnic groups and what each is."""
    codes = store.catalogue().codes
    sizes = {
        code: sum(1 for group in codes.ethnic_groups.values() if group.classification_code == code)
        for code in codes.classifications
    }
    table = (Column("List", header=True), Column("Groups", numeric=True), Column("What it is"))
    rows = [(entry.label, str(sizes[code]), entry.note) for code, entry in codes.classifications.items()]
    show_table("Lists of ethnic groups", table, rows, stacked=True)
    layout.paragraph(
        "Choosing a broad group also brings the finer groups that map to it, each under its own name, never added up."
    )
    layout.link_list([("Every group and how it maps, as JSON", "/api/v1/ethnic-groups")])


def sources() -> None:
    """Every source, its licence and whether it has been checked."""
    table = (Column("Source", header=True), Column("Publisher"), Column("Licence"), Column("Checked with publisher"))
    rows = [
        (
            entry.title,
            entry.publisher,
            entry.licence if entry.licence_certain else f"{entry.licence} (not certain)",
            "Yes" if entry.checked_with_publisher else "Not yet",
        )
        for entry in store.catalogue().codes.sources.values()
    ]
    show_table(f"{len(rows)} sources", table, rows, stacked=True)
