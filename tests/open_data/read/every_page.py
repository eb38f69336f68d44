"""Every page under /read as the whole portal serves it, asked for once in a run."""

import pytest
from starlette.testclient import TestClient

from data_access.page_list import read_addresses
from data_access.portal import served

pytest_plugins = ["tests.open_data.whole_site"]


@pytest.fixture(scope="session")
def every_page(site: TestClient) -> dict[str, str]:
    """The HTML of each page of the list by its address, each answered with 200."""
    found = {}
    for address in read_addresses(served().repository.catalogue):
        answer = site.get(address)
        assert answer.status_code == 200, address
        found[address] = answer.text
    return found
