"""The last section of a page: the same rows as files, how to cite them, and where they come from."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from components import layout, store, surface
from components.markup import anchor
from data_access import clock, formats, stocktake_account
from data_access.citations import cite, licence_words, pinned
from data_access.formats import plural
from data_access.interface_text import text_of
from data_access.packaging.book import MOST_ROWS
from data_access.page_list import embed_address
from data_access.public_address import public_address
from data_access.records import Selection, Source
from data_access.selection import query_string

_OBSERVATIONS = "/api/v1/observations"
# Measured: a spreadsheet of more rows takes over a second to make, and a row is so many bytes of the file.
_QUICK_ROWS = 1_000
SPREADSHEET_BYTES = {"xlsx": 122, "ods": 56}
# What a reader may put on a page of their own, by the key it is drawn under.
_EMBEDDED = {
    "groups": text_of("take-away.each-group"),
    "time": text_of("take-away.over-time"),
    "wards": text_of("take-away.by-ward"),
    "strip": text_of("take-away.side-by-side"),
    "map": text_of("take-away.the-map"),
    "hexagons": text_of("take-away.the-hexagons"),
    "vintages": text_of("take-away.when-the-wards-changed"),
}


def rows_address(selection: Selection) -> str:
    """The address of exactly the rows of a selection, as CSV."""
    return f"{_OBSERVATIONS}.csv?{query_string(selection, **store.edition_filter())}".rstrip("?")


def observation_files(selection: Selection, figures: int) -> None:
    """Links to exactly the rows of a selection."""
    query = query_string(selection, **store.edition_filter())
    start = _OBSERVATIONS
    surface.current().rests_on(csv=rows_address(selection))
    layout.files(
        [
            layout.FileLink("CSV", f"{start}.csv?{query}".rstrip("?"), plural(figures, "row")),
            layout.FileLink(text_of("take-away.csv-for-excel"), f"{start}.csv?{query}&bom=1".replace("?&", "?")),
            layout.FileLink("XLSX", f"{start}.xlsx?{query}".rstrip("?")),
            layout.FileLink("ODS", f"{start}.ods?{query}".rstrip("?")),
            layout.FileLink("JSON", f"{start}.json?{query}".rstrip("?")),
        ]
    )
    spreadsheet_takes_long(figures)


def spreadsheet_takes_long(rows: int) -> None:
    """That a spreadsheet of so many rows is large and has to be made first; nothing where it comes at once."""
    if _QUICK_ROWS < rows <= MOST_ROWS:
        sizes = {kind: formats.number(rows * size / 1_000_000, 1) for kind, size in SPREADSHEET_BYTES.items()}
        layout.caption(text_of("take-away.takes-long", rows=f"{rows:,}", xlsx=sizes["xlsx"], ods=sizes["ods"]))


def whole_indicator(indicator_id: str) -> None:
    """A link to every row of one indicator."""
    selection = Selection(indicator=(indicator_id,))
    address = f"/api/v1/observations.csv?{query_string(selection, **store.edition_filter())}"
    layout.link_list([(text_of("take-away.whole-outcome", rows=plural(store.count(selection), "row")), address)])


def commitment_files(query: str, commitments: int) -> None:
    """Links to exactly the commitments shown."""
    query = "&".join(part for part in (query, urlencode(store.edition_filter())) if part)
    start = "/api/v1/commitments"
    surface.current().rests_on(csv=f"{start}.csv?{query}".rstrip("?"))
    layout.files(
        [
            layout.FileLink("CSV", f"{start}.csv?{query}".rstrip("?"), plural(commitments, "row")),
            layout.FileLink(text_of("take-away.csv-for-excel"), f"{start}.csv?{query}&bom=1".replace("?&", "?")),
            layout.FileLink("XLSX", f"{start}.xlsx?{query}".rstrip("?")),
            layout.FileLink("ODS", f"{start}.ods?{query}".rstrip("?")),
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


def citation(title: str, address: str, of: Iterable[Source] = ()) -> None:
    """A citation with the edition, the day it was read and an address that reopens the view, to select or to copy."""
    surface.current().rests_on(title=title)
    cited = cite(title, address, store.catalogue().settings, clock.today(), of)
    layout.cite(cited.long)
    copied = (
        (text_of("take-away.copy-citation"), cited.long),
        (text_of("take-away.copy-link"), cited.address),
        (text_of("take-away.copy-bibtex"), cited.bibtex),
    )
    layout.block(f'<p class="ci-copy">{"".join(_copy_button(words, text) for words, text in copied)}</p>')


def embed_code(title: str, address: str) -> None:
    """For each chart drawn on the page, the code that puts it on another page; ``address`` reopens the view."""
    home = public_address().url
    lasting = pinned(address, store.catalogue().settings.edition).removeprefix(home)
    shown = [key for key in surface.current().charts_drawn() if key in _EMBEDDED]
    addresses = {_EMBEDDED[key]: home + embed_address(lasting, key) for key in shown}
    codes = [(words, _frame(f"{title}: {words}", framed)) for words, framed in addresses.items()]
    items = "".join(
        f'<p class="ci-p">{escape(words)}</p><pre class="ci-cite"><code>{escape(code)}</code></pre>'
        f'<p class="ci-copy">{_copy_button(text_of("take-away.copy-code", chart=words), code)}</p>'
        for words, code in codes
    )
    if items:
        layout.block(
            f'<details class="ci-fold"><summary>{escape(text_of("take-away.chart-on-your-page"))}</summary>'
            f'<p class="ci-p">{escape(text_of("take-away.how-to-embed"))}</p>{items}</details>'
        )


def _frame(words: str, address: str) -> str:
    return (
        f'<iframe src="{escape(address)}" title="{escape(words)}" width="100%" height="640" style="border:0" '
        'loading="lazy"></iframe>'
    )


def _copy_button(words: str, text: str) -> str:
    """A button that portal.js makes copy its text; it is not shown where no script runs."""
    return f'<button type="button" data-copy="{escape(text)}">{escape(words)}</button> '


def sources(entries: Iterable[Source]) -> None:
    """Each source with its licence, where it was read and whether anybody has checked it with the publisher."""
    items = []
    known = list(entries)
    surface.current().rests_on(sources=known)
    for source in known:
        checked = text_of("source.checked") if source.checked_with_publisher else text_of("source.not-checked")
        published = (
            text_of("source.date-not-seen")
            if source.published == "not seen"
            else text_of("source.published", date=source.published)
        )
        items.append(
            f"{anchor(source.title, source.url)}, {escape(source.publisher)}, {escape(published)}. "
            f"{escape(licence_words(source))}. {escape(checked)} "
            f"{escape(text_of('source.read-in', where=source.read_in))}"
        )
    layout.folded_list("source", items)
