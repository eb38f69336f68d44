"""Whatever bytes a file has, it is read or told of in clear sentences: no other exception, and no end of memory."""

import io
import re
import tempfile
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.errors import Issue
from data_access.files import Folders
from data_access.intake.raw import LAST_ROW, MOST_COLUMNS
from data_access.intake.sheets import SheetReader, read_cells
from data_access.intake.validate import validate
from data_access.records import Catalogue
from tests.fuzzing import fuzzed

FOLDER = Path(__file__).parents[2] / "bad_files"
UNREADABLE = "told of as unreadable"
MOST_HELD = 60_000_000  # bytes; a workbook of these files unpacks to a tenth of one million
# Numbers, types, names and marks that stand for much in one of the formats.
TOKENS = (
    *(b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\r", b"\n", b'"', b'""', b",", b";", b"\t", b"=1+1", b"PK"),
    *(b"-1", b"0", b"1e999", b"nan", b"inf", b"9" * 400, b"99999999999999999999", b"1048577", b"16385", b"XFD1048576"),
    *(b"A0", b"A1:A0", b"ZZZZ9", b"1900-02-29", b"2026-13-45T99:99", b"true", b"&#0;", b"&x;", b"<!DOCTYPE a>", b"<a>"),
    *(b"</row>", b"<c/>", b"<!--", b"]]>", b' t="s"', b' t="d"', b' t="b"', b' t="inlineStr"', b' s="99"', b' r="A1"'),
    *(b' r="0"', b' r="-5"', b' hidden="1"', b"<v>77</v>", b"<f>1/0</f>", b"%", b"[h]:mm", b"utf-16", b"../../etc"),
    *(b'number-columns-repeated="9999999"', b'number-columns-spanned="99"', b'value-type="date"', b'value=""'),
)
# A tag, a quoted value, a number or a name: where changing it changes what a reader does.
PIECES = re.compile(rb'<[^<>]{1,200}>|"[^"]{0,60}"|[\w.-]{1,40}')


def sound_files(*endings: str) -> list[Path]:
    """The files of the folder to begin with, without the one that unpacks to a hundred million bytes."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix in endings and "bomb" not in path.name)


def mangled(content: bytes, draw: st.DrawFn) -> bytes:
    """The content with a few pieces taken out, doubled or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        pieces = list(PIECES.finditer(content))
        if not pieces or draw(st.booleans()):
            start = draw(st.integers(0, len(content)))
            end = min(len(content), start + draw(st.sampled_from((0, 1, 2, 8, 60))))
        else:
            start, end = draw(st.sampled_from(pieces)).span()
        new = draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6), st.just(content[start:end] * 2)))
        content = content[:start] + new + content[end:]
    return content


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, bytes]:
    """A CSV, near to a right one or of any bytes, and its name."""
    path = draw(st.sampled_from(sound_files(".csv", ".tsv")))
    content = draw(st.one_of(st.just(path.read_bytes()), st.binary(max_size=300)))
    return path.name, mangled(content, draw)


@st.composite
def packages(draw: st.DrawFn, ending: str) -> tuple[str, bytes]:
    """A workbook whose parts are mangled inside a whole package, or a package that is mangled itself."""
    path = draw(st.sampled_from(sound_files(ending)))
    content = path.read_bytes()
    if zipfile.is_zipfile(path) and draw(st.integers(0, 3)):
        content = repacked(path, draw)
    if not zipfile.is_zipfile(path) or draw(st.integers(0, 3)) == 0:
        content = mangled(content, draw)
    return path.name, content


