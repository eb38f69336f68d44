"""Answers with an entity tag, so that an unchanged file is never sent twice."""

import hashlib
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from data_access.repository import Repository
from open_data.requests import OPEN_HEADERS

_BYTE_ORDER_MARK = "\ufeff"


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


def json_response(text: str, tag: str) -> Response:
    """JSON text that any site may read."""
    return Response(text, media_type="application/json", headers=_headers(tag))


def geojson_response(text: str, tag: str, name: str) -> Response:
    """GeoJSON text that any site may read, named for what it holds."""
    headers = {**_headers(tag), "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/geo+json", headers=headers)


def csv_response(chunks: Iterable[str], tag: str, name: str, *, byte_order_mark: bool) -> StreamingResponse:
    """A CSV sent as it is read, named for what it holds."""
    headers = {**_headers(tag), "Content-Disposition": f'attachment; filename="{name}"'}
    pieces = _encoded(chunks, byte_order_mark)
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8; header=present", headers=headers)


def _encoded(chunks: Iterable[str], byte_order_mark: bool) -> Iterable[bytes]:
    if byte_order_mark:
        yield _BYTE_ORDER_MARK.encode()
    for chunk in chunks:
        yield chunk.encode()


def _headers(tag: str) -> dict[str, str]:
    return {**OPEN_HEADERS, "ETag": tag, "Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}
