"""Figures known beforehand, from their publishers’ own totals, come out of the API to the digit."""

import csv
import io
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

ISLINGTON, LONDON, ENGLAND = "E09000019", "E12000007", "E92000001"
FINSBURY_PARK, TUFNELL_PARK = "E05013703", "E05013713"
FINSBURY_PARK_BEFORE_2022 = "E05000371"
CENSUS_DAY, CARE_DAY = "d2021-03-21", "d2025-03-31"
STOPS_YEAR, LAST_QUARTER, EXAMS = "r2021-12_2022-11", "q2025-10", "ay2024-25"
PEOPLE, CARE, DUTY = "residents-by-ethnic-group", "children-looked-after", "homelessness-duty-owed"
STOPS, SEEN = "stop-and-search", "stop-and-search-officer-defined"
SCORE, FEAR, GAP = "attainment-8", "race-hate-public-fear", "ethnicity-pay-gap"


class Cell(NamedTuple):
    """One figure’s place: its indicator, period, area, ethnic group and category."""

    indicator: str
    period: str
    area: str
    ethnicity: str
    category: str = "all"


COUNTS = {
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "all"): 216_590,
    Cell(CARE, CARE_DAY, ISLINGTON, "all"): 282,
    Cell(CARE, CARE_DAY, ISLINGTON, "eth5-black"): 98,
    Cell(CARE, CARE_DAY, ISLINGTON, "eth5-mixed"): 68,
    Cell(CARE, CARE_DAY, ISLINGTON, "eth5-white"): 88,
    Cell(CARE, CARE_DAY, ISLINGTON, "eth5-asian"): 14,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "all"): 703,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-black"): 201,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-white"): 178,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-other"): 138,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-mixed"): 57,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-asian"): 39,
    Cell(DUTY, LAST_QUARTER, ISLINGTON, "eth5-unknown"): 90,
    Cell(STOPS, STOPS_YEAR, ISLINGTON, "all"): 4_403,
    Cell(STOPS, STOPS_YEAR, ISLINGTON, "eth5-black"): 1_117,
    Cell(STOPS, STOPS_YEAR, ISLINGTON, "eth5-white"): 1_340,
    Cell(STOPS, STOPS_YEAR, ISLINGTON, "eth5-unknown"): 1_399,
    Cell(STOPS, STOPS_YEAR, FINSBURY_PARK, "all"): 807,
    Cell(STOPS, STOPS_YEAR, FINSBURY_PARK, "eth5-black"): 197,
    Cell(STOPS, STOPS_YEAR, FINSBURY_PARK, "eth5-unknown"): 277,
    Cell(STOPS, STOPS_YEAR, TUFNELL_PARK, "all"): 121,
    Cell(SEEN, STOPS_YEAR, FINSBURY_PARK, "officer-black"): 340,
}
VALUES = {
    Cell(SCORE, EXAMS, ISLINGTON, "all"): 47.0,
    Cell(SCORE, EXAMS, ISLINGTON, "dfe-asian"): 51.9,
    Cell(SCORE, EXAMS, ISLINGTON, "dfe-black"): 44.6,
    Cell(SCORE, EXAMS, ISLINGTON, "dfe-chinese"): 57.0,
    Cell(SCORE, EXAMS, ISLINGTON, "dfe-mixed"): 46.3,
    Cell(SCORE, EXAMS, ISLINGTON, "dfe-white"): 47.5,
    Cell(FEAR, "fy2023-24", ISLINGTON, "all"): 327,
    Cell(FEAR, "fy2024-25", ISLINGTON, "all"): 435,
    Cell(FEAR, "fy2025-26", ISLINGTON, "all"): 532,
    Cell(GAP, "d2019-03-31", ISLINGTON, "stated-bame-and-white", "statistic-median"): 7.39,
    Cell(GAP, "fy2020-21", ISLINGTON, "stated-bame-and-white", "statistic-mean"): 10.3,
}
SHARES = {
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-asian"): 9.9,
    Cell(PEOPLE, CENSUS_DAY, LONDON, "eth5-asian"): 20.7,
    Cell(PEOPLE, CENSUS_DAY, ENGLAND, "eth5-asian"): 9.6,
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-black"): 13.3,
    Cell(PEOPLE, CENSUS_DAY, LONDON, "eth5-black"): 13.5,
    Cell(PEOPLE, CENSUS_DAY, ENGLAND, "eth5-black"): 4.2,
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-mixed"): 7.5,
    Cell(PEOPLE, CENSUS_DAY, LONDON, "eth5-mixed"): 5.7,
    Cell(PEOPLE, CENSUS_DAY, ENGLAND, "eth5-mixed"): 3.0,
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-other"): 7.1,
    Cell(PEOPLE, CENSUS_DAY, LONDON, "eth5-other"): 6.3,
    Cell(PEOPLE, CENSUS_DAY, ENGLAND, "eth5-other"): 2.2,
    Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-white"): 62.2,
    Cell(PEOPLE, CENSUS_DAY, LONDON, "eth5-white"): 53.8,
    Cell(PEOPLE, CENSUS_DAY, ENGLAND, "eth5-white"): 81.0,
    Cell(DUTY, "q2022-10", ISLINGTON, "eth5-unknown"): 59.1,
    Cell(DUTY, "q2025-01", ISLINGTON, "eth5-unknown"): 4.1,
    Cell(STOPS, STOPS_YEAR, ISLINGTON, "eth5-unknown"): 31.8,
}
HIDDEN = (Cell(CARE, CARE_DAY, ISLINGTON, "eth5-other"), Cell(CARE, CARE_DAY, ISLINGTON, "eth5-unknown"))
NEVER_COLLECTED = {
    "good-level-of-development": ("ay2019-20", "ay2020-21"),
    "progress-8": ("ay2019-20", "ay2020-21", "ay2024-25"),
    "homelessness-duty-owed": ("q2019-04", "q2019-07", "q2019-10", "q2020-01", "q2020-04"),
}


