"""The plain addresses, answered from the published files themselves."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from open_data.routes import api_routes


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of the API and the health checks."""
    with TestClient(Starlette(routes=api_routes())) as testing:
        yield testing
