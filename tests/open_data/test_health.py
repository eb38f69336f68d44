"""A portal whose files go wrong keeps its last good figures and says so; one without figures says that."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_access.database import build
from data_access.editions.seal import seal
from data_access.files import DEFAULT_FOLDERS, Folders, fingerprint
from tests.small_portal import INDICATOR, write, write_small_portal

FIGURES = "data/observations/looked-after.csv"
ROWS = "/api/v1/observations.json?indicator=looked-after"
# A step is an address to ask, or "one>other" to copy a file over another while the portal runs.
PROGRAM = """
import json, shutil, sys
from starlette.applications import Starlette
from starlette.testclient import TestClient
from open_data.routes import api_routes

with TestClient(Starlette(routes=api_routes())) as client:
    for step in sys.argv[1:]:
        if ">" in step:
            shutil.copy(*step.split(">"))
        else:
            answer = client.get(step)
            print(json.dumps([answer.status_code, dict(answer.headers), answer.json()]))
"""


@dataclass(frozen=True)
class Told:
    """One answer of a small portal."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class SmallPortal:
    """The portal's own code beside a small portal's files, run in a process of its own."""

    folders: Folders

    def asked(self, *steps: str, **settings: str) -> list[Told]:
        """Start the portal with these environment variables, take the steps and give its answers."""
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORTAL_EDITION"}}
        finished = subprocess.run(
            [sys.executable, "-c", PROGRAM, *steps],
            cwd=self.folders.root,
            env=kept | {"PYTHONPATH": str(self.folders.root)} | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return [Told(*json.loads(line)) for line in finished.stdout.splitlines()]


@pytest.fixture
def small(tmp_path: Path) -> SmallPortal:
    """A small portal of which nothing has been built."""
    for package in ("data_access", "visuals", "components", "pages", "open_data", "config/text"):
        shutil.copytree(
            DEFAULT_FOLDERS.root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return SmallPortal(write_small_portal(tmp_path))


def spoil_figures(folders: Folders) -> None:
    path = folders.root / FIGURES
    write(path, path.read_text(encoding="utf-8").replace(",80,200,40,", ",80,200,41,"))


def spoil_an_indicator(folders: Folders) -> None:
    write(folders.config / "indicators" / "looked-after.toml", INDICATOR.replace("small-source", "no-such-source"))


def spoil_toml(folders: Folders) -> None:
    write(folders.config / "indicators" / "looked-after.toml", "title = ")


def remove_the_settings(folders: Folders) -> None:
    (folders.config / "portal.toml").unlink()


def spoil_the_encoding(folders: Folders) -> None:
    path = folders.root / FIGURES
    path.write_bytes(path.read_bytes() + b"\x96\n")


def spoil_the_encoding_of_a_list(folders: Folders) -> None:
    path = folders.config / "codelists" / "notes.csv"
    path.write_bytes(path.read_bytes() + b"\x96\n")


WAYS_TO_SPOIL = pytest.mark.parametrize(
    "spoil",
    [
        spoil_figures,
        spoil_an_indicator,
        spoil_toml,
        remove_the_settings,
        spoil_the_encoding,
        spoil_the_encoding_of_a_list,
    ],
)


def test_a_portal_builds_its_figures_at_the_first_request(small: SmallPortal) -> None:
    ready, rows = small.asked("/readyz", ROWS)
    assert ready.status == 200
    mark = fingerprint(small.folders)
    assert ready.body == {"status": "ready", "edition": "draft", "fingerprint": mark, "observations": "9"}
    assert rows.body["count"] == 7


@WAYS_TO_SPOIL
def test_wrong_files_leave_the_last_good_figures_and_are_told(
    small: SmallPortal, spoil: Callable[[Folders], None]
) -> None:
    good, _ = build(small.folders, quiet=True)
    spoil(small.folders)
    ready, rows = small.asked("/readyz", ROWS)
    assert ready.status == 200
    assert ready.body["status"] == "ready"
    assert ready.body["fingerprint"] == good != fingerprint(small.folders)
    assert ready.body["problem"].endswith("in config/ and data/; run python -m data_access check")
    assert rows.status == 200
    assert [row["value"] for row in rows.body["rows"]].count(40) == 1
    assert rows.body["count"] == 7


def test_files_spoilt_while_the_portal_runs_change_nothing_but_what_readyz_says(small: SmallPortal) -> None:
    write(small.folders.root / "spoilt.csv", "spoilt")
    before, rows, after, same = small.asked("/readyz", ROWS, f"spoilt.csv>{FIGURES}", "/readyz", ROWS)
    assert "problem" not in before.body
    assert after.status == 200
    assert after.body["fingerprint"] == before.body["fingerprint"]
    assert after.body["problem"] == "the files have changed since this database was built; build it and start again"
    assert same == rows


def test_mended_files_are_served_at_the_next_start(small: SmallPortal) -> None:
    good, _ = build(small.folders, quiet=True)
    write(small.folders.config / "indicators" / "looked-after.toml", INDICATOR.replace("on one day", "on 31 March"))
    [ready] = small.asked("/readyz")
    assert "problem" not in ready.body
    assert ready.body["fingerprint"] == fingerprint(small.folders) != good


@pytest.mark.parametrize("spoil", [spoil_figures, remove_the_settings])
def test_without_any_good_figures_the_portal_lives_and_is_not_ready(
    small: SmallPortal, spoil: Callable[[Folders], None]
) -> None:
    spoil(small.folders)
    health, ready, rows = small.asked("/healthz", "/readyz", ROWS)
    assert (health.status, health.body) == (200, {"status": "ok"})
    assert ready.status == 503
    assert ready.headers["retry-after"] == "30"
    assert set(ready.body) == {"status", "problem"}
    assert ready.body["status"] == "not ready"
    assert ready.body["problem"].endswith("in config/ and data/; run python -m data_access check")
    assert rows.status == 503
    assert rows.headers["retry-after"] == "30"
    assert rows.headers["content-type"] == "application/problem+json"
    assert rows.body["detail"] == "No database can be read yet."


def test_a_portal_that_was_not_ready_is_once_its_files_are_mended(small: SmallPortal) -> None:
    shutil.copy(small.folders.root / FIGURES, small.folders.root / "good.csv")
    spoil_figures(small.folders)
    before, after, rows = small.asked("/readyz", f"good.csv>{FIGURES}", "/readyz", ROWS)
    assert before.status == 503
    assert after.status == 200
    assert after.body["fingerprint"] == fingerprint(small.folders)
    assert rows.body["count"] == 7


def test_a_database_that_does_not_answer_is_told_in_one_sentence(small: SmallPortal) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    ready, rows = small.asked("/readyz", ROWS, DATABASE_URL=nowhere)
    assert ready.status == rows.status == 503
    assert ready.body["problem"].startswith("the database does not answer or cannot be read")
    assert rows.body["detail"] == "No database can be read yet."


def test_a_damaged_database_file_is_told_in_one_sentence(small: SmallPortal) -> None:
    build(small.folders, quiet=True)
    (file,) = small.folders.var.glob("*.sqlite")
    file.write_bytes(b"no database at all" * 100)
    ready, rows = small.asked("/readyz", ROWS)
    assert ready.status == rows.status == 503
    assert "cannot be read" in ready.body["problem"]


def seal_small(folders: Folders) -> Path:
    seal(folders, "2026-1", note="The first.", prepared_by="Officer", on=date(2026, 11, 25))
    return folders.editions / "2026-1" / "observations" / "looked-after.csv"


def test_a_sealed_edition_is_served_and_not_the_draft(small: SmallPortal) -> None:
    seal_small(small.folders)
    path = small.folders.root / FIGURES
    write(path, path.read_text(encoding="utf-8").replace("56,160,35", "64,160,40"))
    ready, sealed, draft = small.asked("/readyz", ROWS, f"{ROWS}&edition=draft")
    assert (ready.body["edition"], "problem" in ready.body) == ("2026-1", False)
    assert 56 in [row["numerator"] for row in sealed.body["rows"]]
    assert draft.status == 400
    (shown,) = small.asked(ROWS, PORTAL_EDITION="draft")
    assert 64 in [row["numerator"] for row in shown.body["rows"]]


def test_a_tampered_byte_in_a_sealed_edition_is_told_by_readyz(small: SmallPortal) -> None:
    sealed = seal_small(small.folders)
    build(replace(small.folders, edition="2026-1"), quiet=True)
    sealed.chmod(0o644)
    sealed.write_bytes(sealed.read_bytes().replace(b"56,160,35", b"65,160,35"))
    (ready,) = small.asked("/readyz")
    assert "2026-1" in ready.body["problem"]
    assert "looked-after.csv" in ready.body["problem"]
