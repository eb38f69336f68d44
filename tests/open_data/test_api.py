"""The API: filters, formats, tags, and answers to wrong addresses."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from data_access.columns import COLUMNS
from data_access.portal import default_edition
from data_access.register import COLUMNS as REGISTER_COLUMNS

DUTY = "/api/v1/observations.json?indicator=homelessness-duty-owed&area=E09000019"


def rows_of_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_rows_carry_the_published_columns(client: TestClient) -> None:
    document = client.get(DUTY).json()
    assert document["count"] == len(document["rows"]) > 0
    assert list(document["rows"][0]) == list(COLUMNS)


def test_the_csv_begins_with_its_header_and_is_named(client: TestClient) -> None:
    answer = client.get(DUTY.replace("json", "csv"))
    assert answer.text.startswith("edition,indicator_id,indicator,")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="challenging-inequality-observations-{default_edition()}-filtered.csv"'
    )
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_byte_order_mark_comes_only_when_asked_for(client: TestClient) -> None:
    address = "/api/v1/commitments.csv?type=target"
    assert client.get(address).content[:3] != b"\xef\xbb\xbf"
    assert client.get(address + "&bom=1").content[:3] == b"\xef\xbb\xbf"


def test_json_comes_in_pages_that_join_up(client: TestClient) -> None:
    everything = client.get(DUTY).json()["rows"]
    collected: list[dict[str, Any]] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = client.get(f"{DUTY}&limit=100&cursor={cursor}").json()
        collected += page["rows"]
        cursor = page["next"]
    assert collected == everything


@pytest.mark.parametrize(
    "address",
    [
        DUTY,
        DUTY.replace("json", "csv"),
        "/api/v1/commitments.json",
        "/api/v1/commitments.csv",
        "/api/v1/stocktake/counts.csv",
        "/api/v1/indicators",
        "/api/v1/indicators/homelessness-duty-owed",
        "/api/v1/areas",
        "/api/v1/ethnic-groups",
    ],
)
def test_an_unchanged_answer_is_not_sent_twice(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.head(address).status_code == 200


WRONG = {
    "/api/v1/observations.json?wards=E05013703": ("wards", "ward"),
    "/api/v1/observations.csv?ethnicity=eth5-blak": ("ethnicity", "eth5-black"),
    "/api/v1/observations.json?ward=Finsbury+Park": ("ward", "E05013703"),
    "/api/v1/observations.json?ward=E09000019": ("ward", None),
    "/api/v1/observations.json?limit=ten": ("limit", "10000"),
    "/api/v1/observations.json?limit=99999": ("limit", "10000"),
    "/api/v1/observations.json?cursor=-1": ("cursor", "999999999"),
    "/api/v1/observations.json?edition=2020-1": ("edition", default_edition()),
    "/api/v1/observations.csv?bom=yes": ("bom", None),
    "/api/v1/commitments.json?status_clock=late": ("status_clock", None),
    "/api/v1/commitments.json?status_reported=complet": ("status_reported", "complete"),
    "/api/v1/stocktake/counts.csv?year=2019": ("year", None),
    "/api/v1/stocktake/counts.csv?strand=employr": ("strand", "employer"),
    "/api/v1/stocktake/counts.csv?service_area=housing": ("service_area", None),
    "/api/v1/stocktake/counts.csv?edition=2020-1": ("edition", default_edition()),
    "/api/v1/commitments.json?stranf=employer": ("stranf", "strand"),
    "/api/v1/areas?ward=E05013703": ("ward", None),
}


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_told_which_part_is_wrong(client: TestClient, address: str) -> None:
    parameter, nearest = WRONG[address]
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "parameter", "value", "nearest"}
    assert problem["parameter"] == parameter
    assert problem["detail"].endswith((".", "”"))
    if nearest is not None:
        assert problem["nearest"] == nearest


@pytest.mark.parametrize("address", ["/api/v1/indicators/nothing", "/api/v1/observation", "/api/", "/api/v2/areas"])
def test_an_address_with_nothing_there_says_what_exists(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "/api/v1/indicators" in answer.json()["detail"]


def test_the_register_is_the_same_in_both_formats(client: TestClient) -> None:
    query = "status_clock=passed&status_clock=passed-unsearched"
    written = rows_of_csv(client.get(f"/api/v1/commitments.csv?{query}").text)
    told = client.get(f"/api/v1/commitments.json?{query}").json()
    assert told["count"] == len(written) > 0
    assert list(written[0]) == list(REGISTER_COLUMNS)
    for row, other in zip(written, told["rows"], strict=True):
        assert row == {name: "" if value is None else str(value) for name, value in other.items()}
        assert int(row["days_overdue"]) > 0


def test_choosing_a_broad_group_brings_finer_ones_under_their_own_names(client: TestClient) -> None:
    address = "/api/v1/observations.json?indicator=residents-by-ethnic-group&area=E09000019&ethnicity=eth5-asian"
    codes = {row["ethnicity_code"] for row in client.get(address).json()["rows"]}
    assert {"eth5-asian", "eth19-chinese", "eth19-indian"} <= codes
    assert not any("black" in code for code in codes)


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["edition"] == default_edition()
    assert "problem" not in ready
