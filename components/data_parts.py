"""The parts of Data and downloads."""

from html import escape

from components import layout, store, take_away
from components.tables import Column, Link, show_table
from data_access import columns, measured, register
from data_access.edition_list import Sealed
from data_access.formats import short_day
from data_access.interface_text import text_of
from data_access.records import Selection

UNDER = text_of("data.under")
_ADDRESSES = (
    ("/api/v1/observations.csv", text_of("data.figures-all-or-filtered")),
    ("/api/v1/observations.json", text_of("data.observations-json")),
    ("/api/v1/observations.xlsx", text_of("data.observations-xlsx")),
    ("/api/v1/observations.ods", text_of("data.the-same-as-an-opendocument-spreadsheet")),
    ("/api/v1/observations.csv-metadata.json", text_of("data.csv-metadata")),
    ("/api/v1/commitments.csv", text_of("data.the-register-of-commitments")),
    ("/api/v1/commitments.xlsx", text_of("data.commitments-xlsx")),
    ("/api/v1/commitments.json", text_of("data.the-same-as-json")),
    ("/api/v1/stocktake/counts.csv", text_of("data.the-annual-stocktake-its-page-lists")),
    ("/api/v1/wards.geojson", text_of("data.one-figure-in-every-ward-with")),
    ("/api/v1/measures.csv?indicator=free-school-meals", text_of("data.measures")),
    ("/api/v1/indicators", text_of("data.what-is-measured-and-how-much")),
    ("/api/v1/areas", text_of("data.places-and-their-codes")),
    ("/api/v1/ethnic-groups", text_of("data.ethnic-groups-their-lists-and-how")),
    ("/api/v1/dictionary.csv", text_of("data.what-each-column-of-every-table")),
    ("/api/v1/openapi.json", text_of("data.openapi")),
    ("/api/v1/search.json?q=pay+gap", text_of("data.the-search-as-json")),
    ("/editions/", text_of("data.sealed-editions-their-files-and-hashes")),
    ("/feed.xml", text_of("data.feed")),
    ("/editions/latest.zip", text_of("data.latest-zip")),
    ("/editions/latest/datapackage.json", text_of("data.what-is-in-it-for-frictionless")),
    ("/editions/latest/csv-metadata.json", text_of("data.the-same-as-csv-on-the")),
    ("/healthz", text_of("data.whether-the-portal-runs")),
    ("/readyz", text_of("data.which-figures-it-serves")),
)


def sentence() -> str:
    """How much there is to take away."""
    catalogue = store.catalogue()
    return (
        f"{store.count(Selection()):,} figures on {len(catalogue.indicators)} outcomes, and "
        f"{len(catalogue.commitments)} commitments, free to use with their source."
    )


def whole_files() -> None:
    """Everything as whole files."""
    figures, commitments = (
        f"{count:,} rows" for count in (store.count(Selection()), len(store.catalogue().commitments))
    )
    newest = store.sealed()[:1]
    layout.files(
        [
            *(
                layout.FileLink(
                    f"{text_of('frame.edition', edition=one.manifest.edition)}, ZIP",
                    f"/editions/{one.manifest.edition}.zip",
                    text_of("data.every-file-with-its-description"),
                )
                for one in newest
            ),
            layout.FileLink(text_of("data.all-figures-csv"), "/api/v1/observations.csv", figures),
            layout.FileLink(text_of("data.all-figures-xlsx"), "/api/v1/observations.xlsx", figures),
            layout.FileLink(text_of("data.all-figures-ods"), "/api/v1/observations.ods", figures),
            layout.FileLink(text_of("data.all-commitments-csv"), "/api/v1/commitments.csv", commitments),
            layout.FileLink(text_of("data.all-commitments-xlsx"), "/api/v1/commitments.xlsx", commitments),
            layout.FileLink(text_of("data.all-commitments-ods"), "/api/v1/commitments.ods", commitments),
            layout.FileLink(text_of("data.what-the-columns-mean-csv"), "/api/v1/dictionary.csv"),
        ]
    )
    take_away.spreadsheet_takes_long(store.count(Selection()))
    layout.paragraph(escape(store.catalogue().settings.licence) + ".")
    layout.paragraph(escape(store.catalogue().settings.attribution))


