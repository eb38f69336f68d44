"""withdrawals.json: what was withdrawn, when and why, each entry holding the hash of the one before.

It names cells and hashes, never numbers. One limit cannot be lifted here: whoever still holds the rest of a
file can try out small numbers until its old hash fits, and the old hash is in a sealed manifest too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_access.editions.cells import CellKey
from data_access.editions.durable import write_file
from data_access.editions.errors import EditionError
from data_access.editions.folder import editions_root
from data_access.editions.hashes import sha256
from data_access.editions.json_file import canonical, read_canonical
from data_access.files import Folders

JOURNAL_NAME = "data/editions/withdrawals.json"
_BROKEN = f"{JOURNAL_NAME} was changed by something other than the portal: restore it from a copy."


@dataclass(frozen=True)
class Rewritten:
    """One file that a withdrawal changes: its edition, its path there, and its hash before and after."""

    edition: str
    path: str
    old_sha256: str
    new_sha256: str


@dataclass(frozen=True)
class Withdrawal:
    """One cell withdrawn from every edition that showed a number in it; ``previous`` is the entry before's hash."""

    cell: CellKey
    on: date
    reason: str
    prepared_by: str
    approved_by: str
    files: tuple[Rewritten, ...]
    previous: str

    @property
    def sha256(self) -> str:
        """The hash that the next entry repeats."""
        return sha256(canonical(_content(self)))


def read_withdrawals(folders: Folders) -> tuple[Withdrawal, ...]:
    """Every withdrawal, oldest first.

    Raises:
        EditionError: the file cannot be read, or an entry's hash does not fit.
    """
    path = editions_root(folders) / "withdrawals.json"
    if not path.exists():
        return ()
    found: list[Withdrawal] = []
    try:
        for document in read_canonical(path, JOURNAL_NAME)["withdrawals"]:
            entry = _withdrawal(document)
            if entry.previous != newest_hash(found) or entry.sha256 != document["sha256"]:
                raise EditionError(_BROKEN)
            found.append(entry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EditionError(_BROKEN) from error
    return tuple(found)


def append_withdrawal(folders: Folders, entry: Withdrawal) -> None:
    """Add one entry in one step; those before it keep their bytes."""
    entries = [*read_withdrawals(folders), entry]
    documents = [{**_content(one), "sha256": one.sha256} for one in entries]
    write_file(editions_root(folders) / "withdrawals.json", canonical({"withdrawals": documents}))


def newest_hash(entries: Sequence[Withdrawal]) -> str:
    """The hash of the last entry, or empty."""
    return entries[-1].sha256 if entries else ""


def withdrawals_of(entries: Sequence[Withdrawal], edition: str, path: str) -> list[tuple[Withdrawal, Rewritten]]:
    """The withdrawals that changed one file of one edition, oldest first."""
    return [(entry, file) for entry in entries for file in entry.files if (file.edition, file.path) == (edition, path)]


def _content(entry: Withdrawal) -> dict[str, object]:
    return {
        "cell": entry.cell._asdict(),
        "on": entry.on.isoformat(),
        "reason": entry.reason,
        "prepared_by": entry.prepared_by,
        "approved_by": entry.approved_by,
        "previous": entry.previous,
        "files": [
            {
                "edition": file.edition,
                "path": file.path,
                "old_sha256": file.old_sha256,
                "new_sha256": file.new_sha256,
            }
            for file in entry.files
        ],
    }


def _withdrawal(document: Mapping[str, Any]) -> Withdrawal:
    return Withdrawal(
        cell=CellKey(**document["cell"]),
        on=date.fromisoformat(document["on"]),
        reason=document["reason"],
        prepared_by=document["prepared_by"],
        approved_by=document["approved_by"],
        files=tuple(Rewritten(**file) for file in document["files"]),
        previous=document["previous"],
    )
