"""The portal that the tests of editions seal."""

from pathlib import Path

import pytest

from data_access.files import Folders
from tests.data_access.editions.sealed_portal import write_portal


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The portal's working files in a folder of their own; nothing is sealed."""
    return write_portal(tmp_path)
