"""Each file of tests/bad_files gives its one right message, and the good ones give none."""

import tomllib
from pathlib import Path

import pytest

from data_access.files import Folders
from data_access.intake.validate import validate
from data_access.records import Catalogue
from tests.bad_files.make import files

FOLDER = Path(__file__).parents[2] / "bad_files"
EXPECTED: dict[str, str] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_its_one_message(name: str, catalogue: Catalogue, intake_folders: Folders) -> None:
    found = validate(FOLDER / name, catalogue, intake_folders)
    assert [str(issue) for issue in found.issues] == ([f"{name}{EXPECTED[name]}"] if EXPECTED[name] else [])


def test_forty_files_and_more_are_bad_and_good_ones_of_each_format_are_not() -> None:
    assert sum(bool(message) for message in EXPECTED.values()) >= 40
    good = {Path(name).suffix for name, message in EXPECTED.items() if not message}
    assert good == {".csv", ".tsv", ".xlsx", ".ods"}


def test_the_folder_holds_what_its_script_makes_and_nothing_else() -> None:
    kept = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    scripts = {"make.py", "expected.toml"}
    assert {name: content for name, content in kept.items() if name not in scripts} == files()
    assert {*kept} - scripts == {*EXPECTED}


def test_windows_1252_is_recognised_and_said(catalogue: Catalogue, intake_folders: Folders) -> None:
    found = validate(FOLDER / "looked-after good windows-1252.csv", catalogue, intake_folders)
    assert found.is_sound
    assert found.notices == (
        "looked-after good windows-1252.csv was read as Windows-1252, first needed on line 3; CSV UTF-8 is safer",
    )
