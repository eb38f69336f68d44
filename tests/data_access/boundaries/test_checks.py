"""Every fault in the boundary files is told in the form that the check of all files uses."""

import shutil
from pathlib import Path

import pytest

from data_access.boundaries import issues
from data_access.catalogue import load_catalogue
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.records import Catalogue

WARDS = "wards-2022.geojson"
ARSENAL = '"code":"E05013697","name":"Arsenal"'
FIRST = "[-0.11692,51.55609]"
FAULTS = {
    "unknown code": (WARDS, ARSENAL, '"code":"E05013999","name":"Arsenal"', "E05013999 is no ward of 2022"),
    "a ward of the other vintage": (WARDS, ARSENAL, '"code":"E05000366","name":"Arsenal"', "E05000366 is no ward of"),
    "missing ward": (WARDS, ARSENAL, '"code":"E05013698","name":"Barnsbury"', "the ward E05013697 is missing"),
    "ward twice": (WARDS, ARSENAL, '"code":"E05013698","name":"Barnsbury"', "a ward comes twice"),
    "other name": (WARDS, '"name":"Arsenal"', '"name":"Highbury West"', "called Highbury West where areas.csv says"),
    "other vintage": (WARDS, '"Arsenal","vintage":"2022"', '"Arsenal","vintage":"2014"', "it says 2014"),
    "label outside": (WARDS, '"label_longitude":-0.103449', '"label_longitude":-0.2', "does not stand inside"),
    "ring not closed": (WARDS, f"[[[{FIRST[1:-1]}],", "[[[-0.11691,51.55609],", "a ring is not closed"),
    "ring that crosses itself": (WARDS, "[-0.11149,51.55201]", "[-0.10149,51.56001]", "a ring crosses itself"),
    "gap": (
        WARDS,
        "[-0.11149,51.55201]",
        "[-0.11150,51.55202]",
        "Arsenal has a side that neither a neighbour nor the outline has",
    ),
    "outline off its wards": ("borough.geojson", "51.56912", "51.56913", "the outline is not the outer border"),
    "outline of another code": ("borough.geojson", '"E09000019"', '"E09000001"', "does not have one outline"),
    "two wards in one hexagon": ("hexagons-2022.csv", "-11,9", "-11,7", "two wards stand in one place"),
    "hexagon of no ward": ("hexagons-2022.csv", "E05013697", "E05013999", "E05013999 is no ward of 2022"),
    "hexagon between columns": ("hexagons-2022.csv", "-11,9", "-11.5,9", "is not a whole number"),
    "share above one": ("lookup-2014-2022.csv", "0.9029", "1.9029", "share_of_2014_area is “1.9029”"),
    "share in words": ("lookup-2014-2022.csv", "0.9029", "most", "share_of_2014_area is “most”"),
    "overlap of no ward": ("lookup-2014-2022.csv", "E05000366", "E05000999", "E05000999 is no ward of 2014"),
    "other columns": ("lookup-2014-2022.csv", "overlap_km2", "overlap", "the header lacks overlap_km2"),
}


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue(config_texts(DEFAULT_FOLDERS))


@pytest.fixture
def copied(tmp_path: Path) -> Folders:
    shutil.copytree(DEFAULT_FOLDERS.data / "boundaries", tmp_path / "data" / "boundaries")
    return Folders(tmp_path)


def test_the_files_as_they_are_have_no_fault(catalogue: Catalogue) -> None:
    assert issues(DEFAULT_FOLDERS, catalogue) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_file(copied: Folders, catalogue: Catalogue, name: str) -> None:
    file, old, new, told = FAULTS[name]
    path = copied.data / "boundaries" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = issues(copied, catalogue)
    assert any(told in issue.what and issue.file == f"data/boundaries/{file}" for issue in found), found


def test_a_ring_the_wrong_way_round_is_told_with_its_line(copied: Folders, catalogue: Catalogue) -> None:
    path = copied.data / "boundaries" / WARDS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines[2].index("[[[") + 2
    end = lines[2].index("]]]") + 1
    points = lines[2][start + 1 : end - 1].split("],[")
    lines[2] = f"{lines[2][:start]}[{'],['.join(reversed(points))}]{lines[2][end:]}"
    path.write_text("".join(lines), encoding="utf-8")
    told = [str(issue) for issue in issues(copied, catalogue)]
    assert (
        f"data/boundaries/{WARDS}:3:geometry: a ring runs the wrong way round; "
        "turn it: outer rings run counter-clockwise"
    ) in told


@pytest.mark.parametrize("file", [WARDS, "borough.geojson", "hexagons-2022.csv", "lookup-2014-2022.csv"])
def test_a_missing_file_is_told(copied: Folders, catalogue: Catalogue, file: str) -> None:
    (copied.data / "boundaries" / file).unlink()
    (issue,) = issues(copied, catalogue)
    assert (issue.file, issue.what) == (f"data/boundaries/{file}", "the file is missing")


def test_a_file_that_is_not_utf_8_is_told(copied: Folders, catalogue: Catalogue) -> None:
    path = copied.data / "boundaries" / WARDS
    path.write_bytes(path.read_bytes().replace(b"Arsenal", b"Ars\xe9nal"))
    assert any("not UTF-8" in issue.what and issue.row == 2 for issue in issues(copied, catalogue))
