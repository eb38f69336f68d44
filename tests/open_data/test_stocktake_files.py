"""The stocktake’s files and the register follow the clock, and say the same."""

import csv
import io
from datetime import date

import pytest
from starlette.testclient import TestClient

from data_access import clock
from data_access.portal import default_edition, served
from data_access.stocktake_account import FILES, account

NOVEMBER = date(2026, 11, 23)
DAYS = [date(2021, 8, 31), date(2021, 9, 1), NOVEMBER, date(2027, 2, 28)]


def set_clock(monkeypatch: pytest.MonkeyPatch, on: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: on)


def records(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.parametrize("on", DAYS)
def test_days_overdue_follow_the_clock(client: TestClient, monkeypatch: pytest.MonkeyPatch, on: date) -> None:
    set_clock(monkeypatch, on)
    found = {row["commitment_id"]: row for row in records(client, "/api/v1/commitments.csv")}
    for entry in served().repository.catalogue.commitments.values():
        late = entry.due is not None and entry.due < on
        row = found[entry.id]
        assert row["days_overdue"] == (str((on - entry.due).days) if entry.due and late else "")
        assert row["clock"].startswith("passed") == late


@pytest.mark.parametrize("on", DAYS)
def test_register_and_stocktake_tell_the_same_days(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, on: date
) -> None:
    set_clock(monkeypatch, on)
    told = {row["commitment_id"]: row["days_overdue"] for row in records(client, "/api/v1/commitments.csv")}
    ledger = {row["commitment_id"]: row["days"] for row in records(client, "/api/v1/stocktake/passed-dates.csv")}
    assert ledger == {name: days for name, days in told.items() if days}
    statuses = {row["commitment_id"]: row["days_overdue"] for row in records(client, "/api/v1/stocktake/statuses.csv")}
    assert statuses == told


def test_the_tag_changes_with_the_day(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = set()
    for on in DAYS:
        set_clock(monkeypatch, on)
        tags.add(client.get("/api/v1/stocktake/counts.csv?year=2021").headers["etag"])
    assert len(tags) == len(DAYS)


@pytest.mark.parametrize("name", FILES)
def test_every_table_is_served_as_it_is_worked_out(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/stocktake/{name}?year=2024&strand=employer")
    assert answer.text == account(served(), 2024, "employer").files[name]
    assert f"stocktake-2024-employer-{default_edition()}-{name}" in answer.headers["content-disposition"]


def test_the_files_of_one_strand_hold_that_strand_alone(client: TestClient) -> None:
    for name in ("statuses.csv", "passed-dates.csv", "no-data.csv", "questions.csv"):
        found = {row["commitment_id"] for row in records(client, f"/api/v1/stocktake/{name}?strand=employer")}
        strands = {served().repository.catalogue.commitments[one].strand_code for one in found}
        assert strands == {"employer"}


def test_a_table_that_is_not_there_is_told_with_those_that_are(client: TestClient) -> None:
    answer = client.get("/api/v1/stocktake/late.csv")
    assert answer.status_code == 404
    assert all(name in answer.json()["detail"] for name in FILES)


@pytest.mark.parametrize("status", ["reported", "shown", "clock"])
def test_a_status_can_be_asked_for_and_names_its_rule(client: TestClient, status: str) -> None:
    everything = records(client, "/api/v1/commitments.csv")
    state = everything[0][status] + (f"-{everything[0]['shown_reason']}" if status == "shown" else "")
    found = records(client, f"/api/v1/commitments.csv?status_{status}={state}")
    assert 0 < len(found) <= len(everything)
    assert {row[status] for row in found} == {everything[0][status]}
    assert all(row[f"{status}_rule"].startswith(f"{status}-") for row in found)


def test_evidence_and_indicators_are_named_by_their_ids(client: TestClient) -> None:
    (row,) = records(client, "/api/v1/commitments.csv?commitment=environment-regeneration-outcome-03")
    assert {"update-025", "update-026", "search-009"} <= set(row["evidence_ids"].split())
    assert "shine-referrals" in row["indicator_ids"].split()
