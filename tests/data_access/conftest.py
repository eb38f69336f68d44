"""A small portal for the tests of what reads and builds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.database import build, open_current
from data_access.files import Folders
from data_access.repository import Repository
from tests.small_portal import write_small_portal


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The small portal's files in a folder of their own."""
    return write_small_portal(tmp_path)


@pytest.fixture
def server_url(database_url: str) -> str:
    """What DATABASE_URL would hold: empty for the built-in SQLite file, else the PostgreSQL address."""
    return "" if database_url.startswith("sqlite") else database_url


@pytest.fixture
def repository(folders: Folders, server_url: str) -> Iterator[Repository]:
    """The small portal, built and opened on each kind of database."""
    build(folders, server_url, quiet=True)
    opened = open_current(folders, server_url)
    yield Repository(opened.engine)
    opened.engine.dispose()
