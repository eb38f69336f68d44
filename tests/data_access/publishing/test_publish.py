"""From an officer's sheet to public rows: small counts never arrive, and nothing is written on any error."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.check import check
from data_access.files import DEFAULT_FOLDERS, Folders
from tests.data_access.publishing.conftest import SUBMITTED
from tests.small_portal import write

ROLES = ("--prepared-by", "Data officer", "--approved-by", "Head of service")


def publish(folders: Folders, submission: Path, *options: str) -> int:
    return main(["--root", str(folders.root), "publish", str(submission), *options])


def published(folders: Folders) -> dict[tuple[str, str], dict[str, str]]:
    with (folders.observations / "looked-after.csv").open(encoding="utf-8") as file:
        return {(row["period_code"], row["ethnicity_code"]): row for row in csv.DictReader(file)}


def data_files(folders: Folders) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folders.data.rglob("*.csv")}


def test_a_small_count_and_one_more_are_hidden_in_every_unit(folders: Folders, submission: Path) -> None:
    assert publish(folders, submission, *ROLES, "--yes") == 0
    rows = published(folders)
    hidden = [group for (period, group), row in rows.items() if row["marker"] == "c"]
    assert "eth5-asian" in hidden
    assert len(hidden) == 2
    for group in hidden:
        row = rows["d2025-03-31", group]
        assert (row["numerator"], row["value"], row["lower"], row["upper"]) == ("", "", "", "")
    assert check(folders) == []


def test_no_raw_small_count_reaches_any_file(folders: Folders, submission: Path) -> None:
    assert publish(folders, submission, *ROLES, "--yes") == 0
    everything = b"\n".join(path.read_bytes() for path in folders.root.rglob("*") if path.is_file())
    assert b"1.875" not in everything
    assert b",3,160," not in everything


def test_last_year_stays_and_the_log_says_who_published_what(folders: Folders, submission: Path) -> None:
    assert publish(folders, submission, *ROLES, "--yes") == 0
    assert published(folders)["d2024-03-31", "eth5-black"]["numerator"] == "80"
    (line,) = csv.DictReader((folders.data / "publications.csv").read_text(encoding="utf-8").splitlines())
    assert (line["indicator_id"], line["prepared_by"], line["approved_by"]) == (
        "looked-after",
        "Data officer",
        "Head of service",
    )
    assert (line["rows"], line["hidden_here"], line["hidden_by_the_source"]) == ("6", "2", "0")


def test_publishing_the_same_sheet_again_changes_nothing(folders: Folders, submission: Path) -> None:
    assert publish(folders, submission, *ROLES, "--yes") == 0
    before = data_files(folders)
    assert publish(folders, submission, *ROLES, "--yes") == 0
    assert data_files(folders) == before


def test_a_preview_shows_what_is_hidden_and_writes_nothing(
    folders: Folders, submission: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = data_files(folders)
    assert publish(folders, submission, "--preview") == 0
    told = capsys.readouterr().out
    assert "1 count from 1 to 4, and 1 more that" in told
    assert "31 March 2025, Islington, Asian" in told
    assert "nothing was written" in told
    assert data_files(folders) == before


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ((), 1, "Say which role prepared the figures"),
        (("--prepared-by", "Officer", "--approved-by", "officer", "--yes"), 1, "cannot approve its own figures"),
        (("--prepared-by", "Officer", "--indicator", "lokked-after"), 2, "say which indicator"),
        (("--prepared-by", "Officer"), 1, "nobody is there to answer"),
    ],
)
def test_a_wrong_call_is_told_and_changes_nothing(
    folders: Folders,
    submission: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    before = data_files(folders)
    assert publish(folders, submission, *options) == code
    assert told in capsys.readouterr().err
    assert data_files(folders) == before


def test_a_wrong_sheet_is_told_line_by_line_and_changes_nothing(
    folders: Folders, submission: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(submission, SUBMITTED.replace(",40,160,25,", ",40,160,26,").replace("E09000019,eth5-other", "E09,eth5-other"))
    before = data_files(folders)
    assert publish(folders, submission, *ROLES, "--yes") == 1
    told = capsys.readouterr().err
    assert "looked-after.csv:6:area_code:" in told
    assert "looked-after.csv:7:value:" in told
    assert data_files(folders) == before


def test_a_small_count_that_an_edition_would_give_back_is_refused(
    folders: Folders, submission: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(submission, SUBMITTED.replace(",3,160,1.875,", ",5,160,3.125,").replace(",33,160,20.625,", ",31,160,19.375,"))
    assert publish(folders, submission, *ROLES, "--yes") == 0
    assert main(["--root", str(folders.root), "seal", "2026-1", "--note", "First.", "--prepared-by", "Officer"]) == 0
    sealed = submission.read_text(encoding="utf-8")
    fewer = sealed.replace(",160,160,100,", ",158,158,100,").replace(",5,160,3.125,", ",3,158,,")
    write(submission, re.sub(r",160,[0-9.]+,,,,,,", ",158,,,,,,,", fewer))
    before = data_files(folders)
    assert publish(folders, submission, *ROLES, "--yes") == 1
    assert "shown by an earlier edition" in capsys.readouterr().err
    assert data_files(folders) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dying at a step needs fork")
def test_killed_at_any_step_the_old_file_or_the_new_one_is_there_and_the_command_completes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.data_access.publishing.killing", str(tmp_path)]
    ran = subprocess.run(command, cwd=DEFAULT_FOLDERS.root, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    publishing, building, between_statements = map(int, ran.stdout.split())
    assert publishing >= 10
    assert building >= 4
    assert between_statements >= 20
