"""The parts of Data and downloads."""

from html import escape

from components import layout, store
from components.tables import Column, Link, show_table
from data_access import columns, register
from data_access.records import Selection

UNDER = "CSV files open in any spreadsheet. The same filters work in every address."
_ADDRESSES = (
    ("/api/v1/observations.csv", "Figures, all or filtered"),
    ("/api/v1/observations.json", "The same, up to 10,000 rows at a time: limit and cursor"),
    ("/api/v1/commitments.csv", "The register of commitments"),
    ("/api/v1/commitments.json", "The same as JSON"),
    ("/api/v1/indicators", "What is measured, and how much of it is published"),
    ("/api/v1/areas", "Places and their codes"),
    ("/api/v1/ethnic-groups", "Ethnic groups, their lists and how they map"),
    ("/healthz", "Whether the portal runs"),
    ("/readyz", "Which figures it serves"),
)


def sentence() -> str:
    """How much there is to take away."""
    catalogue = store.catalogue()
    return (
        f"{store.count(Selection()):,} figures on {len(catalogue.indicators)} outcomes, and "
        f"{len(catalogue.commitments)} commitments, free to use with their source."
    )


def whole_files() -> None:
    """Everything as two files."""
    layout.files(
        [
            layout.FileLink("All figures, CSV", "/api/v1/observations.csv", f"{store.count(Selection()):,} rows"),
            layout.FileLink(
                "All commitments, CSV", "/api/v1/commitments.csv", f"{len(store.catalogue().commitments)} rows"
            ),
        ]
    )
    layout.paragraph(escape(store.catalogue().settings.licence) + ".")
    layout.paragraph(escape(store.catalogue().settings.attribution))


def indicator_files() -> None:
    """One CSV an indicator."""
    table = (Column("Outcome", header=True), Column("Rows", numeric=True), Column("Latest"), Column("File"))
    codes = store.catalogue().codes
    rows = [
        (
            Link(outcome.indicator.title, f"indicator?indicator={outcome.indicator.id}"),
            f"{outcome.coverage.observations:,}",
            codes.periods[outcome.coverage.latest_period_code].label,
            Link("CSV", f"/api/v1/observations.csv?indicator={outcome.indicator.id}"),
        )
        for outcome in store.outcomes(Selection())
    ]
    show_table("One file for each outcome", table, rows, stacked=True)


def addresses() -> None:
    """The addresses for programs."""
    table = (Column("Address", header=True), Column("What it gives"))
    show_table("Addresses", table, [(Link(path, path), words) for path, words in _ADDRESSES], stacked=True)
    layout.paragraph(
        "Filters: strand, service_area, indicator, ethnicity, ward, area, classification, category and period, each as "
        "often as you like, with the codes that the page addresses use. A wrong name or code gets an answer that says "
        "which, and the nearest right one."
    )


def observation_columns() -> None:
    """What each column of the figures means."""
    _dictionary("Columns of the figures", columns.COLUMNS)


def commitment_columns() -> None:
    """What each column of the register means."""
    _dictionary("Columns of the commitments", register.COLUMNS)


def _dictionary(caption: str, meanings: dict[str, str]) -> None:
    table = (Column("Column", header=True), Column("Meaning"))
    show_table(caption, table, list(meanings.items()), stacked=True)
