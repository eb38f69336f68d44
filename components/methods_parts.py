"""The parts of Methods and words that come from the code lists."""

from components import layout, store
from components.tables import Column, show_table

SENTENCE = "Every figure is as its source published it, protected by one rule, and shown with what it cannot say."


def symbols() -> None:
    """What stands in place of a figure, and what stands beside one."""
    codes = store.catalogue().codes
    table = (Column("Symbol", header=True), Column("Name"), Column("Meaning"))
    markers = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.markers.items() if code]
    flags = [(f"[{code}]", entry.label, entry.note) for code, entry in codes.flags.items()]
    show_table("In place of a figure", table, markers, stacked=True)
    show_table("Beside a figure", table, flags, stacked=True)


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
