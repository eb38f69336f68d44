"""An export to look into."""

from pathlib import Path

import pytest

from tests.exported_site import exported_site


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export of a few pages; to be read only."""
    return exported_site(tmp_path_factory)
