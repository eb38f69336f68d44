"""The measures as files: the same numbers as the page, and one clear answer to a wrong address."""

import csv
import io

import pytest
from starlette.testclient import TestClient

from data_access import measured
from data_access.portal import served
from data_access.records import Selection
from data_access.views import indicator_view

ADDRESS = "/api/v1/measures"


@pytest.mark.parametrize("indicator_id", ["free-school-meals", "children-looked-after", "attainment-8"])
def test_csv_json_and_the_view_hold_the_same_rows(client: TestClient, indicator_id: str) -> None:
    repository = served().repository
    view = indicator_view(repository, indicator_id, Selection())
    found = measured.measured_view(repository, view, measured.preferred_reference(view))
    expected = [dict(zip(measured.COLUMNS, row, strict=True)) for row in measured.rows(found)]
    document = client.get(f"{ADDRESS}.json", params={"indicator": indicator_id}).json()
    assert document["rows"] == expected
    text = client.get(f"{ADDRESS}.csv", params={"indicator": indicator_id}).text
    for row, wanted in zip(csv.DictReader(io.StringIO(text)), expected, strict=True):
        assert row == {name: "" if value is None else str(value) for name, value in wanted.items()}


def test_a_reference_changes_the_comparison(client: TestClient) -> None:
    about = {"indicator": "free-school-meals"}
    white = client.get(f"{ADDRESS}.json", params={**about, "reference": "dfe-white"}).json()["rows"]
    nobody = client.get(f"{ADDRESS}.json", params={**about, "reference": "none"}).json()["rows"]
    assert any(row["ratio"] for row in white)
    assert not any(row["ratio"] for row in nobody)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "indicator"),
        ("indicator=free-school-meal", "indicator"),
        ("indicator=free-school-meals&reference=eth5-white", "reference"),
        ("indicator=free-school-meals&period=ay1999", "period"),
        ("indicator=free-school-meals&area=E05013703", "area"),
        ("indicator=free-school-meals&colour=blue", "colour"),
        ("indicator=free-school-meals&indicator=attainment-8", "indicator"),
    ],
)
def test_a_wrong_address_is_a_400_that_names_the_parameter(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"{ADDRESS}.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_an_unchanged_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get(f"{ADDRESS}.csv?indicator=attainment-8")
    assert (
        client.get(
            f"{ADDRESS}.csv?indicator=attainment-8", headers={"If-None-Match": first.headers["etag"]}
        ).status_code
        == 304
    )
