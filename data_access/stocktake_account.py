"""The stocktake of one edition for one year, whole or of one strand: what its page, its pack and its files share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data_access import edition_list
from data_access.commitments.questions import Question, questions
from data_access.commitments.stocktake import Change, Snapshot, Stocktake, changes, stocktake, stocktake_day
from data_access.commitments.tables import CHANGE_COLUMNS, change_rows, csv_files
from data_access.editions.diff import COLUMNS as CELL_COLUMNS
from data_access.editions.diff import CellDifference, diff
from data_access.editions.folder import DRAFT
from data_access.export import csv_text
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.portal import Served, served

FIRST_YEAR = 2021
FILES = {
    "counts.csv": "How many commitments are in each state",
    "passed-dates.csv": "The dates that have passed",
    "questions.csv": "The suggested questions",
    "changes.csv": "What changed since the edition before",
    "changed-cells.csv": "Every figure that changed since the edition before",
    "changes-in-the-year.csv": "What changed since the end of the year before",
    "no-data.csv": "What has no data, and who owns it",
    "promised-shares.csv": "Promised shares and their population",
    "statuses.csv": "Every commitment with its statuses",
}


@dataclass(frozen=True)
class Account:
    """One year's stocktake.

    ``taken`` compares with the edition before; ``before`` names that, and is empty where there is none.
    ``cells`` are the figures that changed since it. ``in_year`` compares with the end of the year before, in the
    same edition: what came to be known, and which dates passed.
    """

    year: int
    strand_code: str
    now: Snapshot
    taken: Stocktake
    asked: tuple[Question, ...]
    before: str
    cells: tuple[CellDifference, ...]
    in_year: tuple[Change, ...]

    @property
    def files(self) -> dict[str, str]:
        """Every table as a CSV, by file name."""
        found = csv_files(self.taken, self.now, self.asked)
        found["changes-in-the-year.csv"] = csv_text(
            change_rows(replace(self.taken, changes=self.in_year)), tuple(CHANGE_COLUMNS)
        )
        found["changed-cells.csv"] = csv_text((entry.row for entry in self.cells), CELL_COLUMNS)
        return {name: found[name] for name in FILES}


def years(today: date) -> list[int]:
    """The years that a stocktake can be taken of, newest first."""
    return list(range(today.year, FIRST_YEAR - 1, -1))


def account(edition: Served, year: int, strand_code: str = "", folders: Folders = DEFAULT_FOLDERS) -> Account:
    """The stocktake of an edition for one year, of every strand or of one.

    Args:
        edition: the edition that is read.
        year: one of ``years``; the present year stands at the edition's today.
        strand_code: a strand of the strategy; empty for all.
        folders: where the editions are.
    """
    now = within(edition.snapshot(stocktake_day(year, edition.today)), strand_code)
    year_before = within(edition.snapshot(date(year - 1, 12, 31)), strand_code)
    name = _edition_before(now.edition, folders)
    before = within(served(name, folders).snapshot(), strand_code) if name else None
    return Account(
        year=year,
        strand_code=strand_code,
        now=now,
        taken=stocktake(now, before, edition.figures.base()),
        asked=tuple(questions(now)),
        before=name,
        cells=_cells(now, name, folders) if name else (),
        in_year=tuple(changes(year_before, now)),
    )


def within(now: Snapshot, strand_code: str) -> Snapshot:
    """A snapshot of the commitments of one strand; the whole of it where ``strand_code`` is empty."""
    if not strand_code:
        return now
    catalogue, codes = now.catalogue, now.catalogue.codes
    kept = {name: entry for name, entry in catalogue.commitments.items() if entry.strand_code == strand_code}
    areas = {entry.service_area_code for entry in kept.values()}
    narrow = replace(
        codes,
        strands={strand_code: codes.strands[strand_code]},
        service_areas={code: entry for code, entry in codes.service_areas.items() if code in areas},
    )
    return replace(
        now,
        catalogue=replace(catalogue, commitments=kept, codes=narrow),
        evidence=replace(now.evidence, bases=tuple(e for e in now.evidence.bases if e.commitment_id in kept)),
        statuses={name: now.statuses[name] for name in kept},
    )


def _edition_before(name: str, folders: Folders) -> str:
    sealed = edition_list.sealed(folders)
    if name == DRAFT:
        return sealed[0].manifest.edition if sealed else ""
    previous: Mapping[str, str] = {
        entry.manifest.edition: entry.manifest.previous.edition for entry in sealed if entry.manifest.previous
    }
    return previous.get(name, "")


def _cells(now: Snapshot, before: str, folders: Folders) -> tuple[CellDifference, ...]:
    """The figures that changed, of the indicators of the strands that the snapshot holds."""
    indicators = now.catalogue.indicators
    return tuple(
        entry
        for entry in diff(folders, before, now.edition)
        if entry.cell.indicator not in indicators
        or indicators[entry.cell.indicator].strand_code in now.catalogue.codes.strands
    )
