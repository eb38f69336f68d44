"""Tables as the API sends them: as JSON a page at a time, as CSV whole, with the columns that are asked for."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from data_access.export import csv_chunks, json_rows, json_text
from data_access.packaging.about import TITLES, description_link, file_name
from data_access.portal import Served
from open_data.requests import (
    RefusedValueError,
    refuse_empty,
    refuse_others,
    take,
    take_choice,
    take_edition,
    take_fields,
    take_number,
    values_by_parameter,
)
from open_data.responses import csv_response, edition_tag, json_response, not_modified

MOST_ROWS = 10_000
DEFAULT_ROWS = 1_000
PAGED = ("edition", "fields", "limit", "cursor")
WHOLE = ("edition", "fields", "bom")
_CURSOR = re.compile(r"([0-9a-f]{1,8})-[0-9a-f]{16}")
Row = Sequence[Any]


@dataclass(frozen=True)
class Asked:
    """What an address asks for: an edition, columns, and the filters that are left once those are taken out.

    ``limit`` and ``cursor`` tell the page of a JSON answer, ``byte_order_mark`` belongs to CSV alone.
    """

    edition: Served
    columns: tuple[str, ...]
    filters: dict[str, list[str]]
    limit: int = DEFAULT_ROWS
    cursor: str = ""
    byte_order_mark: bool = False


@dataclass(frozen=True)
class Rows:
    """Matching rows with the wanted columns; read only when they are asked for.

    ``objects(limit, offset)`` are some of them, each as the text of a JSON object; ``lines()`` are all as CSV in
    pieces, the header line first. ``day`` is the day that they depend on, if any.
    """

    count: Callable[[], int]
    objects: Callable[[int, int], Sequence[str]]
    lines: Callable[[], Iterator[str]]
    day: str = ""


def held_rows(
    rows: Callable[[], Sequence[Row]], columns: Mapping[str, str], wanted: tuple[str, ...], day: str = ""
) -> Rows:
    """Rows, in the order of all columns, of a table small enough to be held whole; ``rows`` is asked once."""
    held = cache(rows)

    def objects(limit: int, offset: int) -> Sequence[str]:
        found = _narrowed(held()[offset : offset + limit], columns, wanted)
        return [json_text(row) for row in json_rows(found, wanted)]

    return Rows(
        count=lambda: len(held()),
        objects=objects,
        lines=lambda: csv_chunks(_narrowed(held(), columns, wanted), wanted),
        day=day,
    )


def ask_for_page(request: Request, known: Sequence[str], columns: Mapping[str, str]) -> Asked:
    """What a request for JSON asks for.

    Raises:
        UnknownParameterError: a parameter is neither in ``known`` nor in ``PAGED``.
        UnknownCodeError: the edition, a column or the limit does not exist.
    """
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, (*known, *PAGED))
    refuse_empty(parameters)
    edition = take_edition(parameters)
    limit = take_number(parameters, "limit", DEFAULT_ROWS, MOST_ROWS, least=1)
    cursor = take(parameters, "cursor")
    return Asked(edition, take_fields(parameters, columns), parameters, limit, cursor)


def ask_for_file(request: Request, known: Sequence[str], columns: Mapping[str, str]) -> Asked:
    """What a request for CSV asks for.

    Raises:
        UnknownParameterError: a parameter is neither in ``known`` nor in ``WHOLE``.
        UnknownCodeError: the edition or a column does not exist, or ``bom`` is neither 0 nor 1.
    """
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, (*known, *WHOLE))
    refuse_empty(parameters)
    edition = take_edition(parameters)
    mark = take_choice(parameters, "bom", ("0", "1")) == "1"
    return Asked(edition, take_fields(parameters, columns), parameters, byte_order_mark=mark)


def json_page(request: Request, asked: Asked, rows: Rows) -> Response:
    """One page of rows, with the cursor of the next one.

    Raises:
        RefusedValueError: the cursor was not given out for these filters and this edition.
    """
    start = _start(request, asked, rows)
    tag = edition_tag(request, asked.edition.repository, rows.day)
    if held := not_modified(request, tag):
        return held
    found = rows.objects(asked.limit, start)
    following = start + len(found)
    # Where the last row is among these, their number is known.
    is_last = len(found) < asked.limit and (found or not start)
    count = following if is_last else rows.count()
    cursor = _cursor(request, asked, rows, following) if found and following < count else None
    document = {
        "edition": asked.edition.repository.edition,
        "filters": asked.filters,
        "count": count,
        "next": cursor,
    }
    text = f'{json_text(document)[:-1]},"rows":[{",".join(found)}]}}'
    return json_response(text, tag, following=_address_of(request, cursor) if cursor else "")


def csv_file(request: Request, asked: Asked, columns: Mapping[str, str], rows: Rows, name: str) -> Response:
    """Every row, streamed; ``name`` says what they are, and the file's name how they are filtered."""
    repository = asked.edition.repository
    tag = edition_tag(request, repository, rows.day)
    if held := not_modified(request, tag):
        return held
    fields = {} if asked.columns == tuple(columns) else {"fields": asked.columns}
    saved_as = file_name(name, repository.edition, {**asked.filters, **fields}, "csv")
    chunks = rows.lines() if request.method != "HEAD" else csv_chunks((), asked.columns)
    described = description_link(name, request.url.query) if name in TITLES else ""
    return csv_response(chunks, tag, saved_as, byte_order_mark=asked.byte_order_mark, more_links=described)


def _narrowed(rows: Iterable[Row], columns: Mapping[str, str], wanted: tuple[str, ...]) -> Iterable[Row]:
    """The wanted columns of each row, in their order."""
    names = tuple(columns)
    if wanted == names:
        return rows
    places = [names.index(name) for name in wanted]
    # One place alone gives a bare value, and a row must be a row.
    return map(itemgetter(*places), rows) if len(places) > 1 else ([row[places[0]]] for row in rows)


def _start(request: Request, asked: Asked, rows: Rows) -> int:
    if not asked.cursor:
        return 0
    found = _CURSOR.fullmatch(asked.cursor)
    start = int(found[1], 16) if found else 0
    if not found or _cursor(request, asked, rows, start) != asked.cursor:
        why = "This cursor was not given out for these filters and this edition. Begin without one and follow “next”."
        raise RefusedValueError("cursor", asked.cursor, None, why)
    return start


def _cursor(request: Request, asked: Asked, rows: Rows, start: int) -> str:
    """The same for the same rows, whatever columns and however many at a time; of no use for others."""
    repository = asked.edition.repository
    filters = urlencode(sorted(asked.filters.items()), doseq=True)
    parts = (repository.edition, repository.fingerprint, rows.day, request.url.path, filters, str(start))
    return f"{start:x}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def _address_of(request: Request, cursor: str) -> str:
    """The address of the page that a cursor begins."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"
