"""The sealed editions as a reader meets them: who sealed each, its files, and what changed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_access.editions.cells import CellValues
from data_access.editions.correct import CorrectionNotice, corrections_in_force
from data_access.editions.diff import COLUMNS, diff
from data_access.editions.folder import edition_folder, link_of, read_chain
from data_access.editions.manifest import Manifest, manifest_path, read_manifest
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.formats import number, plural
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


def corrections(on: date, folders: Folders = DEFAULT_FOLDERS) -> list[CorrectionNotice]:
    """The corrections made less than a year before ``on``.

    Raises:
        EditionError: an edition cannot be read.
    """
    return corrections_in_force(folders, on)


def correction_sentence(notice: CorrectionNotice, catalogue: Catalogue) -> str:
    """What a page says of one corrected figure: which it is, old and new, why, and where the old one is."""
    codes, cell = catalogue.codes, notice.cell
    labels = (codes.ethnic_groups[cell.ethnicity], codes.areas[cell.area], codes.periods[cell.period])
    place = ", ".join(entry.label for entry in labels)
    decimals = catalogue.indicators[cell.indicator].decimals
    old, new = (_value(values, decimals) for values in (notice.old, notice.new))
    when = f"{notice.on.day} {notice.on:%B %Y}"
    return (
        f"Corrected on {when}: {place}, {old} to {new}. {notice.reason} Edition {notice.replaces} has the old figure."
    )


def _value(values: CellValues | None, decimals: int) -> str:
    return number(values.value, decimals) if values and values.value is not None else "no figure"


def corrected_lately(notices: Sequence[CorrectionNotice]) -> str:
    """How many figures were corrected lately, in a sentence; empty where none was."""
    if not notices:
        return ""
    figures = plural(len(notices), "figure was", "figures were")
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
