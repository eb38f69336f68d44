"""Answers with an entity tag, so that an unchanged file is never sent twice, and links to what belongs to them."""

import hashlib
from collections.abc import Iterable
from itertools import chain
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from data_access.public_address import public_address
from data_access.repository import Repository
from open_data.requests import OPEN_HEADERS

DESCRIPTION = "/api/v1/openapi.json"
LICENCE = "/about"
_BYTE_ORDER_MARK = "\ufeff"
_CSV = "text/csv; charset=utf-8; header=present"


def entity_tag(*parts: str) -> str:
    """A tag that changes whenever any part does: the edition, its fingerprint, the day, the address."""
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'


def edition_tag(request: Request, repository: Repository, *more: str) -> str:
    """The tag of an answer made from one edition: it changes with its files and with the address."""
    return entity_tag(repository.edition, repository.fingerprint, request.url.path, request.url.query, *more)


def not_modified(request: Request, tag: str) -> Response | None:
    """The 304 answer where the reader already has this version, else None."""
    held = {entry.strip().removeprefix("W/") for entry in request.headers.get("if-none-match", "").split(",")}
    return Response(status_code=304, headers=_headers(tag)) if tag in held or "*" in held else None


def links(following: str = "") -> str:
    """A Link header (RFC 8288): the licence, what describes every column, and the page of rows that follows if any."""
    home = public_address().url
    found = [f'<{home}{DESCRIPTION}>; rel="describedby"', f'<{home}{LICENCE}>; rel="license"']
    return ", ".join([*([f'<{home}{following}>; rel="next"'] if following else []), *found])


def json_response(text: str, tag: str, *, following: str = "") -> Response:
    """JSON text that any site may read; ``following`` is the address of the next page of rows."""
    return Response(text, media_type="application/json", headers={**_headers(tag), "Link": links(following)})


def text_response(text: str, tag: str, media_type: str) -> Response:
    """A document in UTF-8 that any site may read, such as a feed."""
    return Response(text, media_type=f"{media_type}; charset=utf-8", headers=_headers(tag))


def xml_text(document: ET.Element) -> str:
    """An XML document with its declaration."""
    content: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return content.decode()


def geojson_response(text: str, tag: str, name: str) -> Response:
    """GeoJSON text that any site may read, named for what it holds."""
    return Response(text, media_type="application/geo+json", headers=_file_headers(tag, name))


def file_response(content: bytes, tag: str, name: str, media_type: str) -> Response:
    """A whole file that any site may read, named for what it holds."""
    return Response(content, media_type=media_type, headers=_file_headers(tag, name))


def csv_response(
    chunks: Iterable[str], tag: str, name: str, *, byte_order_mark: bool, more_links: str = ""
) -> Response:
    """A CSV sent as it is read, named for what it holds; ``more_links`` are of the form of a Link header."""
    headers = _file_headers(tag, name)
    if more_links:
        headers["Link"] = f"{more_links}, {headers['Link']}"
    remaining = iter(chunks)
    start = (_BYTE_ORDER_MARK if byte_order_mark else "") + next(remaining)
    following = next(remaining, None)
    if following is None:
        # A file of one piece is sent as it is: each piece of a stream costs a thread.
        return Response(start, media_type=_CSV, headers=headers)
    pieces = (chunk.encode() for chunk in chain((start, following), remaining))
    return StreamingResponse(pieces, media_type=_CSV, headers=headers)


def _headers(tag: str) -> dict[str, str]:
    return {**OPEN_HEADERS, "ETag": tag, "Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}


def _file_headers(tag: str, name: str) -> dict[str, str]:
    return {**_headers(tag), "Content-Disposition": f'attachment; filename="{name}"', "Link": links()}
