"""What a CSV, XLSX or ODS file holds before anybody judges it: sheets, rows and cells with their kinds."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

# A workbook of 50,000 rows unpacks to about 40 MB. More than this is a bomb, or a table that should be a CSV.
MOST_UNPACKED = 100_000_000
MOST_COLUMNS = 200
LAST_ROW = 1_048_576
# A part that is locked is a RuntimeError, an entity or a number that is none a ValueError, a missing part a KeyError.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ParseError, EOFError, RuntimeError, ValueError, KeyError)


class Cell(NamedTuple):
    """One cell: its text and its kind.

    ``kind`` is text, number, percent, date, formula, error, merged (hidden under the
    first cell of a merged range) or blank. ``span`` names the range on the first cell of a merged one.
    """

    text: str = ""
    kind: str = "blank"
    span: str = ""


@dataclass
class Sheet:
    """One sheet: its name (empty in a CSV), whether it is hidden, and its hidden columns counted from 0."""

    name: str
    hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)


class Row(NamedTuple):
    """One row of a workbook, as the officer's own program numbers it, from 1."""

    sheet: Sheet
    number: int
    cells: list[Cell]
    hidden: bool = False


class TextRow(NamedTuple):
    """One row of a CSV, by the number of its last line. Its cells are texts and have no form to go wrong."""

    sheet: Sheet
    number: int
    cells: list[str]


class UnreadableError(Exception):
    """A file, or the rest of one, that cannot be read; ``row`` is 0 where no row can be named."""

    def __init__(self, what: str, mend: str, row: int = 0) -> None:
        self.what, self.mend, self.row = what, mend, row
        super().__init__(what)


def open_package(path: Path, inside: str, wanted: str) -> zipfile.ZipFile:
    """Open an XLSX or ODS as the zip that it is, when it holds the part ``inside`` and is of a sane size.

    Raises:
        UnreadableError: it is something else, is locked, or unpacks to more than MOST_UNPACKED bytes.
    """
    _refuse_old_or_locked(path)
    try:
        package = zipfile.ZipFile(path)
    except (*_DAMAGE, OSError) as error:
        raise UnreadableError(
            f"the file is not {wanted}, whatever its name says", "open it in a spreadsheet program and save it again"
        ) from error
    size = sum(part.file_size for part in package.infolist())
    if size > MOST_UNPACKED:
        package.close()
        what = f"the file unpacks to {size // 1_000_000:,} MB, and no more than {MOST_UNPACKED // 1_000_000} MB is read"
        raise UnreadableError(what, "save the one sheet that is needed as CSV")
    if inside not in package.namelist():
        package.close()
        raise UnreadableError(f"the file is not {wanted}, whatever its name says", "save it again in the format named")
    return package


def _refuse_old_or_locked(path: Path) -> None:
    with path.open("rb") as stream:
        if stream.read(4) == b"\xd0\xcf\x11\xe0":
            raise UnreadableError(
                "the file is locked with a password, or is an old Excel file (.xls)",
                "take the password off and save it as .xlsx",
            )


def elements(package: zipfile.ZipFile, part: str, wanted: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """Each start and end of the wanted elements of one XML part, forgetting each one once it has been used.

    Raises:
        Exception: one of those that ``damage_is_told`` turns into a sentence.
    """
    path: list[Element] = []
    with package.open(part) as stream:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                path.append(element)
            else:
                path.pop()
            if element.tag in wanted:
                yield event, element
                if event == "end" and path:
                    path[-1].remove(element)


@contextmanager
def damage_is_told() -> Iterator[None]:
    """Turn whatever a damaged, locked or hostile workbook makes zipfile and the XML parser raise into one sentence."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged() from error


def damaged() -> UnreadableError:
    """What is said of a workbook whose parts cannot be read."""
    return UnreadableError(
        "the workbook is damaged or locked with a password", "open it and save it again without a password"
    )
