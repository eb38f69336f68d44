"""The two commands as an officer types them: what they print, where, and the exit code."""

import argparse
import shutil
from pathlib import Path

import pytest

from data_access.files import Folders
from data_access.intake.command import add_commands

BAD_FILES = Path(__file__).parents[2] / "bad_files"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folders: Folders, *arguments: str) -> int:
    parser = argparse.ArgumentParser(prog="python -m data_access")
    add_commands(parser.add_subparsers(required=True))
    options = parser.parse_args(arguments)
    return int(options.run(folders, options))


def test_a_sound_file_says_so(intake_folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(intake_folders, "validate", str(BAD_FILES / "looked-after good.ods")) == 0
    told = capsys.readouterr()
    assert told.out == "looked-after good.ods is sound: 4 rows of looked-after\n"
    assert told.err == ""


def test_problems_go_to_the_error_stream_and_notices_do_not(
    intake_folders: Folders, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (BAD_FILES / "looked-after good windows-1252.csv").read_bytes()
    (here / "looked-after.csv").write_bytes(good.replace(b",67,", b",six,"))
    assert run(intake_folders, "validate", "looked-after.csv") == 1
    told = capsys.readouterr()
    assert told.out == ("Note: looked-after.csv was read as Windows-1252, first needed on line 3; CSV UTF-8 is safer\n")
    assert told.err == (
        "looked-after.csv:4:numerator: “six” is not a number; write digits and a point, without commas or signs\n"
        "1 problem; nothing was changed\n"
    )


def test_the_indicator_may_be_said(intake_folders: Folders, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(BAD_FILES / "looked-after good.csv", here / "figures.csv")
    assert run(intake_folders, "validate", "figures.csv", "--indicator", "looked-after") == 0
    assert run(intake_folders, "validate", "figures.csv") == 1
    assert "figures.csv: the file’s name does not start with a known indicator" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("validate", "absent.csv"), "Error: absent.csv is not there\n"),
        (
            ("validate", str(BAD_FILES / "looked-after good.csv"), "--indicator", "loked-after"),
            "Error: “loked-after” is not a known indicator; the nearest is “looked-after”\n",
        ),
        (
            ("template", "loked-after"),
            "Error: “loked-after” is not a known indicator; the nearest is “looked-after”\n",
        ),
        (("template", "staff", "--out", "a.xlsx"), "Error: a.xlsx should end in .csv, or say --xlsx\n"),
        (("template", "staff", "--out", "a.ods", "--xlsx"), "Error: a.ods should end in .xlsx\n"),
    ],
)
def test_what_is_not_understood_is_told_with_exit_code_2(
    intake_folders: Folders, here: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert run(intake_folders, *arguments) == 2
    assert capsys.readouterr().err == told
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_is_written_once_and_overwritten_only_by_force(
    intake_folders: Folders, here: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    arguments = ("template", "staff", *(["--xlsx"] if ending == "xlsx" else []))
    assert run(intake_folders, *arguments) == 0
    assert capsys.readouterr().out == f"Wrote staff.{ending}\n"
    path = here / f"staff.{ending}"
    path.write_text("my work", encoding="utf-8")
    assert run(intake_folders, *arguments) == 1
    assert "was left as it is; say --force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "my work"
    assert run(intake_folders, *arguments, "--force") == 0
    assert path.read_bytes() != b"my work"
    assert [entry.name for entry in here.iterdir()] == [path.name]


def test_a_template_may_start_with_the_rows_of_the_last_period(intake_folders: Folders, here: Path) -> None:
    assert run(intake_folders, "template", "free-school-meals", "--rows") == 0
    lines = (here / "free-school-meals.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["all", "dfe-asian", "dfe-black", "dfe-white"]


def test_a_template_that_cannot_be_written_leaves_nothing(
    intake_folders: Folders, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(intake_folders, "template", "staff", "--out", "absent/staff.csv") == 1
    assert "could not be written (No such file or directory)" in capsys.readouterr().err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("command", ["template", "validate"])
def test_the_help_gives_examples_and_exit_codes(
    intake_folders: Folders, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(intake_folders, command, "--help")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert f"python -m data_access {command} free-school-meals" in told
    assert "exit codes: 0" in told
