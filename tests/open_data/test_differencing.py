"""Whatever a reader asks the API for, and however often, no hidden count can be worked out from the answers."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from data_access.disclosure.observations import audit_published
from data_access.portal import editions, served
from data_access.records import Observation, Selection

HIDING = [code for code, cells in served().repository.cells_by_marker().items() if cells.get("c")]
NUMBERS = ("numerator", "value", "lower", "upper")
Key = tuple[str, str, str, str]


def rows(client: TestClient, **parameters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(
            "/api/v1/observations.json",
            params={**parameters, "limit": "10000", **({"cursor": cursor} if cursor else {})},
        )
        assert answer.status_code == 200, answer.text
        document = answer.json()
        found += document["rows"]
        cursor = document["next"]
    return found


def key(row: dict[str, Any]) -> Key:
    return row["period_code"], row["area_code"], row["ethnicity_code"], row["category_code"]


def asked_every_way(client: TestClient, indicator_id: str) -> dict[Key, dict[str, Any]]:
    """Every row of an indicator, after checking that each filter tells each cell alike."""
    whole = {key(row): row for row in rows(client, indicator=indicator_id)}
    offered = served().repository.codes_with_figures(Selection(indicator=(indicator_id,)))
    for name in ("area", "ethnicity", "category", "period"):
        for code in offered[name]:
            for row in rows(client, indicator=indicator_id, **{name: code}):
                assert row == whole[key(row)]
    return whole


def observation(indicator_id: str, row: dict[str, Any]) -> Observation:
    return Observation(
        indicator_id=indicator_id,
        period_code=row["period_code"],
        area_code=row["area_code"],
        ethnicity_code=row["ethnicity_code"],
        ethnicity_as_published=row["ethnicity_as_published"],
        category_code=row["category_code"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        lower=row["lower"],
        upper=row["upper"],
        marker="" if row["marker"] == "published" else row["marker"],
        flags=row["flags"],
        note_id="",
        source_id="",
    )


def test_there_are_hidden_cells_to_look_for() -> None:
    assert len(HIDING) >= 5


@pytest.mark.parametrize("indicator_id", HIDING)
def test_no_hidden_count_can_be_worked_out_from_all_answers_together(client: TestClient, indicator_id: str) -> None:
    catalogue = served().repository.catalogue
    found = asked_every_way(client, indicator_id)
    hidden = [row for row in found.values() if row["marker"] == "c"]
    assert hidden
    assert all(row[name] is None for row in hidden for name in NUMBERS)
    told = [observation(indicator_id, row) for row in found.values()]
    assert audit_published(catalogue.indicators[indicator_id], told, catalogue) == []


@pytest.mark.parametrize("indicator_id", HIDING)
def test_no_edition_shows_what_another_hides(client: TestClient, indicator_id: str) -> None:
    told = [{key(row): row for row in rows(client, indicator=indicator_id, edition=name)} for name in editions()]
    for one in told:
        for other in told:
            for place, row in one.items():
                if row["marker"] == "c" and place in other:
                    assert other[place]["numerator"] is None
