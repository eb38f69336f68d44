"""The portal as it is served, Streamlit and middleware included."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import app
from data_access.public_address import public_address


@pytest.fixture(scope="session")
def site() -> Iterator[TestClient]:
    """A client of the whole portal: one for the run, because Streamlit starts only once in a process."""
    with TestClient(app, base_url=public_address().url, follow_redirects=False) as testing:
        yield testing