def indicator_files() -> None:
    """One CSV an indicator, and the same as a spreadsheet."""
    kinds = ("CSV", "XLSX", "ODS")
    table = (
        Column(text_of("columns.outcome"), header=True),
        Column(text_of("columns.rows"), numeric=True),
        Column(text_of("columns.latest")),
        *(Column(kind) for kind in kinds),
    )
    codes = store.catalogue().codes
    rows: list[list[str | Link]] = [
        [
            Link(outcome.indicator.title, f"indicator?indicator={outcome.indicator.id}"),
            f"{outcome.coverage.observations:,}",
            codes.periods[outcome.coverage.latest_period_code].label,
            *(Link(kind, f"/api/v1/observations.{kind.lower()}?indicator={outcome.indicator.id}") for kind in kinds),
        ]
        for outcome in store.outcomes(Selection())
    ]
    show_table(text_of("data.one-file-for-each-outcome"), table, rows, stacked=True)


def sealed_editions() -> None:
    """Every sealed edition, what changed in it, and a place to check a file."""
    found = store.sealed()
    if not found:
        layout.paragraph(escape(text_of("data.no-edition")))
        return
    table = (
        Column(text_of("columns.edition"), header=True),
        Column(text_of("columns.sealed-on"), whole=True),
        Column(text_of("columns.prepared-by")),
        Column(text_of("columns.approved-by")),
        Column(text_of("columns.cells-changed")),
        Column(text_of("columns.sha-256-of-its-manifest")),
    )
    rows = [
        (
            Link(one.manifest.edition, f"/editions/{one.manifest.edition}/manifest.json"),
            short_day(one.manifest.sealed_on),
            one.manifest.prepared_by,
            one.manifest.approved_by or text_of("data.not-yet-approved"),
            _changed(one),
            f"{one.manifest_sha256[:16]}…",
        )
        for one in found
    ]
    show_table(text_of("data.sealed-editions"), table, rows, stacked=True)
    for one in found:
        layout.caption(f"{one.manifest.edition}: {one.manifest.note}")
    later = [one for one in found if one.manifest.previous]
    layout.link_list(
        [
            (
                text_of("data.cells-changed-in", edition=one.manifest.edition),
                f"/editions/{one.manifest.edition}/changes.csv",
            )
            for one in later
        ]
        + [(text_of("data.every-edition-its-files-and-their"), "/editions/")]
    )


def _changed(one: Sealed) -> str:
    previous = one.manifest.previous
    if previous is None:
        return text_of("data.the-first-edition")
    kinds = store.changes(previous.edition, one.manifest.edition)
    return ", ".join(f"{kinds[kind]:,} {kind}" for kind in sorted(kinds)) or text_of("data.none")


def verification() -> None:
    """A place to drop a file; portal scripts compare its hash in the browser."""
    layout.paragraph(escape(text_of("data.check-a-file")))
    layout.block(f'<div class="ci-verify" {_words_of_the_check()}></div>')
    layout.paragraph(f"<code>python -m data_access verify FILE</code> {escape(text_of('data.check-a-filtered-file'))}")


def _words_of_the_check() -> str:
    """What verify.js says, as attributes of its place; it fills what stands in braces."""
    words = {
        "label": text_of("verify.label"),
        "reading": text_of("verify.reading", file="{file}"),
        "matches": text_of("verify.matches", file="{file}", places="{places}"),
        "one-place": text_of("verify.one-place", path="{path}", edition="{edition}"),
        "and": text_of("verify.and"),
        "matches-none": text_of("verify.matches-none", file="{file}"),
        "not-secure": text_of("verify.not-secure"),
        "failed": text_of("verify.failed"),
    }
    return " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())


def addresses() -> None:
    """The addresses for programs."""
    table = (Column(text_of("columns.address"), header=True), Column(text_of("columns.what-it-gives")))
    show_table(
        text_of("data.addresses-text"), table, [(Link(path, path), words) for path, words in _ADDRESSES], stacked=True
    )
    layout.paragraph(escape(text_of("data.filters")))


def observation_columns() -> None:
    """What each column of the figures means."""
    _dictionary(text_of("data.columns-of-the-figures"), columns.COLUMNS)


def commitment_columns() -> None:
    """What each column of the register means."""
    _dictionary(text_of("data.columns-of-the-commitments"), register.COLUMNS)


def measure_columns() -> None:
    """What each column of the comparisons means."""
    _dictionary(text_of("data.columns-of-the-comparisons"), measured.COLUMNS)


def _dictionary(caption: str, meanings: dict[str, str]) -> None:
    table = (Column(text_of("columns.column"), header=True), Column(text_of("columns.meaning")))
    show_table(caption, table, list(meanings.items()), stacked=True)
