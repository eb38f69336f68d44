"""Whoever holds a file learns which edition and cells it matches, or where it first differs."""

import csv
import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from data_access.database import build, open_current
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder
from data_access.editions.public_rows import EditionRows
from data_access.editions.verify_file import verify_file
from data_access.editions.withdraw import withdraw
from data_access.export import csv_text
from data_access.files import Folders
from data_access.records import Selection
from data_access.repository import Repository
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    FIGURES,
    LATER,
    PREPARED,
    correct_second,
    force_write,
    seal_first,
    sealed_figures,
)


@pytest.fixture
def sealed(folders: Folders) -> Folders:
    """Two editions, the second a correction."""
    seal_first(folders)
    correct_second(folders)
    return folders


@pytest.fixture
def rows(sealed: Folders) -> str:
    """What a download of every row of 2026-1 holds, from a database built of its files."""
    place = Folders(sealed.root, "2026-1")
    build(place, quiet=True)
    opened = open_current(place)
    text = csv_text(Repository(opened.engine).rows(Selection()))
    opened.engine.dispose()
    return text


@pytest.fixture
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that somebody holds, away from the portal."""
    return tmp_path_factory.mktemp("held") / "rows.csv"


def write_rows(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def write_zip(path: Path, members: dict[str, bytes], folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(folder + name, content)
    return path


def members(folders: Folders, edition: str) -> dict[str, bytes]:
    folder = edition_folder(folders, edition)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def take_out(folders: Folders) -> None:
    withdraw(folders, BLACK, reason="Too small.", prepared_by=PREPARED, approved_by=APPROVED, on=LATER)


def test_a_copy_of_a_sealed_file_is_known_by_its_bytes(sealed: Folders, held: Path) -> None:
    shutil.copy(sealed_figures(sealed, "2026-2"), held)
    found = verify_file(sealed, held)
    assert (found.state, found.edition) == ("same", "2026-2")
    assert found.what == f"Every byte is as in 2026-2/{FIGURES}."
    shutil.copy(edition_folder(sealed, "2026-1") / "observations" / "offences.csv", held)
    assert verify_file(sealed, held).edition == "2026-1, 2026-2"
    shutil.copy(edition_folder(sealed, "2026-1") / "manifest.json", held)
    assert verify_file(sealed, held).what == "Every byte is as in 2026-1/manifest.json."


def test_a_copy_from_before_a_withdrawal_is_told_as_that(sealed: Folders, held: Path) -> None:
    shutil.copy(sealed_figures(sealed, "2026-1"), held)
    take_out(sealed)
    found = verify_file(sealed, held)
    assert (found.state, found.edition) == ("withdrawn", "2026-1")
    assert f"until {BLACK} was withdrawn on 2026-12-24" in found.what


def test_a_changed_copy_is_told_with_its_first_line(sealed: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "looked-after.csv"
    copy.write_bytes(sealed_figures(sealed, "2026-2").read_bytes().replace(b"40,160,25", b"48,160,30"))
    found = verify_file(sealed, copy)
    assert (found.state, found.edition) == ("differs", "2026-2")
    assert "It is not 2026-2/observations/looked-after.csv: it differs at line 7" in found.what


def test_a_changed_file_in_an_edition_is_told_as_damage(sealed: Folders) -> None:
    path = sealed_figures(sealed, "2026-1")
    assert verify_file(sealed, path).state == "same"
    # These bytes are sealed too, but in another edition.
    force_write(path, sealed_figures(sealed, "2026-2").read_bytes())
    found = verify_file(sealed, path)
    assert (found.state, found.edition) == ("differs", "2026-1")
    assert "the file was changed at line 5" in found.what


def test_a_manifest_that_lists_a_forged_file_convinces_nobody(sealed: Folders, held: Path) -> None:
    manifest = edition_folder(sealed, "2026-1") / "manifest.json"
    force_write(manifest, manifest.read_bytes().replace(b"The first.", b"Another one"))
    held.write_bytes(b"forged")
    with pytest.raises(EditionError, match="The manifest of 2026-1 is not the one that was sealed"):
        verify_file(sealed, held)


def test_the_public_rows_of_an_edition_are_those_that_the_portal_serves(sealed: Folders, rows: str) -> None:
    edition = EditionRows.read(sealed, "2026-1")
    ours = [cells for name in ("looked-after", "offences") for cells in edition.texts(name).values()]
    served = list(csv.reader(io.StringIO(rows, newline="")))[1:]
    assert sorted(ours) == sorted(served)
    assert len(served) == 8


def test_a_downloaded_table_matches_whatever_its_order_columns_and_ending(
    sealed: Folders, rows: str, held: Path
) -> None:
    table = list(csv.reader(io.StringIO(rows, newline="")))
    header, body = table[0], table[1:]
    random.Random(1).shuffle(body)
    few = [header.index(name) for name in ("value", "edition", "indicator_id", "period_code", "area_code")]
    few += [header.index(name) for name in ("ethnicity_code", "category_code")]
    spreadsheet = [
        [cell + ".0" if cell.isdigit() and place in (19, 20, 21) else cell for place, cell in enumerate(r)]
        for r in body
    ]
    versions = {
        "as it came": rows,
        "with a mark": "\ufeff" + rows,
        "other endings": rows.replace("\r\n", "\n"),
        "few columns": csv_text([[row[place] for place in few] for row in body], [header[place] for place in few]),
        "numbers written anew": csv_text(spreadsheet, header),
    }
    for name, text in versions.items():
        found = verify_file(sealed, write_rows(held, text))
        assert (found.state, found.what) == ("same", "All 8 rows match edition 2026-1."), name


def changed(rows: str, column: str, text: str) -> str:
    """The rows with one column of the cell BLACK set anew."""
    table = list(csv.DictReader(io.StringIO(rows, newline="")))
    for row in table:
        if (row["period_code"], row["ethnicity_code"]) == (BLACK.period, BLACK.ethnicity):
            row[column] = text
    return csv_text([list(row.values()) for row in table], list(table[0]))


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("value", "35.1", f"value of {BLACK} is “35.1” where edition 2026-1 has “35”"),
        ("value", "", "is “” where edition 2026-1 has “35”"),
        ("numerator", "fifty-six", "numerator of"),
        ("ethnicity", "White", f"ethnicity of {BLACK} is “White” where edition 2026-1 has “Black"),
        ("marker", "c", "marker of"),
        ("flags", "r", "flags of"),
        ("source_url", "https://example.com/", "source_url of"),
        ("period_code", "d2020-03-31", "edition 2026-1 has no cell looked-after.d2020-03-31"),
        ("period_code", "d2024-03-31", "the row is of the same cell as line"),
        ("edition", "draft", "“draft” is not a sealed edition"),
        ("edition", "2026-2", "value of"),
    ],
)
def test_a_changed_table_is_told_with_its_line_and_cell(
    sealed: Folders, rows: str, held: Path, column: str, text: str, words: str
) -> None:
    found = verify_file(sealed, write_rows(held, changed(rows, column, text)))
    assert found.state == "differs"
    assert found.what.startswith("Line ")
    assert words in found.what.replace(
        "numerator of", "numerator of value of" if column == "edition" else "numerator of"
    )


def test_a_table_with_strange_columns_or_rows_is_told(sealed: Folders, rows: str, held: Path) -> None:
    assert "“worth”" in verify_file(sealed, write_rows(held, rows.replace("denominator", "worth", 1))).what
    assert "no rows" in verify_file(sealed, write_rows(held, rows.splitlines()[0] + "\r\n")).what
    assert "1 cells where the header has 31" in verify_file(sealed, write_rows(held, rows + "x\r\n")).what


def test_a_table_with_a_withdrawn_figure_is_no_forgery_and_no_match(sealed: Folders, rows: str, held: Path) -> None:
    take_out(sealed)
    found = verify_file(sealed, write_rows(held, rows))
    assert (found.state, found.edition) == ("withdrawn", "2026-1")
    assert (
        "All 8 rows match edition 2026-1, but 1 of them for a figure withdrawn since (last on 2026-12-24)" in found.what
    )
    assert verify_file(sealed, write_rows(held, changed(rows, "ethnicity", "White"))).state == "differs"


def test_a_damaged_edition_is_nothing_to_compare_with(sealed: Folders, rows: str, held: Path) -> None:
    path = sealed_figures(sealed, "2026-1")
    force_write(path, path.read_bytes().replace(b"56,160,35", b"48,160,30"))
    with pytest.raises(EditionError, match="Edition 2026-1 is damaged itself"):
        verify_file(sealed, write_rows(held, rows))


@pytest.mark.parametrize("folder", ["", "challenging-inequality-2026-1/"])
def test_a_zip_of_an_edition_matches(sealed: Folders, tmp_path: Path, folder: str) -> None:
    path = write_zip(tmp_path / "some.zip", members(sealed, "2026-1"), folder)
    found = verify_file(sealed, path)
    assert (found.state, found.edition) == ("same", "2026-1")
    assert f"All {len(members(sealed, '2026-1'))} files match edition 2026-1" in found.what


def test_a_changed_zip_is_told_with_its_first_difference(sealed: Folders, tmp_path: Path) -> None:
    whole = members(sealed, "2026-1")
    figures = whole[FIGURES].replace(b"56,160,35", b"48,160,30")
    without = {name: content for name, content in whole.items() if name != FIGURES}
    for changed_members, words in [
        ({**whole, FIGURES: figures}, "observations/looked-after.csv was changed at line 5: “d2025-03-31"),
        (without, "observations/looked-after.csv is missing"),
        (
            {**whole, "../../config/portal.toml": b"x"},
            "it holds “../../config/portal.toml”, which the edition does not",
        ),
        ({**whole, "/etc/passwd": b"x"}, "it holds “/etc/passwd”"),
        ({**whole, "manifest.json": whole["manifest.json"] + b" "}, "manifest.json is not that of any sealed edition"),
        ({FIGURES: figures}, "holds no manifest.json"),
    ]:
        found = verify_file(sealed, write_zip(tmp_path / "some.zip", changed_members))
        assert found.state in {"differs", "unknown"}
        assert words in found.what
    assert not (tmp_path.parent / "config").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_name_twice_is_told(sealed: Folders, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "some.zip", members(sealed, "2026-1"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(FIGURES, members(sealed, "2026-1")[FIGURES])
    assert "a name is in it twice" in verify_file(sealed, path).what


def test_a_zip_from_before_a_withdrawal_is_told_as_that(sealed: Folders, tmp_path: Path) -> None:
    path = write_zip(tmp_path.parent / f"{tmp_path.name}-before.zip", members(sealed, "2026-1"))
    take_out(sealed)
    found = verify_file(sealed, path)
    assert (found.state, found.edition) == ("withdrawn", "2026-1")
    assert f"{BLACK} was withdrawn on 2026-12-24" in found.what
    after = write_zip(tmp_path / "after.zip", members(sealed, "2026-1"))
    assert verify_file(sealed, after).state == "same"


def test_a_broken_zip_is_told(sealed: Folders, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "some.zip", members(sealed, "2026-1"))
    content = bytearray(path.read_bytes())
    content[200] ^= 255
    path.write_bytes(content)
    assert "cannot be read to its end" in verify_file(sealed, path).what
    path.write_bytes(b"PK not a ZIP")
    assert "cannot be read to its end" in verify_file(sealed, path).what


def test_a_file_of_another_kind_is_unknown(sealed: Folders, held: Path) -> None:
    held.write_bytes(b"\xff\xfe nothing")
    found = verify_file(sealed, held)
    assert (found.state, found.edition) == ("unknown", "")


def test_a_file_or_an_edition_that_is_not_there_is_told(folders: Folders, held: Path) -> None:
    with pytest.raises(EditionError, match="There is no file"):
        verify_file(folders, held)
    held.write_bytes(b"x")
    with pytest.raises(EditionError, match="No edition is sealed yet"):
        verify_file(folders, held)
