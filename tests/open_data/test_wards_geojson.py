"""Every figure by ward is the same in the map, the list, the CSV and the GeoJSON."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from components.map_choice import MAP, MapChoice
from components.map_parts import list_rows
from components.tables import Link
from data_access.boundaries import VALUE
from data_access.columns import COLUMNS, PUBLISHED, PublicRow
from data_access.export import csv_chunks
from data_access.formats import flag_symbols
from data_access.portal import default_edition, served
from data_access.records import Selection
from data_access.selection import query_string
from data_access.ward_views import (
    WardChoice,
    boundaries_of,
    choices,
    default_measure,
    ward_codes,
    ward_indicators,
    ward_map_view,
)
from visuals.maps.figures import drawn_wards

ADDRESS = "/api/v1/wards.geojson"
FIGURES = ("numerator", "denominator", "value", "lower", "upper")


class Held(NamedTuple):
    """One figure by ward, as the address names it."""

    choice: WardChoice
    address: str


def every_figure(indicator_id: str) -> Iterator[Held]:
    repository = served().repository
    vintage = "2014" if "old-wards" in indicator_id else "2022"
    for category in choices(repository, indicator_id)["category"]:
        for ethnicity in choices(repository, indicator_id, category)["ethnicity"]:
            for period in choices(repository, indicator_id, category, ethnicity)["period"]:
                codes = {"indicator": indicator_id, "ethnicity": ethnicity, "period": period, "category": category}
                choice = WardChoice(indicator_id, category, ethnicity, period, vintage)
                yield Held(choice, f"{ADDRESS}?{urlencode({**codes, 'vintage': vintage})}")


def csv_of(client: TestClient, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/api/v1/observations.csv?{query}").text, newline="")))


def as_in_csv(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    """The properties of features as the CSV writes them."""
    public = [PublicRow(**row) for row in rows]  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO("".join(csv_chunks(public)), newline="")))


@pytest.mark.parametrize("indicator_id", ward_indicators(served().repository))
def test_wards_and_numbers_are_the_same_in_map_list_csv_and_geojson(client: TestClient, indicator_id: str) -> None:
    repository = served().repository
    wards = ward_codes(repository)
    written = csv_of(client, query_string(Selection(indicator=(indicator_id,), ward=wards)))
    found: list[dict[str, object]] = []
    for choice, address in every_figure(indicator_id):
        boundaries = boundaries_of(repository, choice.vintage)
        properties = [feature["properties"] for feature in client.get(address).json()["features"]]
        found += properties
        assert [entry["area_code"] for entry in properties] == list(ward_codes(repository, choice.vintage))
        usual = default_measure(repository.catalogue.indicators[indicator_id], choice.ethnicity_code)
        for measure in {VALUE, usual}:
            view = ward_map_view(repository, boundaries, choice, measure)
            assert as_in_csv(properties) == as_in_csv([row._asdict() for row in view.rows])
            told = {ward.area: f"{ward.text} {flag_symbols(ward.flags)}".rstrip() for ward in view.measured.wards}
            _, rows = list_rows(MapChoice(view, "", MAP))
            assert {_name(row[0]): row[1] for row in rows if isinstance(row[0], Link)} == told
            drawn = drawn_wards(boundaries.wards, view.measured, view.classes)
            assert {ward.code: ward.text for ward in drawn} == {
                ward.area_code: ward.text for ward in view.measured.wards
            }
            hidden = {row.area_code for row in view.rows if row.marker != PUBLISHED}
            assert {ward.area_code for ward in view.measured.wards if ward.value is None} == hidden
    assert sorted(map(_key, as_in_csv(found))) == sorted(map(_key, written))


def _key(row: dict[str, str]) -> list[str]:
    return list(row.values())


def _name(cell: object) -> str:
    assert isinstance(cell, Link)
    return cell.text


def test_the_answer_is_geojson_with_the_published_columns_and_closed_rings(client: TestClient) -> None:
    answer = client.get(f"{ADDRESS}?indicator=stop-and-search&ethnicity=eth5-black")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-disposition"].endswith(f'wards-stop-and-search-{default_edition()}.geojson"')
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    west, south, east, north = document["bbox"]
    for feature in document["features"]:
        assert list(feature["properties"]) == list(COLUMNS)
        for ring in feature["geometry"]["coordinates"]:
            assert ring[0] == ring[-1]
            assert all(west <= across <= east and south <= up <= north for across, up in ring)


def test_a_hidden_ward_has_its_shape_and_no_figure(client: TestClient) -> None:
    features = client.get(f"{ADDRESS}?indicator=stop-and-search&ethnicity=eth5-asian").json()["features"]
    hidden = [feature for feature in features if feature["properties"]["marker"] == "c"]
    assert len(hidden) == 3
    for feature in hidden:
        assert feature["geometry"]["coordinates"]
        assert [feature["properties"][name] for name in FIGURES if name != "denominator"] == [None] * 4


def test_what_is_not_asked_for_is_as_on_the_ward_map(client: TestClient) -> None:
    document = client.get(ADDRESS).json()
    assert {feature["properties"]["indicator_id"] for feature in document["features"]} == {"stop-and-search"}
    assert {feature["properties"]["ethnicity_code"] for feature in document["features"]} == {"all"}


def test_an_unchanged_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.head(ADDRESS).status_code == 200


WRONG = {
    "indicator=stop-and-serch": ("indicator", "stop-and-search"),
    "indicator=attainment-8": ("indicator", None),
    "indicator=stop-and-search&ethnicity=eth5-blak": ("ethnicity", "eth5-black"),
    "indicator=stop-and-search&ethnicity=eth19-indian": ("ethnicity", None),
    "indicator=tenure&period=fy2014-15": ("period", None),
    "indicator=tenure&vintage=2014": ("vintage", "2022"),
    "indicator=tenure&vintage=2018": ("vintage", "2014"),
    "indicator=tenure&vintages=2022": ("vintages", "vintage"),
    "indicator=tenure&indicator=stop-and-search": ("indicator", "tenure"),
    "edition=2020-1": ("edition", default_edition()),
}


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_address_is_told_which_part_is_wrong(client: TestClient, query: str) -> None:
    parameter, nearest = WRONG[query]
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["parameter"] == parameter
    assert problem["nearest"]
    if nearest is not None:
        assert problem["nearest"] == nearest
