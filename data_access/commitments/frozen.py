"""Holds the wording of the commitments still: a later change is a dated entry in data/updates/wording.csv.

The file keeps, for each commitment, the hash of its title, summary and four questions from the day that it
was first seen. Whoever changes one of these texts adds a row with the day, the new hash and what changed.
"""

import hashlib
from collections.abc import Sequence

from data_access.commitments.cells import Cells, cells_of
from data_access.commitments.records import Wording
from data_access.errors import Issue
from data_access.files import Folders
from data_access.nearest import nearest
from data_access.records import Catalogue, Commitment

WORDING = "updates/wording.csv"
COLUMNS = ("commitment_id", "on", "sha256", "what_changed")
_SHA256_DIGITS = 64


def wording_sha256(commitment: Commitment) -> str:
    """The hash of what readers are shown as the promise: its title, its summary and the four questions."""
    texts = (
        *(commitment.title, commitment.summary),
        *(commitment.issue, commitment.action, commitment.outcome, commitment.measure),
    )
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def read_wording(folders: Folders, catalogue: Catalogue, issues: list[Issue]) -> list[Wording]:
    """Every entry in the order of the file; a text that was changed without one goes to ``issues``.

    Where there is no such file, nothing has been frozen yet and nothing is compared.
    """
    if not (folders.data / WORDING).is_file():
        return []
    history: dict[str, list[Wording]] = {}
    rows: dict[str, int] = {}
    before = len(issues)
    for cells in cells_of(folders, WORDING, COLUMNS, issues):
        entry = _entry(cells, catalogue, history.get(cells.values["commitment_id"], []))
        if cells.is_sound:
            history.setdefault(entry.commitment_id, []).append(entry)
            rows[entry.commitment_id] = cells.row
    if len(issues) == before:
        for commitment in catalogue.commitments.values():
            _compare(commitment, history.get(commitment.id, []), rows.get(commitment.id, 0), issues)
    return [entry for entries in history.values() for entry in entries]


def _entry(cells: Cells, catalogue: Catalogue, earlier: Sequence[Wording]) -> Wording:
    entry = Wording(
        commitment_id=cells.values["commitment_id"],
        on=cells.exact_date("on"),
        sha256=cells.values["sha256"],
        what_changed=cells.values["what_changed"],
    )
    if entry.commitment_id not in catalogue.commitments:
        _report_missing(cells, entry.commitment_id, catalogue)
    if len(entry.sha256) != _SHA256_DIGITS or not set(entry.sha256) <= set("0123456789abcdef"):
        cells.report("sha256", "this is not a SHA-256 hash", "use the one that check gives for the new wording")
    if earlier and not entry.what_changed:
        cells.report("what_changed", "a change is not explained", "say what changed and why, for the public")
    if earlier and entry.on < earlier[-1].on:
        cells.report("on", "this change is dated before the one above it", "keep the entries of a commitment in order")
    return entry


def _report_missing(cells: Cells, commitment_id: str, catalogue: Catalogue) -> None:
    hint = nearest(commitment_id, list(catalogue.commitments))
    mend = f"put the commitment back{f', or use “{hint}”' if hint else ''}; a promise once shown stays shown"
    cells.report("commitment_id", f"“{commitment_id}” is no longer in the register", mend)


def _compare(commitment: Commitment, entries: Sequence[Wording], row: int, issues: list[Issue]) -> None:
    now = wording_sha256(commitment)
    if entries and entries[-1].sha256 == now:
        return
    what = f"the wording of {commitment.id} was changed" if entries else f"the wording of {commitment.id} is not held"
    line = f"{commitment.id},<the day>,{now},{'<what changed and why>' if entries else ''}"
    mend = f"{'put the old words back, or ' if entries else ''}add the line {line}"
    issues.append(Issue(f"data/{WORDING}", row, "sha256", what, mend))
