"""The sealed editions as a reader meets them: who sealed each, its files, and what changed."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from data_access.editions.correct import corrections_in_force
from data_access.editions.diff import COLUMNS, diff
from data_access.editions.folder import edition_folder, link_of, read_chain
from data_access.editions.manifest import Manifest, manifest_path, read_manifest
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.formats import plural
from data_access.records import Catalogue


@dataclass(frozen=True)
class Sealed:
    """One sealed edition: its manifest, and the manifest's own hash as the chain holds it."""

    manifest: Manifest
    manifest_sha256: str


def sealed(folders: Folders = DEFAULT_FOLDERS) -> list[Sealed]:
    """Every sealed edition, newest first.

    Raises:
        EditionError: the chain or a manifest cannot be read.
    """
    return [
        Sealed(read_manifest(folders, link.edition), link.manifest_sha256) for link in reversed(read_chain(folders))
    ]


def sealed_file(edition: str, path: str, folders: Folders = DEFAULT_FOLDERS) -> bytes | None:
    """The bytes of a file that an edition's manifest lists, or of the manifest; None for any other path.

    Raises:
        EditionError: there is no such edition.
    """
    link_of(folders, edition)
    if path == "manifest.json":
        return manifest_path(folders, edition).read_bytes()
    listed = {entry.path for entry in read_manifest(folders, edition).files}
    return (edition_folder(folders, edition) / path).read_bytes() if path in listed else None


def correction_sentences(
    catalogue: Catalogue, indicator_id: str, on: date, folders: Folders = DEFAULT_FOLDERS
) -> list[str]:
    """What pages say of an indicator’s figures that were corrected less than a year before ``on``."""
    codes = catalogue.codes
    return [
        f"Corrected on {notice.on.day} {notice.on:%B %Y}: {codes.ethnic_groups[notice.cell.ethnicity].label}, "
        f"{codes.areas[notice.cell.area].label}, {codes.periods[notice.cell.period].label}. {notice.reason} "
        f"The figure before is in edition {notice.replaces}."
        for notice in corrections_in_force(folders, on)
        if notice.cell.indicator == indicator_id
    ]


def corrected_lately(on: date, folders: Folders = DEFAULT_FOLDERS) -> str:
    """How many figures were corrected less than a year before ``on``; empty where none was."""
    found = len(corrections_in_force(folders, on))
    if not found:
        return ""
    figures = plural(found, "figure was", "figures were")
    return f"{figures} corrected in the last year. Each carries [r], its page says why, and Data lists the editions."


def changes_csv(before: str, after: str, folders: Folders = DEFAULT_FOLDERS) -> str:
    """Every cell that differs between two editions, as CSV with a header.

    Raises:
        EditionError: there is no such edition.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(entry.row for entry in diff(folders, before, after))
    return text.getvalue()


def changes_by_kind(before: str, after: str, folders: Folders = DEFAULT_FOLDERS) -> dict[str, int]:
    """How many cells were added, revised and withdrawn between two editions.

    Raises:
        EditionError: there is no such edition.
    """
    found: dict[str, int] = {}
    for entry in diff(folders, before, after):
        found[entry.kind] = found.get(entry.kind, 0) + 1
    return found
