"""The last section of a page: the same rows as files, how to cite them, and where they come from."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from components import layout, store
from components.markup import anchor
from data_access import clock, stocktake_account
from data_access.formats import plural
from data_access.records import Selection, Source
from data_access.selection import query_string


def observation_files(selection: Selection, figures: int) -> None:
    """Links to exactly the rows of a selection."""
    query = query_string(selection, **store.edition_filter())
    start = "/api/v1/observations"
    layout.files(
        [
            layout.FileLink("CSV", f"{start}.csv?{query}".rstrip("?"), plural(figures, "row")),
            layout.FileLink("CSV for Excel", f"{start}.csv?{query}&bom=1".replace("?&", "?")),
            layout.FileLink("JSON", f"{start}.json?{query}".rstrip("?")),
        ]
    )


def whole_indicator(indicator_id: str) -> None:
    """A link to every row of one indicator."""
    selection = Selection(indicator=(indicator_id,))
    address = f"/api/v1/observations.csv?{query_string(selection, **store.edition_filter())}"
    layout.link_list([(f"The whole outcome as CSV, {plural(store.count(selection), 'row')}", address)])


def commitment_files(query: str, commitments: int) -> None:
    """Links to exactly the commitments shown."""
    query = "&".join(part for part in (query, urlencode(store.edition_filter())) if part)
    start = "/api/v1/commitments"
    layout.files(
        [
            layout.FileLink("CSV", f"{start}.csv?{query}".rstrip("?"), plural(commitments, "row")),
            layout.FileLink("CSV for Excel", f"{start}.csv?{query}&bom=1".replace("?&", "?")),
            layout.FileLink("JSON", f"{start}.json?{query}".rstrip("?")),
        ]
    )


def stocktake_files(query: str) -> None:
    """Links to every table of a stocktake."""
    layout.files(
        [
            layout.FileLink(f"{words}, CSV", f"/api/v1/stocktake/{name}?{query}")
            for name, words in stocktake_account.FILES.items()
        ]
    )


def citation(title: str, address: str) -> None:
    """A citation with the edition, the day it was read and an address that reopens the view."""
    day = clock.today()
    settings = store.catalogue().settings
    edition = "working draft" if settings.edition == "draft" else f"edition {settings.edition}"
    layout.cite(f"{settings.name}: {title}. {edition.capitalize()}, read {day.day} {day:%B %Y}. {address}")


def sources(entries: Iterable[Source]) -> None:
    """Each source with its licence, where it was read and whether anybody has checked it with the publisher."""
    items = []
    for source in entries:
        licence = source.licence if source.licence_certain else f"{source.licence} (not certain)"
        checked = "Checked" if source.checked_with_publisher else "Not yet checked"
        published = "publication date not seen" if source.published == "not seen" else f"published {source.published}"
        items.append(
            f"{anchor(source.title, source.url)}, {escape(source.publisher)}, {escape(published)}. "
            f"{escape(licence)}. {checked} against the publisher’s own page; read in a copy: "
            f"{escape(source.read_in)}."
        )
    layout.folded_list("source", items)
