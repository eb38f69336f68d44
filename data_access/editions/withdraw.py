"""Withdrawing a cell found disclosive from every edition, leaving word of it in withdrawals.json.

The journal is written first and says what each file's hash will be, so a run killed at any step is completed
by the same command, and ``verify`` can tell meanwhile what is going on.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from data_access.editions.cells import CellKey, hidden
from data_access.editions.diff import one_cell
from data_access.editions.durable import READ_ONLY, write_file
from data_access.editions.errors import EditionError
from data_access.editions.folder import DRAFT, edition_folder, editions, editions_root, observation_paths, only_writer
from data_access.editions.hashes import sha256, sha256_of
from data_access.editions.journal import (
    JOURNAL_NAME,
    Rewritten,
    Withdrawal,
    append_withdrawal,
    newest_hash,
    read_withdrawals,
)
from data_access.editions.manifest import NAME
from data_access.editions.roles import refuse_roles
from data_access.editions.verify import verify_edition
from data_access.files import Folders

_DERIVED = (".gz", ".xlsx", ".zip")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def withdraw(
    folders: Folders, cell: CellKey, *, reason: str, prepared_by: str, approved_by: str = "", on: date
) -> Withdrawal:
    """Empty the cell's numbers and mark it c in every edition that shows any, and in the draft.

    Files derived from the editions (.gz, .xlsx, .zip, the SQLite databases in var/) are removed, to be made
    again. Copies elsewhere, PostgreSQL schemas and version control are beyond its reach. One cell is hidden:
    where totals give it back, the caller withdraws other cells too. Run again, it completes what was begun;
    for a cell that is withdrawn already it changes no edition.

    Raises:
        EditionError: no edition shows a number in the cell, the reason repeats one, the roles do not do, or a file
            that must change is damaged.
    """
    refuse_roles(prepared_by, approved_by)
    if not reason.strip():
        raise EditionError("The reason is empty: say in a sentence why the figure must go, without its numbers.")
    with only_writer(folders):
        _finish(folders)
        entries = read_withdrawals(folders)
        files = [_planned(folders, edition, cell) for edition in _showing(folders, cell)]
        if files:
            _refuse_numbers(folders, reason, cell)
            entry = Withdrawal(cell, on, reason.strip(), prepared_by, approved_by, tuple(files), newest_hash(entries))
            append_withdrawal(folders, entry)
            _finish(folders)
        else:
            entry = _already_withdrawn(entries, cell)
        _hide_in_draft(folders, cell)
        _remove_derived(folders)
    return entry


def _finish(folders: Folders) -> None:
    """Rewrite every file that the journal lists and that is not in its last state yet."""
    for entry in read_withdrawals(folders):
        for file in entry.files:
            path = edition_folder(folders, file.edition) / file.path
            if path.is_file() and sha256_of(path) == file.old_sha256:
                content = hidden(path.read_bytes(), entry.cell, file.path)
                if sha256(content) != file.new_sha256:
                    raise EditionError(f"{JOURNAL_NAME} does not fit {file.edition}/{file.path}: restore both.")
                write_file(path, content, temporary_in=editions_root(folders), mode=READ_ONLY)


def _showing(folders: Folders, cell: CellKey) -> Iterator[str]:
    """The editions that show a number in the cell."""
    for edition in editions(folders):
        values = one_cell(folders, edition, cell)
        if values is not None and values.has_number:
            yield edition


def _planned(folders: Folders, edition: str, cell: CellKey) -> Rewritten:
    """What the withdrawal will do to one edition's file.

    Raises:
        EditionError: the file is not as it was sealed or last withdrawn from.
    """
    name = f"observations/{cell.indicator}.csv"
    faults = [entry for entry in verify_edition(folders, edition) if entry.is_wrong and entry.path in (NAME, name)]
    if faults:
        raise EditionError(f"Nothing was withdrawn, because a file is damaged. {faults[0]}.")
    content = (edition_folder(folders, edition) / name).read_bytes()
    return Rewritten(edition, name, sha256(content), sha256(hidden(content, cell, name)))


def _already_withdrawn(entries: Sequence[Withdrawal], cell: CellKey) -> Withdrawal:
    found = next((entry for entry in reversed(entries) if entry.cell == cell), None)
    if found is None:
        raise EditionError(f"No sealed edition shows a number in {cell}; what is only in the draft is edited there.")
    return found


def _refuse_numbers(folders: Folders, reason: str, cell: CellKey) -> None:
    """Raise where the reason, which stays for good, tells a number that must go."""
    values = [one_cell(folders, edition, cell) for edition in (*editions(folders), DRAFT)]
    secret = {number for entry in values if entry for number in entry.numbers if number is not None}
    for text in _NUMBER.findall(reason):
        told, decimals = float(text.replace(",", "")), len(text.partition(".")[2])
        if any(told == number or (decimals and told == round(number, decimals)) for number in secret):
            raise EditionError("The reason tells a number of the cell, and the reason stays: say it without numbers.")


def _hide_in_draft(folders: Folders, cell: CellKey) -> None:
    values = one_cell(folders, DRAFT, cell)
    if values is not None and values.has_number:
        path = observation_paths(folders, DRAFT)[cell.indicator]
        write_file(path, hidden(path.read_bytes(), cell, f"data/observations/{path.name}"))


def _remove_derived(folders: Folders) -> None:
    """Remove what was made from the editions and may hold the number still."""
    made = [path for path in editions_root(folders).rglob("*") if path.suffix in _DERIVED and path.is_file()]
    for path in [*made, *folders.var.glob("*.sqlite")]:
        path.unlink(missing_ok=True)
