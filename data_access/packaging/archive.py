"""A whole sealed edition in one ZIP: what anybody needs to read it, check it and cite it, the network off."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from data_access import register
from data_access.editions.folder import DRAFT, edition_folder, edition_order, link_of
from data_access.editions.manifest import NAME, Manifest, read_manifest
from data_access.export import csv_text, json_text
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.formats import day, plural
from data_access.packaging import csvw, datapackage
from data_access.packaging.about import approval
from data_access.packaging.dictionary import COMMITMENTS, DICTIONARY, OBSERVATIONS, Column, dictionary_csv
from data_access.packaging.kept import Kept
from data_access.portal import Served, editions, served
from data_access.records import Catalogue, Selection, Source

SEALED = "sealed/"
DATA_PACKAGE, CSV_METADATA = "datapackage.json", "csv-metadata.json"
BY_INDICATOR = "by-indicator"
_MADE = (1980, 1, 1, 0, 0, 0)
_MOST_KEPT = 16 * 1024 * 1024
_SCRIPT = Path(__file__).with_name("recompute.py")
_kept = Kept(_MOST_KEPT)
_Table = tuple[str, str, Sequence[Column], bytes]  # path, title, columns, content


def latest_edition(folders: Folders = DEFAULT_FOLDERS) -> str | None:
    """The newest sealed edition that this process can show; None where nothing is sealed.

    Raises:
        NotReadyError: the chain cannot be read.
    """
    sealed = [name for name in editions(folders) if name != DRAFT]
    return max(sealed, key=edition_order, default=None)


def edition_zip(edition: str, folders: Folders = DEFAULT_FOLDERS) -> bytes:
    """The ZIP of a sealed edition: the same bytes whoever makes it, kept for the next reader.

    Raises:
        EditionError: there is no such edition, or it cannot be read.
        UnknownCodeError: it was sealed after this process started.
        NotReadyError: its database cannot be read.
        BusyError: another is being made.
    """
    link_of(folders, edition)
    shown = served(edition, folders)
    key = (folders, edition, shown.repository.fingerprint)
    return _kept.get(key, lambda: _zipped(_members(shown, folders)))


def edition_file(edition: str, path: str, folders: Folders = DEFAULT_FOLDERS) -> bytes | None:
    """One of the files that the ZIP has beside the sealed ones; None for any other path.

    Raises:
        EditionError, UnknownCodeError, NotReadyError, BusyError: as for ``edition_zip``.
    """
    if path.startswith(SEALED):
        return None
    with zipfile.ZipFile(io.BytesIO(edition_zip(edition, folders))) as archive:
        return archive.read(path) if path in archive.namelist() else None


def made_files(edition: str, folders: Folders = DEFAULT_FOLDERS) -> dict[str, bytes]:
    """Every file that the ZIP has beside the sealed ones.

    Raises:
        EditionError, UnknownCodeError, NotReadyError, BusyError: as for ``edition_zip``.
    """
    with zipfile.ZipFile(io.BytesIO(edition_zip(edition, folders))) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith(SEALED)}


def edition_tag_parts(edition: str, folders: Folders = DEFAULT_FOLDERS) -> tuple[str, str]:
    """What the ZIP changes with: the edition and its fingerprint.

    Raises:
        EditionError, UnknownCodeError, NotReadyError: as for ``edition_zip``.
    """
    link_of(folders, edition)
    return edition, served(edition, folders).repository.fingerprint


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP with one time for every file and the names in order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def _members(shown: Served, folders: Folders) -> Iterator[tuple[str, bytes]]:
    edition = shown.repository.edition
    manifest = read_manifest(folders, edition)
    yield from derived_files(shown, manifest, link_of(folders, edition).manifest_sha256).items()
    for path in (NAME, *(file.path for file in manifest.files)):
        yield f"{SEALED}{path}", (edition_folder(folders, edition) / path).read_bytes()


def derived_files(shown: Served, manifest: Manifest, manifest_sha256: str) -> dict[str, bytes]:
    """The files made from a sealed edition, by name; statuses stand as at the day it was sealed."""
    catalogue = shown.repository.catalogue
    rows = list(shown.repository.stream(Selection()))
    statuses = register.rows(shown.snapshot(manifest.sealed_on), {})
    tables: list[_Table] = [
        ("observations.csv", "All figures", OBSERVATIONS, csv_text(rows).encode()),
        (
            "commitments.csv",
            f"All commitments, with their statuses as at {day(manifest.sealed_on)}",
            COMMITMENTS,
            csv_text(statuses, tuple(register.COLUMNS)).encode(),
        ),
        ("dictionary.csv", "What each column means", DICTIONARY, dictionary_csv().encode()),
    ]
    for code, group in groupby(rows, key=lambda row: row.indicator_id):
        title = catalogue.indicators[code].title
        tables.append((f"{BY_INDICATOR}/{code}.csv", title, OBSERVATIONS, csv_text(group).encode()))
    told = _about(catalogue, manifest)
    return {
        **{path: content for path, _, _, content in tables},
        DATA_PACKAGE: _data_package(told, tables, catalogue),
        CSV_METADATA: _csv_metadata(told, tables),
        "README.txt": _readme(catalogue, manifest, manifest_sha256, len(rows)).encode(),
        "LICENCES.txt": _licences(catalogue).encode(),
        "recompute.py": _SCRIPT.read_bytes(),
    }


def _about(catalogue: Catalogue, manifest: Manifest) -> dict[str, str]:
    """What both descriptions say of the whole edition."""
    return {
        "title": f"{catalogue.settings.name}, edition {manifest.edition}",
        "description": (
            f"The whole of edition {manifest.edition}: nothing is filtered out. "
            f"{approval(manifest.approved_by, manifest.sealed_on)} {catalogue.settings.attribution}"
        ),
        "licence": catalogue.settings.licence,
        "sealed_on": manifest.sealed_on.isoformat(),
    }


def _data_package(about: dict[str, str], tables: Sequence[_Table], catalogue: Catalogue) -> bytes:
    document = {
        "profile": "tabular-data-package",
        "name": f"challenging-inequality-{catalogue.settings.edition}".lower(),
        "title": about["title"],
        "description": about["description"],
        "version": catalogue.settings.edition,
        "created": f"{about['sealed_on']}T00:00:00Z",
        "licenses": [{"name": "OGL-UK-3.0", "title": about["licence"]}],
        "sources": [_source(source) for source in catalogue.codes.sources.values()],
        "resources": [
            datapackage.resource(path.removesuffix(".csv").replace("/", "-"), path, title, columns, content)
            for path, title, columns, content in tables
        ],
    }
    return json_text(document).encode()


def _source(source: Source) -> dict[str, str]:
    told = {"title": f"{source.title}, {source.publisher}", "path": source.url}
    return {name: text for name, text in told.items() if text}


def _csv_metadata(about: dict[str, str], tables: Sequence[_Table]) -> bytes:
    document: dict[str, Any] = {
        "@context": csvw.CONTEXT,
        "dc:title": about["title"],
        "dc:description": about["description"],
        "dc:rights": about["licence"],
        "dc:modified": about["sealed_on"],
        "tables": [csvw.table(path, title, about["description"], columns) for path, title, columns, _ in tables],
    }
    return json_text(document).encode()


def _readme(catalogue: Catalogue, manifest: Manifest, manifest_sha256: str, rows: int) -> str:
    settings = catalogue.settings
    title = f"{settings.name}, edition {manifest.edition}"
    approved = "" if manifest.is_approved else ", not yet approved by the council"
    markers = [f"  {code.code}  {code.label}: {code.note}" for code in catalogue.codes.markers.values() if code.code]
    flags = [f"  {code.code}  {code.label}: {code.note}" for code in catalogue.codes.flags.values()]
    return "\r\n".join(
        (
            title,
            "=" * len(title),
            "",
            settings.tagline,
            f"{approval(manifest.approved_by, manifest.sealed_on)} It was prepared by: {manifest.prepared_by}.",
            manifest.note,
            "This is the whole edition. Nothing was filtered out.",
            "",
            "What is in it",
            f"  observations.csv    all figures, {plural(rows, 'row')}",
            f"  {BY_INDICATOR}/       the same figures, one file for each outcome",
            f"  commitments.csv     {plural(len(catalogue.commitments), 'commitment')}, "
            f"with statuses as at {day(manifest.sealed_on)}",
            "  dictionary.csv      what each column means",
            f"  {DATA_PACKAGE}    the same for Frictionless tools",
            f"  {CSV_METADATA}   the same as CSV on the Web",
            "  LICENCES.txt        each source with its publisher and licence",
            "  recompute.py        works out a share and a ratio again from the rows (Python with pandas)",
            f"  {SEALED}             the files as they were sealed; {SEALED}{NAME} has the SHA-256 of each",
            "",
            "Symbols of the column marker: why there is no figure",
            *markers,
            "Letters of the column flags: what to know of a figure",
            *flags,
            "",
            "Licence",
            f"  {settings.licence}.",
            f"  {settings.attribution}",
            "",
            "How to cite",
            f"  {settings.name}, edition {manifest.edition}{approved}, sealed {day(manifest.sealed_on)}.",
            f"  SHA-256 of its manifest: {manifest_sha256}",
            "",
        )
    )


def _licences(catalogue: Catalogue) -> str:
    settings = catalogue.settings
    lines = [f"{settings.licence}.", settings.attribution, ""]
    for source in catalogue.codes.sources.values():
        sure = "" if source.licence_certain else " (not certain)"
        lines += [
            f"{source.id}: {source.title}, {source.publisher}",
            f"  {source.licence}{sure}",
            f"  {source.url}".rstrip(),
        ]
    return "\r\n".join((*lines, ""))
