"""The boundary files: the right wards, in sound shapes that fill the borough without gap or overlap."""

import json
import math
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from data_access.boundaries import VINTAGES, lookup, read_boundaries, read_hexagons
from data_access.boundaries.geometry import (
    crosses_itself,
    doubled_area,
    edges,
    is_inside,
    square_kilometres,
    unpaired,
)
from data_access.catalogue import load_catalogue
from data_access.errors import InvalidFilesError
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.portal import served
from data_access.records import Selection
from tests.data_access.boundaries.ward_rows import wards_of

FOLDER = DEFAULT_FOLDERS.data / "boundaries"
# Square kilometres of both sets of wards as their simplified shapes were measured, on the ground.
AREAS = {"2014": 14.856, "2022": 14.847}
EVERY_VINTAGE = pytest.mark.parametrize("vintage", VINTAGES)


@EVERY_VINTAGE
def test_the_wards_are_those_of_the_code_list_by_code_and_name(vintage: str) -> None:
    areas = load_catalogue(config_texts(DEFAULT_FOLDERS)).codes.areas
    listed = {code: area.label for code, area in areas.items() if (area.area_type, area.vintage) == ("ward", vintage)}
    assert {ward.code: ward.name for ward in wards_of(vintage).wards} == listed
    assert len(listed) == {"2014": 16, "2022": 17}[vintage]


@EVERY_VINTAGE
def test_every_ring_is_closed_runs_counter_clockwise_and_does_not_cross_itself(vintage: str) -> None:
    shapes = [*(ward.polygons for ward in wards_of(vintage).wards), wards_of(vintage).outline]
    for polygons in shapes:
        for polygon in polygons:
            (ring,) = polygon
            assert ring[0] == ring[-1]
            assert doubled_area(ring) > 0
            assert not crosses_itself(ring)


@EVERY_VINTAGE
def test_wards_share_their_sides_and_fill_the_outline_without_gap_or_overlap(vintage: str) -> None:
    boundaries = wards_of(vintage)
    outer, doubled = unpaired(edges(polygon for ward in boundaries.wards for polygon in ward.polygons))
    assert doubled == set()
    assert outer == set(edges(boundaries.outline))
    whole = sum(square_kilometres(ward.polygons) for ward in boundaries.wards)
    assert whole == pytest.approx(square_kilometres(boundaries.outline), rel=2e-4)


@EVERY_VINTAGE
def test_the_wards_together_have_the_known_area(vintage: str) -> None:
    whole = sum(square_kilometres(ward.polygons) for ward in wards_of(vintage).wards)
    assert whole == pytest.approx(AREAS[vintage], rel=1e-3)


@EVERY_VINTAGE
def test_each_ward_has_the_area_that_the_lookup_measured_apart_from_the_shapes(vintage: str) -> None:
    for ward in wards_of(vintage).wards:
        overlaps = [entry for entry in lookup(DEFAULT_FOLDERS) if ward.code in (entry.code_2014, entry.code_2022)]
        most = max(overlaps, key=lambda entry: entry.square_kilometres)
        share = most.share_of_2014_area if vintage == "2014" else most.share_of_2022_area
        assert square_kilometres(ward.polygons) == pytest.approx(most.square_kilometres / share, rel=0.015), ward.name


def test_each_ward_has_the_area_that_its_published_density_implies() -> None:
    repository = served().repository
    wards = tuple(ward.code for ward in wards_of("2022").wards)
    about = {"ward": wards, "ethnicity": ("all",)}
    density = repository.rows(Selection(indicator=("population-density",), **about))
    residents = repository.rows(Selection(indicator=("residents-by-ethnic-group",), **about))
    for one, other in zip(density, residents, strict=True):
        ward = wards_of("2022").ward(one.area_code)
        assert ward is not None
        assert one.area_code == other.area_code
        assert square_kilometres(ward.polygons) == pytest.approx(other.numerator / one.value, rel=0.02), one.area


@EVERY_VINTAGE
def test_a_label_stands_well_inside_its_ward(vintage: str) -> None:
    for ward in wards_of(vintage).wards:
        across, up = ward.label_point
        around = [
            (across + step * math.cos(turn), up + step * math.sin(turn) / 1.6)
            for step, turn in ((0.0015, quarter * math.pi / 4) for quarter in range(8))
        ]
        assert all(is_inside(point, ward.polygons) for point in [ward.label_point, *around]), ward.name


@pytest.mark.parametrize("name", ["wards-2014.geojson", "wards-2022.geojson", "borough.geojson"])
def test_a_file_is_written_in_one_way_only(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    assert text == '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    order = [(feature["properties"]["code"], feature["properties"]["vintage"]) for feature in features]
    assert order == sorted(order)
    for feature in features:
        for ring in feature["geometry"]["coordinates"]:
            assert all(round(end, 6) == end for point in ring for end in point)
            assert ring[0] == min(ring)


def test_the_readme_names_every_file_and_both_attributions() -> None:
    text = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").replace(">", " ").split())
    assert all(f"`{path.name}`" in text for path in FOLDER.iterdir() if path.name != "README.md")
    assert "Contains OS data © Crown copyright and database right." in text
    assert "Source: Office for National Statistics licensed under the Open Government Licence v3.0." in text


def test_hexagons_are_one_a_ward_in_one_piece_and_north_is_up() -> None:
    cells = read_hexagons(DEFAULT_FOLDERS)
    assert [cell.code for cell in cells] == [ward.code for ward in wards_of("2022").wards]
    middle = {cell.code: (cell.column + (cell.row & 1) / 2, cell.row * math.sqrt(0.75)) for cell in cells}
    joined, waiting = set(), [cells[0].code]
    while waiting:
        here = waiting.pop()
        joined.add(here)
        waiting += [code for code in set(middle) - joined if math.dist(middle[here], middle[code]) < 1.01]
    assert joined == set(middle)
    apart = [math.dist(one, other) for one, other in combinations(middle.values(), 2)]
    assert min(apart) > 0.99
    named = {cell.name: cell for cell in cells}
    assert named["Hillrise"].row > named["Arsenal"].row > named["Bunhill"].row
    assert named["Mildmay"].column > named["Tufnell Park"].column


def test_a_vintage_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="there are those of 2014 and 2022"):
        read_boundaries(DEFAULT_FOLDERS, "2002")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"features":[{}]}', '{"features":[{"properties":{"code":1},"geometry":{}}]}', '{"features":5}'],
)
def test_a_file_that_holds_no_shapes_is_named(tmp_path: Path, text: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "data" / "boundaries")
    (tmp_path / "data" / "boundaries" / "wards-2022.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFilesError) as caught:
        read_boundaries(Folders(tmp_path), "2022")
    assert str(caught.value.issues[0]).startswith("data/boundaries/wards-2022.geojson: it is not a collection")


def test_an_edition_sealed_without_boundaries_is_drawn_with_those_of_the_draft(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "data" / "boundaries")
    assert read_boundaries(Folders(tmp_path, "2026-1"), "2014") == wards_of("2014")


def test_an_edition_with_boundaries_of_its_own_is_drawn_with_them(tmp_path: Path) -> None:
    own = Folders(tmp_path, "2026-1")
    shutil.copytree(FOLDER, own.data / "boundaries")
    assert read_boundaries(own, "2022") == wards_of("2022")


def test_the_bounds_hold_every_point() -> None:
    west, south, east, north = wards_of("2022").bounds
    assert (west, south, east, north) == pytest.approx((-0.1425, 51.5185, -0.0763, 51.5754), abs=0.002)
