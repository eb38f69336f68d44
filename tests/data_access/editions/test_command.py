"""The commands: their words, their exit codes, and one clear sentence for an error."""

import argparse
import csv
import io
from pathlib import Path

import pytest

from data_access import clock
from data_access.editions.command import add_commands
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder
from data_access.editions.manifest import read_manifest
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    NEW_ROW,
    OLD_ROW,
    PREPARED,
    change_draft,
    force_write,
    sealed_figures,
)

ROLES = ("--prepared-by", PREPARED, "--approved-by", APPROVED)


def run(folders: Folders, *arguments: str) -> int:
    parser = argparse.ArgumentParser(prog="portal")
    add_commands(parser.add_subparsers(required=True))
    options = parser.parse_args(arguments)
    return int(options.run(folders, options))


@pytest.fixture
def sealed(folders: Folders, capsys: pytest.CaptureFixture[str]) -> Folders:
    assert run(folders, "seal", "2026-1", "--note", "The first.", *ROLES) == 0
    capsys.readouterr()
    return folders


def test_seal_tells_the_roles_and_the_hash_to_publish_elsewhere(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folders, "seal", "2026-1", "--note", "The first.", "--prepared-by", PREPARED) == 0
    out = capsys.readouterr().out
    assert f"prepared by {PREPARED}, unapproved" in out
    assert "Manifest sha256 " in out
    assert "in another place" in out
    manifest = read_manifest(folders, "2026-1")
    assert manifest.rules == {
        "reported": "reported-1",
        "shown": "shown-1",
        "clock": "clock-2",
        "searched": "searched-1",
        "questions": "questions-1",
    }
    assert manifest.sealed_on == clock.today()


def test_verify_says_that_all_is_whole(sealed: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["verify"], ["verify", "2026-1"]):
        assert run(sealed, *arguments) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert first == "The chain of 1 edition is whole."
        assert second.startswith("2026-1: every file is as it was sealed; manifest sha256 ")


def test_verify_names_what_was_changed_and_exits_with_one(sealed: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    path = sealed_figures(sealed, "2026-1")
    force_write(path, path.read_bytes().replace(b"56,160,35", b"48,160,30"))
    assert run(sealed, "verify", "2026-1") == 1
    assert "2026-1/observations/looked-after.csv: the file was changed at line 5" in capsys.readouterr().out
    force_write(edition_folder(sealed, "2026-1") / "manifest.json", b"{}\n")
    assert run(sealed, "verify") == 1
    assert "The chain of editions is broken." in capsys.readouterr().out


def test_verify_of_a_file_tells_the_edition_and_the_chain(
    sealed: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes(sealed_figures(sealed, "2026-1").read_bytes())
    assert run(sealed, "verify", str(copy)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The chain of 1 edition is whole.",
        f"{copy}: Every byte is as in 2026-1/observations/looked-after.csv.",
    ]
    copy.write_bytes(b"other")
    assert run(sealed, "verify", str(copy)) == 1


def test_diff_correct_and_withdraw_go_through_a_correction(sealed: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sealed, "diff", "2026-1", "draft") == 0
    change_draft(sealed, OLD_ROW, NEW_ROW)
    capsys.readouterr()
    assert run(sealed, "diff", "2026-1", "draft") == 1
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["kind"], row["old_value"], row["new_value"]) == ("revised", "35", "40")
    assert run(sealed, "correct", "2026-2", "--reason", "Wrong.", "--note", "Put right.", *ROLES) == 0
    assert f"Corrected: {BLACK}, as it was in 2026-1" in capsys.readouterr().out
    assert run(sealed, "withdraw", str(BLACK), "--reason", "Too small.", *ROLES) == 0
    assert f": {BLACK} in 2026-1, 2026-2" in capsys.readouterr().out
    assert run(sealed, "verify") == 0
    assert "every file is as it was sealed, but for what was withdrawn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["seal", "2026", "--note", "x", *ROLES], "a year and a number"),
        (["seal", "2026-2", *ROLES], "--note"),
        (["withdraw", "a.b", "--reason", "x", *ROLES], "indicator.period.area.ethnicity.category"),
        (["correct", "2026-2", "--note", "x", *ROLES], "--reason"),
        (["diff", "2026-1"], "B"),
    ],
)
def test_what_is_not_understood_exits_with_two(
    folders: Folders, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(folders, *arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("command", ["seal", "verify", "diff", "correct", "withdraw"])
def test_help_shows_an_example_and_the_exit_codes(
    folders: Folders, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit):
        run(folders, command, "--help")
    out = capsys.readouterr().out
    assert f"python -m data_access {command} " in out
    assert "exit codes: 0 all is well" in out


def test_an_error_is_one_sentence(folders: Folders) -> None:
    with pytest.raises(EditionError, match=r"^There is no edition 2026-9; none is sealed\.$"):
        run(folders, "verify", "2026-9")


def test_withdraw_tells_what_still_gives_the_figure_back(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    change_draft(folders, "Asian,all,,160,,,,x,", "Asian,all,64,160,40,,,,")
    assert run(folders, "seal", "2026-1", "--note", "The first.", *ROLES) == 0
    assert run(folders, "withdraw", str(BLACK), "--reason", "Too small.", *ROLES) == 1
    out = capsys.readouterr().out
    assert f"{BLACK} in 2026-1" in out
    assert "what is published tells that it is 56" not in out
    assert "withdraw more cells" in out
