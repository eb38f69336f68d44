"""A small portal that publishes, and a submission with small counts in it."""

from pathlib import Path

import pytest

from data_access.files import Folders
from tests.small_portal import HEADER, write, write_small_portal

SUBMITTED = f"""{HEADER}
d2025-03-31,E09000019,all,Total,all,160,160,100,,,,,,small-source
d2025-03-31,E09000019,eth5-asian,Asian,all,3,160,1.875,,,,,,small-source
d2025-03-31,E09000019,eth5-black,Black or Black British,all,56,160,35,,,,,,small-source
d2025-03-31,E09000019,eth5-mixed,Mixed,all,33,160,20.625,,,,,,small-source
d2025-03-31,E09000019,eth5-other,Other,all,28,160,17.5,,,,,,small-source
d2025-03-31,E09000019,eth5-white,White,all,40,160,25,,,,,,small-source
"""
BEFORE = f"""{HEADER}
d2024-03-31,E09000019,all,Total,all,200,200,100,,,,,,small-source
d2024-03-31,E09000019,eth5-black,Black or Black British,all,80,200,40,,,,,,small-source
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A small portal with last year's figures, and a sheet of this year's beside it."""
    made = write_small_portal(tmp_path / "portal")
    write(made.observations / "looked-after.csv", BEFORE)
    write(tmp_path / "looked-after.csv", SUBMITTED)
    return made


@pytest.fixture
def submission(folders: Folders) -> Path:
    """The sheet that an officer sent."""
    return folders.root.parent / "looked-after.csv"
