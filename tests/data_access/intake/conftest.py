"""The portal to which the tests' officers send their files."""

import pytest

from data_access.catalogue import load_catalogue
from data_access.files import Folders, config_texts
from data_access.records import Catalogue
from tests.data_access.intake.intake_portal import write_intake_portal


@pytest.fixture(scope="session")
def intake_folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A portal with one indicator of each kind; no test changes it."""
    return write_intake_portal(tmp_path_factory.mktemp("portal"))


@pytest.fixture(scope="session")
def catalogue(intake_folders: Folders) -> Catalogue:
    """Its definitions."""
    return load_catalogue(config_texts(intake_folders))
