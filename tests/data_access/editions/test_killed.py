"""A process killed at any step leaves nothing half-written, and the same command completes what it began."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.editions.durable import write_file
from data_access.editions.folder import edition_folder, editions_root
from data_access.files import DEFAULT_FOLDERS, Folders
from tests.data_access.editions.sealed_portal import seal_first


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dying at a step needs fork")
@pytest.mark.parametrize(("action", "fewest"), [("seal", 120), ("correct", 130), ("withdraw", 30)])
def test_killed_at_any_step_nothing_is_lost_and_the_command_completes(tmp_path: Path, action: str, fewest: int) -> None:
    command = [sys.executable, "-m", "tests.data_access.editions.killing", action, str(tmp_path)]
    ran = subprocess.run(command, cwd=DEFAULT_FOLDERS.root, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) >= fewest


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is put on disk (by inode) and renamed (to inode 0), in order, while it happens as usual."""
    taken: list[tuple[str, int]] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: taken.append(("fsync", os.fstat(handle).st_ino)) or fsync(handle))
    monkeypatch.setattr(os, "rename", lambda *names: taken.append(("rename", 0)) or rename(*names))
    monkeypatch.setattr(os, "replace", lambda *names: taken.append(("replace", 0)) or replace(*names))
    return taken


def test_a_file_is_on_disk_before_it_takes_its_name_and_its_folder_after(
    tmp_path: Path, steps: list[tuple[str, int]]
) -> None:
    write_file(tmp_path / "figures.csv", b"new")
    file, folder = (tmp_path / "figures.csv").stat().st_ino, tmp_path.stat().st_ino
    assert steps == [("fsync", file), ("replace", 0), ("fsync", folder)]


def test_every_file_and_folder_of_an_edition_is_on_disk_before_it_takes_its_name(
    folders: Folders, steps: list[tuple[str, int]]
) -> None:
    seal_first(folders)
    folder = edition_folder(folders, "2026-1")
    place = steps.index(("rename", 0))
    before = {inode for name, inode in steps[:place] if name == "fsync"}
    assert {path.stat().st_ino for path in [folder, *folder.rglob("*")]} <= before
    root = ("fsync", editions_root(folders).stat().st_ino)
    assert steps[place + 1] == root
    assert [name for name, _ in steps[place + 2 :]] == ["fsync", "replace", "fsync"]
    assert steps[-1] == root


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    write_file(path, b"old")
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match="figures"):
        write_file(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["figures.csv"]
