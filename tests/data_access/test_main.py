"""The command line: its words, its tables and its exit codes."""

import csv
import io
from datetime import date

import pytest

from data_access.__main__ import main
from data_access.database import open_current
from data_access.editions.folder import folders_of
from data_access.editions.seal import seal
from data_access.files import Folders
from tests.small_portal import LOOKED_AFTER, write


def run(folders: Folders, *arguments: str) -> int:
    return main(["--root", str(folders.root), *arguments])


def test_check_says_that_all_is_well(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folders, "check") == 0
    assert capsys.readouterr().out == "config/ and data/ are sound\n"


def test_check_lists_every_problem_and_exits_with_one(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    write(folders.observations / "looked-after.csv", LOOKED_AFTER.replace("E09000019,eth5-asian", "E09,eth5-asian"))
    assert run(folders, "check") == 1
    error = capsys.readouterr().err
    assert "data/observations/looked-after.csv:6:area_code: “E09” is not a known code; use" in error
    assert error.endswith("1 problem; nothing was changed\n")


def test_build_says_whether_it_built(
    folders: Folders, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert run(folders, "build") == 0
    assert run(folders, "build") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Built: ")
    assert second.startswith("Already built: ")


@pytest.mark.parametrize(
    ("what", "first"),
    [
        ("indicators", "looked-after"),
        ("commitments", "children-action-01"),
        ("areas", "E09000019"),
        ("groups", "all"),
    ],
)
def test_show_lists_what_is_defined(
    folders: Folders, capsys: pytest.CaptureFixture[str], what: str, first: str
) -> None:
    assert run(folders, "show", what, "--csv") == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[1][0] == first
    assert run(folders, "show", what) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[0] == first


def test_an_unknown_command_exits_with_two(folders: Folders) -> None:
    with pytest.raises(SystemExit) as caught:
        run(folders, "publsh")
    assert caught.value.code == 2


def test_help_shows_examples_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert "python -m data_access check" in text
    assert "exit codes: 0" in text


def test_build_builds_what_the_portal_shows(
    folders: Folders, server_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", server_url)
    seal(folders, "2026-1", note="The first.", prepared_by="Officer", on=date(2026, 11, 25))
    assert run(folders, "build") == 0
    assert capsys.readouterr().out.startswith("Built: 2026-1, files ")
    opened = open_current(folders_of(folders, "2026-1"), server_url)
    assert opened.problem == ""
    opened.engine.dispose()
    monkeypatch.setenv("PORTAL_EDITION", "draft")
    assert run(folders, "build") == 0
    assert [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Built: draft",
        "Already built: 2026-1",
    ]
