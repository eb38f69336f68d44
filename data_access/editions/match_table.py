"""A CSV of public rows against the editions that its rows name."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from data_access.columns import COLUMNS
from data_access.editions.cells import CellKey
from data_access.editions.errors import EditionError
from data_access.editions.folder import editions
from data_access.editions.journal import read_withdrawals
from data_access.editions.match import DIFFERS, SAME, UNKNOWN, WITHDRAWN, Match, refuse_damaged
from data_access.editions.public_rows import KEY_COLUMNS, EditionRows
from data_access.files import Folders
from data_access.observation_files import NUMBER_COLUMNS

_EDITION = "edition"
_NEEDED = {_EDITION, *KEY_COLUMNS}
_WITHDRAWABLE = frozenset({*NUMBER_COLUMNS, "marker"})


def is_public_table(path: Path) -> bool:
    """Whether a file begins like a CSV of public rows, whatever columns were chosen beside the key."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return set(next(csv.reader(file), [])) >= _NEEDED
    except (UnicodeDecodeError, csv.Error):
        return False


def match_table(folders: Folders, path: Path) -> Match:
    """Compare every row of a CSV, and every column it has, with the edition that the row names.

    Raises:
        EditionError: the file cannot be read as CSV, or an edition that it names is damaged.
        InvalidFilesError: an edition's own files break today's rules.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            return _Table(folders).match(next(reader), ((reader.line_num, cells) for cells in reader))
    except (UnicodeDecodeError, csv.Error) as error:
        raise EditionError(f"{path} cannot be read as CSV ({error}).") from error


@dataclass
class _Table:
    """The editions met so far, and the cells seen in each."""

    folders: Folders
    read: dict[str, EditionRows] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[CellKey, list[str]]] = field(default_factory=dict)
    seen: dict[tuple[str, CellKey], int] = field(default_factory=dict)
    withdrawn: int = 0

    def __post_init__(self) -> None:
        self.known = set(editions(self.folders))
        self.gone = {
            (file.edition, entry.cell): entry.on for entry in read_withdrawals(self.folders) for file in entry.files
        }

    def match(self, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Match:
        """The first difference, or that all (line number, row) match."""
        strange = [name for name in header if name not in COLUMNS or header.count(name) > 1]
        if strange:
            return Match(DIFFERS, "", f"The column “{strange[0]}” is not one of a download’s, or is there twice.")
        for line, cells in tqdm(rows, desc="Comparing", unit=" rows", delay=1, disable=None, leave=False):
            what = self._difference(header, cells, line)
            if what:
                return Match(DIFFERS, self._editions, f"Line {line}: {what}.")
        return self._whole()

    @property
    def _editions(self) -> str:
        return ", ".join(self.read)

    def _whole(self) -> Match:
        count = len(self.seen)
        if not count:
            return Match(UNKNOWN, "", "The file has a header and no rows.")
        rows = f"All {count:,} rows match" if count > 1 else "The one row matches"
        if not self.withdrawn:
            return Match(SAME, self._editions, f"{rows} edition {self._editions}.")
        what = f"{rows} edition {self._editions}, but {self.withdrawn} of them for a figure withdrawn since"
        return Match(WITHDRAWN, self._editions, f"{what} (last on {max(self.gone.values())}), which cannot be told.")

    def _difference(self, header: Sequence[str], cells: Sequence[str], line: int) -> str:
        if len(cells) != len(header):
            return f"the row has {len(cells)} cells where the header has {len(header)}"
        row = dict(zip(header, cells, strict=True))
        edition, key = row[_EDITION], CellKey(*(row[name] for name in KEY_COLUMNS))
        if edition not in self.known:
            return f"“{edition}” is not a sealed edition"
        first = self.seen.setdefault((edition, key), line)
        if first != line:
            return f"the row is of the same cell as line {first}"
        expected = self._expected(edition, key)
        if expected is None:
            return f"edition {edition} has no cell {key}"
        differing = [name for name in header if not _same(name, row[name], expected[name])]
        if differing and (edition, key) in self.gone and _WITHDRAWABLE.issuperset(differing):
            self.withdrawn += 1
            return ""
        return next((f"{n} of {key} is “{row[n]}” where edition {edition} has “{expected[n]}”" for n in differing), "")

    def _expected(self, edition: str, key: CellKey) -> dict[str, str] | None:
        """An edition's row as its download has it, by column."""
        if edition not in self.read:
            refuse_damaged(self.folders, edition)
            self.read[edition] = EditionRows.read(self.folders, edition)
        place = (edition, key.indicator)
        if place not in self.texts:
            self.texts[place] = self.read[edition].texts(key.indicator)
        cells = self.texts[place].get(key)
        return dict(zip(COLUMNS, cells, strict=True)) if cells is not None else None


def _same(column: str, text: str, expected: str) -> bool:
    """Whether two cells say the same; a number may be written in another way, as a spreadsheet does."""
    if text == expected:
        return True
    if column not in NUMBER_COLUMNS or not text or not expected:
        return False
    try:
        return float(text) == float(expected)
    except ValueError:
        return False
