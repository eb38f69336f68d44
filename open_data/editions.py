"""Sealed editions as files: the list with every hash, each manifest, each sealed file and what changed."""

import hashlib
import mimetypes
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from data_access.edition_list import Sealed, changes_csv, sealed, sealed_file
from data_access.editions.errors import EditionError
from data_access.editions.manifest import NAME as MANIFEST
from data_access.errors import UnknownCodeError
from data_access.export import json_text
from data_access.packaging.archive import (
    CSV_METADATA,
    edition_file,
    edition_tag_parts,
    edition_zip,
    latest_edition,
)
from data_access.packaging.kept import BusyError
from open_data.api import answers_problems
from open_data.files import busy
from open_data.requests import NOTHING_HERE, OPEN_HEADERS, problem_response
from open_data.responses import csv_response, entity_tag, file_response, json_response, not_modified

LATEST = "latest"
_KINDS = {CSV_METADATA: "application/csvm+json"}


def listing(request: Request) -> Response:
    """GET /editions/: every edition with its files and their SHA-256, newest first."""
    try:
        found = sealed()
    except EditionError as error:
        return problem_response(503, "The editions cannot be read.", str(error))
    tag = entity_tag(*(entry.manifest_sha256 for entry in found), request.url.path)
    if held := not_modified(request, tag):
        return held
    return json_response(json_text({"editions": [_entry(one) for one in found]}), tag)


def _entry(one: Sealed) -> dict[str, Any]:
    manifest = one.manifest
    files = [{"path": file.path, "bytes": file.bytes, "sha256": file.sha256} for file in manifest.files]
    return {
        "edition": manifest.edition,
        "sealed_on": manifest.sealed_on.isoformat(),
        "note": manifest.note,
        "prepared_by": manifest.prepared_by,
        "approved_by": manifest.approved_by or None,
        "previous": manifest.previous.edition if manifest.previous else None,
        "manifest": f"/editions/{manifest.edition}/{MANIFEST}",
        "zip": f"/editions/{manifest.edition}.zip",
        "manifest_sha256": one.manifest_sha256,
        "files": [*files, {"path": "manifest.json", "bytes": None, "sha256": one.manifest_sha256}],
    }


@answers_problems
def whole_edition(request: Request) -> Response:
    """GET /editions/{edition}.zip: everything in one file; “latest” leads to the newest."""
    edition = request.path_params["edition"]
    if edition == LATEST:
        return _to_latest(".zip")
    try:
        tag = entity_tag(*edition_tag_parts(edition), "zip")
        if held := not_modified(request, tag):
            return held
        content = edition_zip(edition)
    except (EditionError, UnknownCodeError) as error:
        return problem_response(404, NOTHING_HERE, str(error))
    except BusyError as error:
        return busy(error)
    return file_response(content, tag, f"challenging-inequality-{edition}.zip", "application/zip")


@answers_problems
def latest(_request: Request) -> Response:
    """GET /editions/latest: the manifest of the newest edition."""
    return _to_latest(f"/{MANIFEST}")


def _to_latest(rest: str) -> Response:
    newest = latest_edition()
    if newest is None:
        return problem_response(404, NOTHING_HERE, "No edition is sealed yet.")
    return RedirectResponse(
        f"/editions/{newest}{quote(rest)}", 307, headers={**OPEN_HEADERS, "Cache-Control": "no-cache"}
    )


@answers_problems
def sealed_path(request: Request) -> Response:
    """GET /editions/{edition}/{path}: a sealed file, byte for byte, or a file of its ZIP."""
    edition, path = request.path_params["edition"], request.path_params["path"]
    if edition == LATEST:
        return _to_latest(f"/{path}")
    try:
        content = sealed_file(edition, path)
        if content is None:
            content = edition_file(edition, path)
    except (EditionError, UnknownCodeError) as error:
        return problem_response(404, NOTHING_HERE, str(error))
    except BusyError as error:
        return busy(error)
    if content is None:
        detail = f"Edition {edition} has no file “{path}”. /editions/{edition}/manifest.json lists what it has."
        return problem_response(404, NOTHING_HERE, detail)
    kind = _KINDS.get(path) or mimetypes.guess_type(path)[0] or "text/plain"
    tag = entity_tag(hashlib.sha256(content).hexdigest())
    if held := not_modified(request, tag):
        return held
    return Response(content, media_type=kind, headers={**OPEN_HEADERS, "ETag": tag, "Cache-Control": "no-cache"})


@answers_problems
def changes(request: Request) -> Response:
    """GET /editions/{edition}/changes.csv: every cell that differs from the edition before."""
    edition = request.path_params["edition"]
    if edition == LATEST:
        return _to_latest("/changes.csv")
    found = {one.manifest.edition: one for one in sealed()}
    here = found.get(edition)
    if here is None or here.manifest.previous is None:
        why = (
            f"There is no edition {edition}." if here is None else f"Edition {edition} is the first: none is before it."
        )
        return problem_response(404, "There is nothing at this address.", why)
    before = here.manifest.previous.edition
    tag = entity_tag(here.manifest_sha256, found[before].manifest_sha256, "changes")
    if held := not_modified(request, tag):
        return held
    name = f"challenging-inequality-changes-{before}-to-{edition}.csv"
    return csv_response([changes_csv(before, edition)], tag, name, byte_order_mark=False)
