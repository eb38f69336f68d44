"""Figures and commitments as spreadsheets, and the descriptions that go with the CSV files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from data_access import register
from data_access.columns import COLUMNS
from data_access.export import json_text
from data_access.packaging.about import About, about_commitments, about_observations
from data_access.packaging.book import MOST_ROWS, Book, commitments_book, observations_book
from data_access.packaging.csvw import companion
from data_access.packaging.dictionary import dictionary_csv
from data_access.packaging.kept import BusyError, Kept
from data_access.packaging.opendocument import ods_bytes
from data_access.packaging.workbook import xlsx_bytes
from data_access.portal import Served
from data_access.selection import DATA_PARAMETERS, parse_strictly
from open_data.api import answers_problems
from open_data.requests import problem_response, refuse_empty, refuse_others, take_edition, values_by_parameter
from open_data.responses import csv_response, edition_tag, entity_tag, file_response, not_modified, text_response
from open_data.tables import ask_for_file

_MOST_KEPT = 8 * 1024 * 1024
_kept = Kept(_MOST_KEPT)


@dataclass(frozen=True)
class Format:
    """A kind of spreadsheet: the end of its name, its media type and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Book], bytes]


XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes)
ODS = Format("ods", "application/vnd.oasis.opendocument.spreadsheet", ods_bytes)


@answers_problems
def observations_xlsx(request: Request) -> Response:
    """GET /api/v1/observations.xlsx: matching figures, a sheet for each outcome."""
    return _observations(request, XLSX)


@answers_problems
def observations_ods(request: Request) -> Response:
    """GET /api/v1/observations.ods: the same as an OpenDocument spreadsheet."""
    return _observations(request, ODS)


@answers_problems
def commitments_xlsx(request: Request) -> Response:
    """GET /api/v1/commitments.xlsx: matching commitments on one sheet."""
    return _commitments(request, XLSX)


@answers_problems
def commitments_ods(request: Request) -> Response:
    """GET /api/v1/commitments.ods: the same as an OpenDocument spreadsheet."""
    return _commitments(request, ODS)


@answers_problems
def observations_metadata(request: Request) -> Response:
    """GET /api/v1/observations.csv-metadata.json: what the CSV of the same parameters holds (CSV on the Web)."""
    asked = ask_for_file(request, DATA_PARAMETERS, COLUMNS)
    fields = () if asked.columns == tuple(COLUMNS) else asked.columns
    return _metadata(request, asked.edition, about_observations(asked.edition, asked.filters, fields))


@answers_problems
def commitments_metadata(request: Request) -> Response:
    """GET /api/v1/commitments.csv-metadata.json: what the CSV of the same parameters holds (CSV on the Web)."""
    asked = ask_for_file(request, register.PARAMETERS, register.COLUMNS)
    fields = () if asked.columns == tuple(register.COLUMNS) else asked.columns
    return _metadata(request, asked.edition, about_commitments(asked.edition, asked.filters, fields))


@answers_problems
def dictionary(request: Request) -> Response:
    """GET /api/v1/dictionary.csv: what each column of every table means."""
    refuse_others(values_by_parameter(request.query_params), ())
    text = dictionary_csv()
    tag = entity_tag(text)
    name = "challenging-inequality-dictionary.csv"
    return not_modified(request, tag) or csv_response([text], tag, name, byte_order_mark=False)


def _observations(request: Request, kind: Format) -> Response:
    edition, filters = _asked(request, DATA_PARAMETERS)
    repository = edition.repository
    about, selection = about_observations(edition, filters), parse_strictly(filters, repository.catalogue)
    return too_large(repository.count(selection), about) or _spreadsheet(
        request,
        edition,
        about,
        kind,
        lambda: observations_book(about, repository.catalogue, repository.stream(selection)),
    )


def _commitments(request: Request, kind: Format) -> Response:
    edition, filters = _asked(request, register.PARAMETERS)
    about = about_commitments(edition, filters)
    catalogue = edition.repository.catalogue
    return _spreadsheet(
        request,
        edition,
        about,
        kind,
        lambda: commitments_book(about, catalogue, register.rows(edition.snapshot(), filters)),
    )


def _asked(request: Request, known: Sequence[str]) -> tuple[Served, Mapping[str, list[str]]]:
    parameters = values_by_parameter(request.query_params)
    refuse_others(parameters, (*known, "edition"))
    refuse_empty(parameters)
    return take_edition(parameters), parameters


def _spreadsheet(request: Request, edition: Served, about: About, kind: Format, book: Callable[[], Book]) -> Response:
    tag = edition_tag(request, edition.repository, about.as_at.isoformat())
    if held := not_modified(request, tag):
        return held
    try:
        content = _kept.get(tag, lambda: kind.write(book()))
    except BusyError as error:
        return busy(error)
    return file_response(content, tag, about.file_name(kind.ending), kind.media_type)


def too_large(rows: int, about: About, most: int = MOST_ROWS) -> Response | None:
    """The answer to more rows than a spreadsheet is made for, with the address of their CSV; None for fewer."""
    if rows <= most:
        return None
    why = (
        f"A spreadsheet is made for up to {most:,} rows; these are {rows:,}. Choose fewer, or take the CSV at "
        f"/api/v1/{about.table}.csv{f'?{about.query}' if about.query else ''}"
    )
    return problem_response(413, "There are too many rows for a spreadsheet.", why)


def busy(error: BusyError) -> Response:
    """The answer where another large file is in the making."""
    response = problem_response(503, "The portal is busy.", str(error))
    response.headers["Retry-After"] = "30"
    return response


def _metadata(request: Request, edition: Served, about: About) -> Response:
    tag = edition_tag(request, edition.repository, about.as_at.isoformat())
    if held := not_modified(request, tag):
        return held
    return text_response(json_text(companion(about, request.url.query)), tag, "application/csvm+json")
