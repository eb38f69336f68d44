"""What changed from one edition to another, cell by cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from data_access.editions.cells import CellKey, CellValues, cells_by_key
from data_access.editions.folder import observation_paths
from data_access.files import Folders

ADDED, REVISED, WITHDRAWN = "added", "revised", "withdrawn"
COLUMNS = (
    *("kind", "indicator_id", "period_code", "area_code", "ethnicity_code", "category_code"),
    *(f"{side}_{name}" for name in CellValues._fields for side in ("old", "new")),
)


@dataclass(frozen=True)
class CellDifference:
    """One cell that two editions tell differently.

    ``kind`` is “added” (no row before), “withdrawn” (the row is gone, or a marker stands for its figure)
    or “revised” (anything else); ``old`` is None before an added row, ``new`` where the row is gone.
    """

    cell: CellKey
    kind: str
    old: CellValues | None
    new: CellValues | None

    @property
    def changes_a_number(self) -> bool:
        """Whether a number that was shown is now another, or gone: what only a correction may do."""
        if self.old is None:
            return False
        new: Sequence[float | None] = self.new.numbers if self.new else (None,) * len(self.old.numbers)
        return any(before is not None and before != after for before, after in zip(self.old.numbers, new, strict=True))

    @property
    def row(self) -> list[object]:
        """The difference in the order of ``COLUMNS``; an empty marker is written “published”, as in every file."""
        sides = [_shown(self.old), _shown(self.new)]
        return [self.kind, *self.cell, *(side[place] for place in range(len(sides[0])) for side in sides)]


def diff(folders: Folders, before: str, after: str, *, quiet: bool = True) -> Iterator[CellDifference]:
    """Every cell added, revised or withdrawn from ``before`` to ``after``, sorted by cell; one indicator in memory.

    “draft” names the working files. A progress bar shows on a terminal after a second unless ``quiet``.

    Raises:
        EditionError: there is no such edition, or a file cannot be read.
    """
    old_paths, new_paths = observation_paths(folders, before), observation_paths(folders, after)
    indicators = sorted({*old_paths, *new_paths})
    for indicator in tqdm(indicators, desc="Comparing", unit=" files", delay=1, disable=True if quiet else None):
        sides = []
        for edition, paths in ((before, old_paths), (after, new_paths)):
            path = paths.get(indicator)
            name = f"{edition}: observations/{indicator}.csv"
            sides.append(cells_by_key(path.read_bytes(), indicator, name) if path else {})
        yield from _differences(*sides)


def changed_numbers(folders: Folders, before: str, after: str) -> list[CellDifference]:
    """The differences that only a correction may make: a number that was shown is another, or gone."""
    return [entry for entry in diff(folders, before, after) if entry.changes_a_number]


def one_cell(folders: Folders, edition: str, cell: CellKey) -> CellValues | None:
    """What an edition (or “draft”) says in one cell now; None where it has no such row.

    Raises:
        EditionError: there is no such edition, or the file cannot be read.
    """
    path = observation_paths(folders, edition).get(cell.indicator)
    if path is None:
        return None
    return cells_by_key(path.read_bytes(), cell.indicator, f"{edition}: observations/{path.name}").get(cell)


def _differences(old: dict[CellKey, CellValues], new: dict[CellKey, CellValues]) -> Iterator[CellDifference]:
    for cell in sorted({*old, *new}):
        before, after = old.get(cell), new.get(cell)
        if before != after:
            yield CellDifference(cell, _kind(before, after), before, after)


def _kind(old: CellValues | None, new: CellValues | None) -> str:
    if old is None:
        return ADDED
    if new is None or (old.value is not None and new.value is None):
        return WITHDRAWN
    return REVISED


def _shown(values: CellValues | None) -> tuple[object, ...]:
    if values is None:
        return ("",) * len(CellValues._fields)
    numbers = ("" if number is None else f"{number:.15g}" for number in values.numbers)
    return (*numbers, values.marker or "published", values.flags)