def repacked(path: Path, draw: st.DrawFn) -> bytes:
    """The same package with one part mangled, left out, doubled or pressed in another way."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        names = source.namelist()
        # Most of all the part with the rows.
        chosen = draw(st.sampled_from([*names, *[name for name in names if "sheet1" in name or "content" in name] * 8]))
        left_out = draw(st.integers(0, 15)) == 0
        how = draw(st.sampled_from((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))
        for name in names:
            content = source.read(name)
            if name == chosen and left_out:
                continue
            made.writestr(name, mangled(content, draw) if name == chosen else content, how)
    return target.getvalue()


def wrong_in(issues: list[Issue], name: str) -> list[str]:
    """Issues that are no clear sentence: without a fault or a mend, on several lines, or with a trace of our code."""
    return [
        str(issue)
        for issue in issues
        if not (issue.what and issue.mend and str(issue).startswith(name))
        or re.search(r"Traceback|object at 0x|\.py\b|<class|zipfile|openpyxl", f"{issue.what} {issue.mend}")
    ]


def read_through(path: Path) -> tuple[SheetReader, int]:
    """The reader of a file when it has read it all, and how many rows it read."""
    reader, rows = read_cells(path), 0
    for row in reader:
        rows += 1
        assert 0 < row.number <= LAST_ROW
        assert path.suffix in {".csv", ".tsv"} or len(row.cells) <= MOST_COLUMNS
    return reader, rows


def fuzz(
    made: st.SearchStrategy[tuple[str, bytes]], examples: int, catalogue: Catalogue, folders: Folders
) -> Counter[str]:
    """Read made-up files and check them; how many were read whole and how many only told of."""
    found: Counter[str] = Counter()

    @fuzzed(examples)
    @given(made)
    def read(file: tuple[str, bytes]) -> None:
        name, content = file
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            reader, _ = read_through(path)
            checked = validate(path, catalogue, folders)
        assert wrong_in(reader.issues, name) == []
        assert wrong_in(list(checked.issues), name) == []
        # A file that cannot be read on says so once, and last.
        assert not reader.is_cut_short or reader.issues
        assert checked.rows or checked.issues
        found[UNREADABLE if reader.is_cut_short else "read"] += 1
        found["with nothing wrong"] += checked.is_sound

    read()
    return found


@pytest.mark.parametrize(("ending", "examples"), [(".csv", 150), (".xlsx", 100), (".ods", 100)])
def test_any_bytes_are_read_or_told_of(
    ending: str, examples: int, catalogue: Catalogue, intake_folders: Folders, tell: Callable[[str], None]
) -> None:
    found = fuzz(texts() if ending == ".csv" else packages(ending), examples, catalogue, intake_folders)
    assert found["read"] and found[UNREADABLE]
    counted = ", ".join(f"{number:,} {what}" for what, number in found.items())
    tell(f"Fuzz: of made-up {ending} files {counted}; none made the reader fail.")


@pytest.mark.parametrize("name", ["looked-after bomb.xlsx", "looked-after good.xlsx", "looked-after good.ods"])
def test_what_is_held_while_a_file_is_read_is_bounded(name: str) -> None:
    tracemalloc.start()
    try:
        read_through(FOLDER / name)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held < MOST_HELD


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
@pytest.mark.parametrize(
    ("place", "put"),
    [(6, b"\xff\x7f"), (8, b"\x00\x08"), (8, b"\x01\x00"), (10, b"\x63\x00"), (28, b"\xff\xff"), (46, b"\xff\xfe")],
    ids=["later format", "utf-8 name", "locked", "unknown pressing", "name without end", "name that is no text"],
)
def test_a_list_of_parts_that_no_program_writes_is_told_of(ending: str, place: int, put: bytes, tmp_path: Path) -> None:
    content = bytearray((FOLDER / f"looked-after good{ending}").read_bytes())
    start = content.index(b"PK\x01\x02")
    content[start + place : start + place + 2] = put
    if place == 46:
        content[start + 9] |= 0x08  # so that the name is said to be UTF-8
    path = tmp_path / f"looked-after{ending}"
    path.write_bytes(content)
    reader, _ = read_through(path)
    assert wrong_in(reader.issues, path.name) == []
    assert len(reader.issues) <= 1


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_part_that_is_pressed_wrongly_is_told_of_in_one_sentence(ending: str, tmp_path: Path) -> None:
    for how in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        target = io.BytesIO()
        with (
            zipfile.ZipFile(FOLDER / f"looked-after good{ending}") as source,
            zipfile.ZipFile(target, "w", how) as made,
        ):
            for name in source.namelist():
                made.writestr(name, source.read(name))
        content = bytearray(target.getvalue())
        part = b"xl/worksheets/sheet1.xml" if ending == ".xlsx" else b"content.xml"
        start = content.index(part) + len(part)
        content[start + 8 : start + 40] = b"\xff" * 32
        path = tmp_path / f"looked-after{ending}"
        path.write_bytes(content)
        reader, _ = read_through(path)
        assert len(reader.issues) == 1
        assert reader.is_cut_short
        assert wrong_in(reader.issues, path.name) == []
