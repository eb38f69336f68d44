"""The parts of Data and downloads."""

from html import escape

from components import layout, store
from components.tables import Column, Link, show_table
from data_access import columns, measured, register
from data_access.edition_list import Sealed
from data_access.formats import short_day
from data_access.records import Selection

UNDER = "CSV files open in any spreadsheet. The same filters work in every address."
_ADDRESSES = (
    ("/api/v1/observations.csv", "Figures, all or filtered"),
    ("/api/v1/observations.json", "The same, up to 10,000 rows at a time: limit and cursor"),
    ("/api/v1/commitments.csv", "The register of commitments"),
    ("/api/v1/commitments.json", "The same as JSON"),
    ("/api/v1/stocktake/counts.csv", "The annual stocktake; its page lists the other tables"),
    ("/api/v1/wards.geojson", "One figure in every ward, with the shapes of the wards"),
    ("/api/v1/measures.csv?indicator=free-school-meals", "One outcome’s groups beside a reference, with intervals"),
    ("/api/v1/indicators", "What is measured, and how much of it is published"),
    ("/api/v1/areas", "Places and their codes"),
    ("/api/v1/ethnic-groups", "Ethnic groups, their lists and how they map"),
    ("/editions/", "Sealed editions, their files and hashes"),
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


def sealed_editions() -> None:
    """Every sealed edition, what changed in it, and a place to check a file."""
    found = store.sealed()
    if not found:
        layout.paragraph("No edition is sealed yet: what is shown is the working draft.")
        return
    table = (
        Column("Edition", header=True),
        Column("Sealed on", whole=True),
        Column("Prepared by"),
        Column("Approved by"),
        Column("Cells changed"),
        Column("SHA-256 of its manifest"),
    )
    rows = [
        (
            Link(one.manifest.edition, f"/editions/{one.manifest.edition}/manifest.json"),
            short_day(one.manifest.sealed_on),
            one.manifest.prepared_by,
            one.manifest.approved_by or "Not yet approved",
            _changed(one),
            f"{one.manifest_sha256[:16]}…",
        )
        for one in found
    ]
    show_table("Sealed editions", table, rows, stacked=True)
    for one in found:
        layout.caption(f"{one.manifest.edition}: {one.manifest.note}")
    later = [one for one in found if one.manifest.previous]
    layout.link_list(
        [
            (f"Every cell that changed in {one.manifest.edition}", f"/editions/{one.manifest.edition}/changes.csv")
            for one in later
        ]
        + [("Every edition, its files and their hashes, as JSON", "/editions/")]
    )


def _changed(one: Sealed) -> str:
    previous = one.manifest.previous
    if previous is None:
        return "The first edition"
    kinds = store.changes(previous.edition, one.manifest.edition)
    return ", ".join(f"{kinds[kind]:,} {kind}" for kind in sorted(kinds)) or "None"


def verification() -> None:
    """A place to drop a file; portal scripts compare its hash in the browser."""
    layout.paragraph(
        "Choose or drop a file from an edition. Your browser works out its SHA-256 and compares it with the sealed "
        "ones. The file is not sent anywhere."
    )
    layout.block('<div class="ci-verify"></div>')
    layout.paragraph(
        "<code>python -m data_access verify FILE</code> does the same for a filtered download, row by row, and says "
        "which cell differs."
    )


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


def measure_columns() -> None:
    """What each column of the comparisons means."""
    _dictionary("Columns of the comparisons", measured.COLUMNS)


def _dictionary(caption: str, meanings: dict[str, str]) -> None:
    table = (Column("Column", header=True), Column("Meaning"))
    show_table(caption, table, list(meanings.items()), stacked=True)