def in_words(cell: Cell) -> str:
    return " ".join(cell)


def json_row(client: TestClient, cell: Cell) -> dict[str, Any]:
    """The one row that the address of a cell gives, without the finer groups that a broad one brings."""
    found = client.get(f"/api/v1/observations.json?{urlencode(cell._asdict())}").json()["rows"]
    (row,) = [row for row in found if row["ethnicity_code"] == cell.ethnicity]
    return dict(row)


def csv_rows(client: TestClient, **parameters: str) -> list[dict[str, str]]:
    text = client.get(f"/api/v1/observations.csv?{urlencode(parameters)}").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def csv_row(client: TestClient, cell: Cell) -> dict[str, str]:
    (row,) = [row for row in csv_rows(client, **cell._asdict()) if row["ethnicity_code"] == cell.ethnicity]
    return row


@pytest.mark.parametrize("cell", COUNTS, ids=in_words)
def test_a_known_count_comes_out_to_the_digit(client: TestClient, cell: Cell) -> None:
    assert json_row(client, cell)["numerator"] == COUNTS[cell]
    assert csv_row(client, cell)["numerator"] == str(COUNTS[cell])


@pytest.mark.parametrize("cell", VALUES, ids=in_words)
def test_a_known_value_comes_out_to_the_digit(client: TestClient, cell: Cell) -> None:
    assert json_row(client, cell)["value"] == VALUES[cell]
    assert csv_row(client, cell)["value"] == f"{VALUES[cell]:g}"


@pytest.mark.parametrize("cell", SHARES, ids=in_words)
def test_a_known_share_follows_from_its_counts(client: TestClient, cell: Cell) -> None:
    row = json_row(client, cell)
    assert round(row["value"], 1) == SHARES[cell]
    assert round(100 * row["numerator"] / row["denominator"], 1) == SHARES[cell]


@pytest.mark.parametrize("cell", HIDDEN, ids=in_words)
def test_a_known_hidden_count_stays_hidden(client: TestClient, cell: Cell) -> None:
    row = json_row(client, cell)
    assert row["marker"] == "c"
    assert {row[name] for name in ("numerator", "value", "lower", "upper")} == {None}
    written = csv_row(client, cell)
    assert {written[name] for name in ("numerator", "value", "lower", "upper")} == {""}


def test_the_wards_of_the_census_sum_to_8_people_fewer_than_the_borough(client: TestClient) -> None:
    rows = csv_rows(client, indicator=PEOPLE, period=CENSUS_DAY, ethnicity="all")
    wards = [int(row["numerator"]) for row in rows if row["area_type"] == "ward"]
    assert len(wards) == 17
    assert sum(wards) == 216_582


def test_37_8_per_cent_of_residents_are_not_white(client: TestClient) -> None:
    row = json_row(client, Cell(PEOPLE, CENSUS_DAY, ISLINGTON, "eth5-white"))
    assert round(100 * (row["denominator"] - row["numerator"]) / row["denominator"], 1) == 37.8


def test_the_workforce_shares_of_2020_21_come_out_as_published_with_a_note(client: TestClient) -> None:
    rows = csv_rows(client, indicator="council-workforce-by-ethnic-group", period="fy2020-21")
    assert round(sum(float(row["value"]) for row in rows), 1) == 100.7
    assert all("100.7%" in row["note"] for row in rows)


def test_the_two_pay_gaps_are_different_statistics(client: TestClient) -> None:
    found = {row["category"]: row["value"] for row in csv_rows(client, indicator=GAP)}
    assert found == {"Median": "7.39", "Mean": "10.3"}


def test_one_household_of_july_to_september_2020_is_missing_as_published(client: TestClient) -> None:
    rows = csv_rows(client, indicator=DUTY, period="q2020-07", area=ISLINGTON, classification="eth5")
    total = json_row(client, Cell(DUTY, "q2020-07", ISLINGTON, "all"))
    assert sum(int(row["numerator"]) for row in rows) == total["numerator"] - 1
    assert "does not add up" in total["note"]


@pytest.mark.parametrize("indicator", NEVER_COLLECTED)
def test_nothing_stands_in_a_period_that_was_never_collected(client: TestClient, indicator: str) -> None:
    periods = {row["period_code"] for row in csv_rows(client, indicator=indicator)}
    assert periods
    assert periods.isdisjoint(NEVER_COLLECTED[indicator])


def test_offences_of_a_year_are_the_sum_of_its_wards(client: TestClient) -> None:
    for period, total in (("fy2023-24", 327), ("fy2024-25", 435), ("fy2025-26", 532)):
        rows = csv_rows(client, indicator=FEAR, period=period)
        assert sum(int(row["value"]) for row in rows if row["area_type"] == "ward") == total


def test_old_and_new_wards_of_one_name_are_never_in_one_indicator(client: TestClient) -> None:
    old, new = (csv_rows(client, ward=ward) for ward in (FINSBURY_PARK_BEFORE_2022, FINSBURY_PARK))
    assert {row["area"] for row in old} == {row["area"] for row in new} == {"Finsbury Park"}
    assert {row["indicator_id"] for row in old}.isdisjoint(row["indicator_id"] for row in new)


def test_no_figure_for_england_stands_for_first_time_entrants(client: TestClient) -> None:
    rows = csv_rows(client, indicator="first-time-entrants")
    assert {(row["value"], row["marker"]) for row in rows if row["area_code"] == ENGLAND} <= {("", "x")}
    assert any(row["value"] for row in rows if row["area_code"] == ISLINGTON)
