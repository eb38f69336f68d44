"""The commands of deploy/README.md bring the sealed editions back, and tell where one byte is not as it was."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.files import DEFAULT_FOLDERS, Folders, fingerprint
from data_access.portal import default_edition
from deploy.faults.deployment import environment

ROOT = DEFAULT_FOLDERS.root
README = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")


def commands(after: str) -> list[list[str]]:
    """The commands of the block that follows some words."""
    block = re.search(rf"{after}:\n\n((?:    .+\n)+)", README)
    assert block
    return [shlex.split(line) for line in block[1].splitlines()]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    program = {"python": sys.executable}.get(command[0], command[0])
    return subprocess.run(
        [program, *command[1:]], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of the code without any data, into which a backup was restored; and what the last verify said."""
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    for folder in (here, there):
        shutil.copytree(ROOT / "data_access", folder / "data_access", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config", "data"):
        shutil.copytree(ROOT / name, here / name)
    for command in commands("To back up"):
        assert run(command, here).returncode == 0
    (here / "portal-backup.tar.gz").rename(there / "portal-backup.tar.gz")
    said = []
    for command in commands("fresh copy of the code"):
        done = run(command, there)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    return there, said[1]


def test_a_backup_is_restored_with_every_sealed_byte(restored: tuple[Path, str]) -> None:
    folder, said = restored
    edition = default_edition()
    assert f"{edition}: every file is as it was sealed" in said
    assert said == run(["python", "-m", "data_access", "verify"], ROOT).stdout
    assert fingerprint(Folders(folder, edition)) == fingerprint(Folders(ROOT, edition))
    assert list((folder / "var").glob(f"{edition}-*.sqlite"))


def test_a_restored_file_that_differs_in_one_byte_is_named(restored: tuple[Path, str]) -> None:
    folder, _ = restored
    path = folder / "data" / "editions" / default_edition() / "observations" / "children-looked-after.csv"
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"?\n")
    try:
        done = run(["python", "-m", "data_access", "verify"], folder)
    finally:
        path.write_bytes(content)
    assert done.returncode == 1
    assert "children-looked-after.csv" in done.stdout
