"""A few pages of the portal exported once for the run, one with charts and choices, and what they link to."""

from pathlib import Path

import pytest

from open_data.export.site import export

PAGES = ("/read", "/read/about", "/read/indicator/children-looked-after")


def exported_site(factory: pytest.TempPathFactory) -> Path:
    """The folder of the export, two folders deep in one that a server may serve."""
    folder = factory.getbasetemp() / "served" / "some where" / "site"
    if not folder.exists():
        export(folder, pages=PAGES, workers=1)
    return folder
