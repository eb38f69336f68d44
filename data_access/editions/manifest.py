"""What a sealed edition says of itself: its files with their hashes, who sealed it, and the edition before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from data_access.editions.cells import CellKey
from data_access.editions.errors import EditionError
from data_access.editions.folder import Link, edition_folder, is_edition_id
from data_access.editions.json_file import canonical, parse_canonical, read_bytes
from data_access.files import Folders

NAME = "manifest.json"


@dataclass(frozen=True)
class SealedFile:
    """One file of an edition: its path there, its size, and its hash when it was sealed.

    ``lines`` holds ``hashes.line_digests`` of an observations file and is empty for any other.
    """

    path: str
    bytes: int
    sha256: str
    lines: str = ""


@dataclass(frozen=True)
class Correction:
    """One figure that an edition corrects.

    It names the cell and holds no number: a manifest can never be changed, and a number found disclosive
    later must be removable. The two values are read from the editions (see ``correct.corrections_in_force``).
    """

    cell: CellKey
    replaces: str
    reason: str
    on: date


@dataclass(frozen=True)
class Manifest:
    """One sealed edition. An empty ``approved_by`` means that it is unapproved; ``previous`` is None for the first.

    ``rules`` maps each rule's name to its version; ``last_withdrawal`` is the hash of the newest entry of
    withdrawals.json at sealing, or empty.
    """

    edition: str
    sealed_on: date
    note: str
    prepared_by: str
    approved_by: str
    previous: Link | None
    code_version: str
    last_withdrawal: str
    rules: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    files: tuple[SealedFile, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether an officer has approved the edition."""
        return bool(self.approved_by)


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as its file holds it: the same bytes for the same manifest, always."""
    previous = manifest.previous
    return canonical(
        {
            "edition": manifest.edition,
            "sealed_on": manifest.sealed_on.isoformat(),
            "note": manifest.note,
            "prepared_by": manifest.prepared_by,
            "approved_by": manifest.approved_by,
            "previous": {"edition": previous.edition, "sha256": previous.manifest_sha256} if previous else None,
            "code_version": manifest.code_version,
            "last_withdrawal": manifest.last_withdrawal,
            "rules": dict(manifest.rules),
            "corrections": [_correction_document(entry) for entry in manifest.corrections],
            "files": [_file_document(entry) for entry in sorted(manifest.files, key=lambda entry: entry.path)],
        }
    )


@lru_cache(maxsize=64)  # verifying reads each manifest several times, and /readyz verifies often
def from_bytes(content: bytes, name: str = NAME) -> Manifest:
    """The manifest that ``to_bytes`` wrote; ``name`` is what an error calls the file.

    Raises:
        EditionError: the bytes are not a manifest, or not as the portal wrote them.
    """
    document = parse_canonical(content, name)
    try:
        previous = document["previous"]
        found = Manifest(
            edition=document["edition"],
            sealed_on=date.fromisoformat(document["sealed_on"]),
            note=document["note"],
            prepared_by=document["prepared_by"],
            approved_by=document["approved_by"],
            previous=Link(previous["edition"], previous["sha256"]) if previous else None,
            code_version=document["code_version"],
            last_withdrawal=document["last_withdrawal"],
            rules=document["rules"],
            corrections=tuple(_correction(entry) for entry in document["corrections"]),
            files=tuple(SealedFile(**{"lines": "", **entry}) for entry in document["files"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EditionError(f"{name} is not a manifest as the portal writes it: restore it from a copy.") from error
    if not is_edition_id(str(found.edition)):
        raise EditionError(f"{name} does not name an edition: restore it from a copy.")
    return found


def read_manifest(folders: Folders, edition: str) -> Manifest:
    """The manifest in an edition's folder, as it is there now (``verify`` tells whether it is the one sealed).

    Raises:
        EditionError: there is none, or it is not as the portal wrote it.
    """
    name = f"{edition}/{NAME}"
    return from_bytes(read_bytes(manifest_path(folders, edition), name), name)


def manifest_path(folders: Folders, edition: str) -> Path:
    """Where an edition's manifest is."""
    return edition_folder(folders, edition) / NAME


def _file_document(entry: SealedFile) -> dict[str, object]:
    document: dict[str, object] = {"path": entry.path, "bytes": entry.bytes, "sha256": entry.sha256}
    return {**document, "lines": entry.lines} if entry.lines else document


def _correction_document(entry: Correction) -> dict[str, object]:
    return {
        "cell": entry.cell._asdict(),
        "replaces": entry.replaces,
        "reason": entry.reason,
        "on": entry.on.isoformat(),
    }


def _correction(entry: Mapping[str, Any]) -> Correction:
    return Correction(CellKey(**entry["cell"]), entry["replaces"], entry["reason"], date.fromisoformat(entry["on"]))
