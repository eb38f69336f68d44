"""Building is all or nothing, once, and the last good database keeps serving."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.database import build, open_current
from data_access.errors import InvalidFilesError, NotReadyError
from data_access.files import DEFAULT_FOLDERS, Folders, fingerprint
from data_access.repository import Repository
from data_access.schema import metadata, observation
from tests.small_portal import LOOKED_AFTER, write


def break_files(folders: Folders) -> None:
    write(folders.observations / "looked-after.csv", LOOKED_AFTER.replace("E09000019", "E1"))


def test_a_second_build_of_the_same_files_does_nothing(folders: Folders, server_url: str) -> None:
    assert build(folders, server_url, quiet=True) == (fingerprint(folders), True)
    assert build(folders, server_url, quiet=True) == (fingerprint(folders), False)


def test_a_changed_file_is_built_anew(folders: Folders, server_url: str) -> None:
    before, _ = build(folders, server_url, quiet=True)
    write(folders.observations / "looked-after.csv", LOOKED_AFTER.replace("56,160,35", "64,160,40"))
    after, built = build(folders, server_url, quiet=True)
    assert built
    assert after != before


def test_wrong_files_change_nothing_and_the_last_good_database_serves(folders: Folders, server_url: str) -> None:
    good, _ = build(folders, server_url, quiet=True)
    break_files(folders)
    with pytest.raises(InvalidFilesError):
        build(folders, server_url, quiet=True)
    opened = open_current(folders, server_url)
    assert opened.fingerprint == good
    assert opened.problem
    assert Repository(opened.engine).size == 9
    opened.engine.dispose()


def test_wrong_files_and_no_database_is_told_as_not_ready(folders: Folders, server_url: str) -> None:
    break_files(folders)
    with pytest.raises(NotReadyError):
        open_current(folders, server_url)
    assert not list(folders.root.glob("var/*.sqlite"))


def test_builds_at_the_same_time_build_once(folders: Folders, server_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: build(folders, server_url, quiet=True), range(4)))
    assert sorted(built for _, built in results) == [False, False, False, True]


def test_processes_starting_at_the_same_time_build_once(folders: Folders) -> None:
    command = [sys.executable, "-m", "data_access", "--root", str(folders.root), "build"]
    started = [subprocess.Popen(command, cwd=DEFAULT_FOLDERS.root, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    words = sorted(process.communicate(timeout=60)[0].split(":")[0] for process in started)
    assert words == ["Already built", "Already built", "Built"]
    assert len(list(folders.var.glob("*.sqlite"))) == 1


def test_the_portal_cannot_write(folders: Folders, server_url: str) -> None:
    build(folders, server_url, quiet=True)
    opened = open_current(folders, server_url)
    with opened.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("CREATE TABLE mischief (a INTEGER)"))
    opened.engine.dispose()


GOOD = {
    "indicator_key": 0,
    "area_key": 0,
    "category_key": 0,
    "ethnicity_key": 0,
    "period_key": 0,
    "numerator": None,
    "denominator": None,
    "value": 1.0,
    "lower": None,
    "upper": None,
    "marker_key": 0,
    "flags": "",
    "label_key": 0,
    "note_key": 0,
    "source_key": 0,
}
BROKEN = {
    "a marked row with a value": {"marker_key": 1},
    "a published row without a value": {"value": None},
    "a marked row with a numerator": {"marker_key": 1, "value": None, "numerator": 7.0},
    "a marked row with an interval": {"marker_key": 1, "value": None, "lower": 1.0, "upper": 2.0},
    "half an interval": {"lower": 0.5},
    "a value outside its interval": {"lower": 2.0, "upper": 3.0},
    "an area that does not exist": {"area_key": 99},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_itself_refuses(database_url: str, name: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA foreign_keys=ON"))
        metadata.create_all(connection)
        for table in metadata.sorted_tables:
            if set(table.columns.keys()) == {"key", "code"}:
                connection.execute(insert(table), [{"key": 0, "code": ""}, {"key": 1, "code": "c"}])
        connection.execute(insert(observation), GOOD)
        with pytest.raises(IntegrityError):
            connection.execute(insert(observation), {**GOOD, "period_key": 1, **BROKEN[name]})
    engine.dispose()


def test_old_files_are_removed_but_the_last_good_one_stays(folders: Folders) -> None:
    for number in (55, 56, 57, 58):
        text_of = LOOKED_AFTER.replace("56,160,35", f"{number},160,{round(100 * number / 160, 6)}")
        write(folders.observations / "looked-after.csv", text_of)
        build(folders, quiet=True)
    assert len(list(folders.var.glob("*.sqlite"))) == 2


def test_a_half_built_file_is_never_served(folders: Folders) -> None:
    folders.var.mkdir()
    (folders.var / ".building-left-behind").write_bytes(b"not a database")
    opened = open_current(folders)
    assert Repository(opened.engine).size == 9
    opened.engine.dispose()


def test_the_fingerprint_sees_every_file(folders: Folders) -> None:
    before = fingerprint(folders)
    notes = Path(folders.config / "codelists" / "notes.csv")
    notes.write_text(notes.read_text(encoding="utf-8") + "another,Words.\n", encoding="utf-8")
    assert fingerprint(folders) != before
