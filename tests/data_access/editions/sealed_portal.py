"""What the tests of editions share: days, roles, and a portal with editions in it."""

from datetime import date
from pathlib import Path

from data_access.editions.cells import CellKey
from data_access.editions.correct import correct
from data_access.editions.folder import edition_folder
from data_access.editions.manifest import Manifest
from data_access.editions.seal import seal
from data_access.files import Folders
from tests.small_portal import HEADER, write, write_small_portal

DAY = date(2026, 11, 25)
LATER = date(2026, 12, 24)
PREPARED, APPROVED = "Data officer", "Head of strategy"
FIGURES = "observations/looked-after.csv"
BLACK = CellKey("looked-after", "d2025-03-31", "E09000019", "eth5-black", "all")
WHITE = CellKey("looked-after", "d2025-03-31", "E09000019", "eth5-white", "all")
OLD_ROW, NEW_ROW = "all,56,160,35,,,,,", "all,64,160,40,,,,,"
WRONG_COUNT = "The source had left eight children out."
# One group is not published, so that a single hidden count cannot be worked out from the total.
LOOKED_AFTER = f"""{HEADER}
d2024-03-31,E09000019,all,Total,all,200,200,100,,,,,,small-source
d2024-03-31,E09000019,eth5-black,Black or Black British,all,80,200,40,,,,,,small-source
d2025-03-31,E09000019,all,Total,all,160,160,100,,,,,,small-source
d2025-03-31,E09000019,eth5-black,Black or Black British,all,56,160,35,,,,,,small-source
d2025-03-31,E09000019,eth5-asian,Asian,all,,160,,,,x,,,small-source
d2025-03-31,E09000019,eth5-white,White,all,40,160,25,,,,p,small-note,small-source
"""


def write_portal(root: Path) -> Folders:
    """Write a small portal's working files under ``root``."""
    folders = write_small_portal(root)
    write(folders.root / "data" / FIGURES, LOOKED_AFTER)
    return folders


def seal_first(folders: Folders) -> Manifest:
    """Seal the portal as 2026-1."""
    return seal(folders, "2026-1", note="The first.", prepared_by=PREPARED, approved_by=APPROVED, on=DAY)


def change_draft(folders: Folders, old: str, new: str) -> None:
    """Replace a text that is there once in the draft's figures."""
    path = draft_figures(folders)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def correct_second(folders: Folders) -> Manifest:
    """Change one figure of the draft and seal the correction as 2026-2."""
    change_draft(folders, OLD_ROW, NEW_ROW)
    return correct_draft(folders)


def correct_draft(folders: Folders, edition: str = "2026-2") -> Manifest:
    """Seal what changed in the draft as a correction."""
    return correct(
        folders,
        edition,
        reason=WRONG_COUNT,
        note="A figure put right.",
        prepared_by=PREPARED,
        approved_by=APPROVED,
        on=LATER,
    )


def draft_figures(folders: Folders) -> Path:
    """The draft's figures that the tests change."""
    return folders.root / "data" / FIGURES


def sealed_figures(folders: Folders, edition: str) -> Path:
    """The same figures in an edition."""
    return edition_folder(folders, edition) / FIGURES


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def force_write(path: Path, content: bytes) -> None:
    """Write over a sealed file, as somebody who tampers would."""
    path.chmod(0o644)
    path.write_bytes(content)
