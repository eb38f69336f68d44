"""GeoJSON by RFC 7946 with the same protected values as every other file."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from data_access.boundaries import ATTRIBUTION, VINTAGES, feature_collection, feature_collection_text
from data_access.boundaries.geometry import doubled_area
from data_access.columns import COLUMNS, PublicRow
from data_access.portal import served
from data_access.records import ISLINGTON, Selection
from tests.data_access.boundaries.ward_rows import hidden, real_maps, row, rows, tells_secret, wards_of

FIGURES = ("numerator", "value", "lower", "upper")


def real_rows(vintage: str) -> list[PublicRow]:
    return [row for entry in real_maps() if entry.vintage == vintage for row in entry.rows]


def outer_and_holes(geometry: dict[str, Any]) -> Iterator[tuple[int, list[list[float]]]]:
    assert geometry["type"] in {"Polygon", "MultiPolygon"}
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in parts:
        yield from enumerate(polygon)


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_real_row_is_a_feature_with_its_own_values(vintage: str) -> None:
    found = real_rows(vintage)
    collection = json.loads(feature_collection_text(wards_of(vintage), found))
    assert collection["type"] == "FeatureCollection"
    assert collection["attribution"] == ATTRIBUTION
    assert "crs" not in collection
    assert len(collection["features"]) == len(found) > 100
    for one, feature in zip(found, collection["features"], strict=True):
        assert feature["type"] == "Feature"
        assert list(feature["properties"]) == list(COLUMNS)
        assert feature["properties"] == one._asdict()


@pytest.mark.parametrize("vintage", VINTAGES)
def test_rings_keep_the_right_hand_rule_close_and_lie_within_the_box(vintage: str) -> None:
    codes = [row(ward.code, 1.0) for ward in wards_of(vintage).wards]
    collection = feature_collection(wards_of(vintage), codes)
    west, south, east, north = collection["bbox"]
    for feature in collection["features"]:
        for place, ring in outer_and_holes(feature["geometry"]):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert (doubled_area(tuple((x, y) for x, y in ring)) > 0) == (place == 0)
            assert all(west <= x <= east and south <= y <= north for x, y in ring)


def test_the_text_says_the_same_as_the_mapping() -> None:
    found = rows([float(value) for value in range(17)])
    text = feature_collection_text(wards_of("2022"), found)
    assert json.loads(text) == json.loads(json.dumps(feature_collection(wards_of("2022"), found)))
    assert len(text.splitlines()) == 17 + 2


@pytest.mark.parametrize("marker", ["c", "x", "z"])
def test_a_row_with_a_marker_has_no_figure_whatever_it_holds(marker: str) -> None:
    found = [hidden(row("E05013697", 1.0), marker)._replace(denominator=None)]
    text = feature_collection_text(wards_of("2022"), found)
    assert not tells_secret(text)
    properties = json.loads(text)["features"][0]["properties"]
    assert properties["marker"] == marker
    assert [properties[column] for column in FIGURES] == [None] * 4


def test_no_rows_are_an_empty_collection() -> None:
    collection = json.loads(feature_collection_text(wards_of("2022"), []))
    assert collection["features"] == []


@pytest.mark.parametrize("code", [ISLINGTON, "E05000366"])
def test_a_place_that_is_no_ward_of_the_vintage_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=f"{code} is no ward of 2022"):
        feature_collection_text(wards_of("2022"), [row(code, 1.0)])
    with pytest.raises(ValueError, match=f"{code} is no ward of 2022"):
        feature_collection(wards_of("2022"), [row(code, 1.0)])


def test_wards_of_two_parts_and_with_holes_are_written_whole() -> None:
    ward = wards_of("2022").wards[0]
    hole = tuple(reversed(ward.polygons[0][0]))
    split = type(ward)(ward.code, ward.name, (ward.polygons[0], (*ward.polygons[0], hole)), ward.label_point)
    whole = type(wards_of("2022"))("2022", (split,), wards_of("2022").outline)
    (feature,) = feature_collection(whole, [row(ward.code, 1.0)])["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert [place for place, _ in outer_and_holes(feature["geometry"])] == [0, 0, 1]


def test_the_rows_of_one_selection_of_the_portal_become_features() -> None:
    wards = tuple(ward.code for ward in wards_of("2022").wards)
    found = served().repository.rows(Selection(indicator=("stop-and-search",), ward=wards))
    assert len(feature_collection(wards_of("2022"), found)["features"]) == len(found)
