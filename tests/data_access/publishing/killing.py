"""Kills publishing and building at each of their steps, and building between SQL statements.

Run as ``python -m tests.data_access.publishing.killing FOLDER``; it prints how many deaths were tried in each way.
"""

import shutil
import sys
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, event

from data_access.catalogue import load_catalogue
from data_access.database import build, open_current
from data_access.files import Folders, config_texts, fingerprint
from data_access.publishing.plan import plan
from data_access.publishing.write import write
from data_access.repository import Repository
from tests.data_access.editions.killing import Countdown, copies, finishes
from tests.data_access.editions.sealed_portal import DAY, tree
from tests.data_access.publishing.conftest import BEFORE, SUBMITTED
from tests.small_portal import LOOKED_AFTER, write_small_portal
from tests.small_portal import write as write_text

_STATEMENTS = ("before_cursor_execute", "commit")
_TRIED = 22


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


def at_statements(countdown: Countdown) -> None:
    """Let the moments be before each SQL statement and before each commit."""
    for name in _STATEMENTS:
        event.listen(Engine, name, lambda *_: countdown())


def _moments_of_building(folders: Folders) -> int:
    counted: list[str] = []
    listeners = [(name, partial(lambda kind, *_: counted.append(kind), name)) for name in _STATEMENTS]
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    build(folders, quiet=True)
    for name, listener in listeners:
        event.remove(Engine, name, listener)
    return len(counted)


def kill_between_statements(before: Path, scratch: Path) -> int:
    """Build changed files and die between statements: the last good is served, and building again completes."""
    last_good = build(Folders(before), quiet=True)[0]
    write_text(Folders(before).observations / "looked-after.csv", LOOKED_AFTER)
    count = _moments_of_building(Folders(copies(before, scratch)))
    # The first, the last, and as many between them as take a few seconds.
    moments = sorted({1 + round(place * (count - 1) / (_TRIED - 1)) for place in range(_TRIED)})
    for moment in moments:
        folders = Folders(copies(before, scratch))
        wanted = fingerprint(folders)
        assert not finishes(lambda place=folders: build(place, quiet=True), moment, at_statements)  # type: ignore[misc]
        _look(folders, last_good, size=4, is_current=False)
        _look(folders, wanted, size=9, is_current=True)
    return len(moments)


def _look(folders: Folders, mark: str, *, size: int, is_current: bool) -> None:
    """Open what is served while the files are wrong, or once they are right again."""
    path = folders.observations / "looked-after.csv"
    write_text(path, LOOKED_AFTER if is_current else "not a table")
    opened = open_current(folders)
    assert bool(opened.problem) != is_current, opened.problem
    assert opened.fingerprint == mark
    assert Repository(opened.engine).size == size
    opened.engine.dispose()


def main(folder: Path) -> list[int]:
    """Try all three; how many deaths each time."""
    before, scratch = folder / "before", folder / "scratch"
    folders = write_small_portal(before)
    write_text(folders.observations / "looked-after.csv", BEFORE)
    write_text(before / "looked-after.csv", SUBMITTED)
    ways = (kill_publishing, kill_building, kill_between_statements)
    deaths = [way(before, scratch) for way in ways]
    shutil.rmtree(scratch)
    return deaths


if __name__ == "__main__":
    sys.stdout.write(" ".join(map(str, main(Path(sys.argv[1])))))
