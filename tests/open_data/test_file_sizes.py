"""What a page says of the size of a spreadsheet before it is asked for is what comes."""

import pytest
from starlette.testclient import TestClient

from components.take_away import SPREADSHEET_BYTES
from data_access.portal import served
from data_access.records import Selection

ADDRESS = "/api/v1/observations.{kind}?strand=employer"


@pytest.mark.parametrize("kind", SPREADSHEET_BYTES)
def test_the_size_that_is_told_is_within_a_third_of_the_file(client: TestClient, kind: str) -> None:
    rows = served().repository.count(Selection(strand=("employer",)))
    assert rows > 1_000
    size = len(client.get(ADDRESS.format(kind=kind)).content)
    assert size == pytest.approx(rows * SPREADSHEET_BYTES[kind], rel=1 / 3)
