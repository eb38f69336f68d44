"""Kills publishing and building before and after each of their steps; prints how many deaths were tried."""

import shutil
import sys
from pathlib import Path

from data_access.catalogue import load_catalogue
from data_access.database import build, open_current
from data_access.files import Folders, config_texts
from data_access.publishing.plan import plan
from data_access.publishing.write import write
from data_access.repository import Repository
from tests.data_access.editions.killing import copies, finishes
from tests.data_access.editions.sealed_portal import DAY, tree
from tests.data_access.publishing.conftest import BEFORE, SUBMITTED
from tests.small_portal import write as write_text
from tests.small_portal import write_small_portal


def publish(folders: Folders) -> None:
    """Publish the submission that lies in the portal's folder."""
    planned = plan(folders, folders.root / "looked-after.csv", "looked-after")
    catalogue = load_catalogue(config_texts(folders))
    write(folders, planned, catalogue, prepared_by="Officer", approved_by="Head", on=DAY)


def kill_publishing(before: Path, scratch: Path) -> int:
    """Publish and die at every moment: each file is old or new, and publishing again completes it."""
    old = tree(before / "data")
    undisturbed = Folders(copies(before, scratch))
    publish(undisturbed)
    expected = tree(undisturbed.root / "data")
    moment = 1
    while True:
        folders = Folders(copies(before, scratch))
        done = finishes(lambda place=folders: publish(place), moment)  # type: ignore[misc]
        for name, content in tree(folders.root / "data").items():
            if not name.rpartition("/")[2].startswith("."):
                assert content in {old.get(name), expected.get(name)}, name
        publish(folders)
        assert tree(folders.root / "data") == expected, moment
        if done:
            return moment - 1
        moment += 1


def kill_building(before: Path, scratch: Path) -> int:
    """Build and die at every moment: no half a database is opened, and building again completes it."""
    moment = 1
    while True:
        folders = Folders(copies(before, scratch))
        done = finishes(lambda place=folders: build(place, quiet=True), moment)  # type: ignore[misc]
        opened = open_current(folders)
        assert not opened.problem
        assert Repository(opened.engine).size == 4
        opened.engine.dispose()
        assert len(list(folders.var.glob("*.sqlite"))) == 1
        if done:
            return moment - 1
        moment += 1


def main(folder: Path) -> int:
    """Try both; how many deaths."""
    before, scratch = folder / "before", folder / "scratch"
    folders = write_small_portal(before)
    write_text(folders.observations / "looked-after.csv", BEFORE)
    write_text(before / "looked-after.csv", SUBMITTED)
    deaths = kill_publishing(before, scratch) + kill_building(before, scratch)
    shutil.rmtree(scratch)
    return deaths


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]))}\n")
