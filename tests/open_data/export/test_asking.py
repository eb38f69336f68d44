import json

import pytest
from starlette.testclient import TestClient

from data_access.portal import served
from open_data.export.asking import ask, ask_whole
from open_data.tables import MOST_ROWS


@pytest.mark.parametrize(
    "address",
    [
        "/read/about",
        "/api/v1/observations.csv?indicator=children-looked-after&bom=1",
        "/api/v1/observations.json?indicator=children-looked-after",
        "/editions/",
        "/api/v1/nothing-here",
    ],
)
def test_an_address_answers_byte_for_byte_what_the_portal_sends(client: TestClient, address: str) -> None:
    sent, found = client.get(address), ask_whole(address)
    assert (found.status, found.content) == (sent.status_code, sent.content)
    assert found.headers["content-type"] == sent.headers["content-type"]


def test_an_address_that_leads_on_answers_what_is_there(client: TestClient) -> None:
    found = ask_whole("/editions/latest")
    assert (found.address, found.status) == ("/editions/latest", 200)
    assert found.content == client.get("/editions/latest", follow_redirects=True).content


def test_rows_that_the_portal_sends_in_pages_come_whole() -> None:
    address = "/api/v1/observations.json?fields=indicator_id,value"
    first, whole = (json.loads(answer.content) for answer in (ask(address), ask_whole(address)))
    assert first["next"]
    assert whole["next"] is None
    assert len(whole["rows"]) == whole["count"] == first["count"] == served().repository.size > MOST_ROWS
    assert whole["rows"][: len(first["rows"])] == first["rows"]
    assert {name: whole[name] for name in ("edition", "filters")} == {
        name: first[name] for name in ("edition", "filters")
    }
