"""Corrections: a new edition that says what was wrong, with the old figure still at its edition's address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data_access.editions.cells import CellKey, CellValues, cells_by_key, with_changes
from data_access.editions.diff import changed_numbers, one_cell
from data_access.editions.durable import write_file
from data_access.editions.errors import EditionError
from data_access.editions.folder import DRAFT, editions, observation_paths, only_writer
from data_access.editions.manifest import Correction, Manifest, read_manifest
from data_access.editions.seal import (
    REVISED_FLAG,
    Sealing,
    cells_without_flag,
    corrected_cells,
    refuse_unless_ready,
    seal_held,
)
from data_access.files import Folders


@dataclass(frozen=True)
class CorrectionNotice:
    """What a page says of a corrected figure: the edition that corrects it, both values, the reason and the day.

    ``old`` is what the replaced edition shows now and ``new`` what the correcting one shows: a value withdrawn
    since is hidden in both, and ``new`` is None where the figure was taken out.
    """

    edition: str
    replaces: str
    cell: CellKey
    old: CellValues | None
    new: CellValues | None
    reason: str
    on: date


def correct(
    folders: Folders,
    edition: str,
    *,
    reason: str,
    note: str,
    prepared_by: str,
    approved_by: str = "",
    on: date,
    rules: Mapping[str, str] | None = None,
) -> Manifest:
    """Seal the working files as ``edition``, with every number that changed told as a correction.

    Each corrected row of the draft gets the flag r first. A run that was killed is completed by the same call.

    Raises:
        InvalidFilesError: ``check`` finds something wrong in the working files.
        EditionError: no sealed number changed, or whatever ``seal`` refuses.
    """
    if not reason.strip():
        raise EditionError("The reason is empty: say in a sentence what was wrong.")
    asked = Sealing(edition, note, prepared_by, approved_by, on, dict(rules or {}))
    with only_writer(folders):
        refuse_unless_ready(folders, asked)
        corrections = _corrections(folders, reason.strip(), on)
        mark_revised(folders, corrected_cells(folders) | {entry.cell for entry in corrections})
        return seal_held(
            folders, Sealing(edition, note, prepared_by, approved_by, on, dict(rules or {}), tuple(corrections))
        )


def corrections_in_force(folders: Folders, on: date) -> list[CorrectionNotice]:
    """The corrections whose notice still stands on ``on``: made on that day or less than a year before it.

    Raises:
        EditionError: an edition cannot be read.
    """
    return [
        CorrectionNotice(
            edition=edition,
            replaces=entry.replaces,
            cell=entry.cell,
            old=one_cell(folders, entry.replaces, entry.cell),
            new=one_cell(folders, edition, entry.cell),
            reason=entry.reason,
            on=entry.on,
        )
        for edition in editions(folders)
        for entry in read_manifest(folders, edition).corrections
        if entry.on <= on < a_year_after(entry.on)
    ]


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def mark_revised(folders: Folders, cells: Iterable[CellKey]) -> None:
    """Add the flag r to the draft's rows of these cells, each file in one step; a row that has it stays as it is."""
    unmarked = cells_without_flag(folders, set(cells))
    paths = observation_paths(folders, DRAFT)
    for indicator in sorted({cell.indicator for cell in unmarked}):
        path = paths[indicator]
        name, content = f"data/observations/{path.name}", path.read_bytes()
        rows = cells_by_key(content, indicator, name)
        changes = {
            cell: {"flags": "".join(sorted({*rows[cell].flags, REVISED_FLAG}))}
            for cell in unmarked
            if cell.indicator == indicator
        }
        write_file(path, with_changes(content, indicator, changes, name))


def _corrections(folders: Folders, reason: str, on: date) -> list[Correction]:
    sealed = editions(folders)
    if not sealed:
        raise EditionError("No edition is sealed yet, so there is nothing to correct: use seal.")
    changed = changed_numbers(folders, sealed[-1], DRAFT)
    if not changed:
        raise EditionError(f"The draft changes no number that {sealed[-1]} shows: use seal.")
    return [Correction(entry.cell, sealed[-1], reason, on) for entry in changed]
