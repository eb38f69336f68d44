"""Reads a CSV as rows of cells, in a steady stream, whatever its delimiter and encoding."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from data_access.intake.raw import Sheet, TextRow, UnreadableError
from data_access.observation_files import COLUMNS

_DELIMITERS = (",", ";", "\t")
_CHUNK = 1 << 20
_SAVE_AS = "save it again as CSV UTF-8"
_SNIFFED_LINES = 10


def csv_rows(path: Path, notices: list[str]) -> Iterator[TextRow]:
    """Each row of a CSV (comma, semicolon or tab; UTF-8 with or without a mark, or Windows-1252).

    Raises:
        UnreadableError: it is no text of these encodings, or a quotation mark is out of place.
    """
    encoding = _encoding(path, notices)
    sheet = Sheet("")
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=_delimiter(stream), strict=True)
        before = 0
        try:
            for texts in reader:
                before = reader.line_num
                yield TextRow(sheet, before, [text.strip() for text in texts])
        except csv.Error as error:
            raise UnreadableError(
                "a quotation mark is out of place, so the rest of the file cannot be read",
                'put each cell that holds a comma or a mark in "…", and double the marks inside it',
                before + 1,
            ) from error


def _encoding(path: Path, notices: list[str]) -> str:
    """The encoding that the whole file keeps; Windows-1252 is told in a notice."""
    with path.open("rb") as stream:
        _refuse_other_files(stream.read(4))
    wrong = _first_not(path, "utf-8")
    if not wrong:
        return "utf-8-sig"
    if _first_not(path, "cp1252"):
        raise UnreadableError("the file is neither UTF-8 nor Windows-1252", _SAVE_AS, wrong)
    notices.append(f"{path.name} was read as Windows-1252, first needed on line {wrong}; CSV UTF-8 is safer")
    return "cp1252"


def _refuse_other_files(start: bytes) -> None:
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise UnreadableError("the file is UTF-16, which is not read", _SAVE_AS)
    if start[:2] == b"PK" or start == b"\xd0\xcf\x11\xe0":
        raise UnreadableError("the file is a workbook, though its name ends like a CSV", _SAVE_AS)


def _first_not(path: Path, encoding: str) -> int:
    """The line on which a file stops being text of an encoding; 0 where it never does."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if b"\0" in chunk:
                raise UnreadableError("the file holds bytes that no text has", _SAVE_AS, line)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start)
            if not chunk:
                return 0
            line += chunk.count(b"\n")


def _delimiter(stream: TextIO) -> str:
    """The delimiter that finds most column names near the top, and failing that the one seen most."""
    lines = list(islice((stream.readline(_CHUNK) for _ in range(_SNIFFED_LINES)), _SNIFFED_LINES))
    stream.seek(0)

    def found(delimiter: str) -> tuple[int, int]:
        names = sum(cell.strip(' "\r\n') in COLUMNS for line in lines for cell in line.split(delimiter))
        return names, sum(line.count(delimiter) for line in lines)

    return max(_DELIMITERS, key=found)
