"""Building is all or nothing, once, and the last good database keeps serving."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.database import build, open_current, open_for_readers
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


def test_a_built_file_is_opened_immutable_and_refuses_every_write(folders: Folders) -> None:
    mark, _ = build(folders, quiet=True)
    opened = open_current(folders)
    query = str(opened.engine.url.query)
    assert "'mode': 'ro'" in query
    assert "'immutable': '1'" in query
    for statement in ("DELETE FROM observation", "INSERT INTO portal VALUES ('a', 'b')", "DROP TABLE portal"):
        with opened.engine.connect() as connection, pytest.raises(DBAPIError, match="readonly"):
            connection.execute(text(statement))
    opened.engine.dispose()
    assert [path.name for path in folders.var.glob("*.sqlite*")] == [f"draft-{mark}.sqlite"]


def test_a_built_file_is_served_without_anything_being_written(folders: Folders) -> None:
    build(folders, quiet=True)
    (folders.var / "build.lock").unlink(missing_ok=True)
    before = sorted(path.name for path in folders.var.iterdir())
    opened = open_current(folders)
    assert Repository(opened.engine).size == 9
    opened.engine.dispose()
    assert sorted(path.name for path in folders.var.iterdir()) == before


NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def second_url(postgres_url: str) -> Iterator[str]:
    """Another empty PostgreSQL database, which stands for the standby here; tests/deploy has a real one."""
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE portal_second"))
    yield make_url(postgres_url).set(database="portal_second").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE portal_second WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def first_url(server_url: str) -> str:
    """The PostgreSQL database that is built; SQLite has no standby."""
    return server_url or NOWHERE


ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@ON_POSTGRESQL
def test_readers_read_the_standby_where_it_has_the_edition(folders: Folders, first_url: str, second_url: str) -> None:
    mark, _ = build(folders, second_url, quiet=True)
    for primary in (first_url, NOWHERE, ""):
        opened = open_for_readers(folders, primary, second_url)
        assert (opened.fingerprint, opened.problem, opened.stands_in) == (mark, "", False)
        assert opened.engine.url.database == "portal_second"
        opened.engine.dispose()


@ON_POSTGRESQL
@pytest.mark.parametrize("standby", ["behind", "away"])
def test_the_primary_stands_in_for_a_standby_that_cannot_serve_and_one_line_says_so(
    folders: Folders, first_url: str, second_url: str, standby: str, caplog: pytest.LogCaptureFixture
) -> None:
    mark, _ = build(folders, first_url, quiet=True)
    opened = open_for_readers(folders, first_url, second_url if standby == "behind" else NOWHERE)
    assert (opened.fingerprint, opened.stands_in) == (mark, True)
    assert opened.problem == (
        "the standby cannot serve edition draft yet; figures are read from the primary until it can"
    )
    assert len(caplog.records) == 1
    assert len(caplog.text.splitlines()) == 1
    with opened.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("CREATE TABLE mischief (a INTEGER)"))
    assert Repository(opened.engine).size == 9
    opened.engine.dispose()


@ON_POSTGRESQL
def test_a_standby_with_older_figures_is_read_where_no_primary_answers(
    folders: Folders, first_url: str, second_url: str
) -> None:
    assert first_url != second_url
    older, _ = build(folders, second_url, quiet=True)
    write(folders.observations / "looked-after.csv", LOOKED_AFTER.replace("56,160,35", "64,160,40"))
    opened = open_for_readers(folders, NOWHERE, second_url)
    assert (opened.fingerprint, opened.stands_in) == (older, False)
    assert opened.problem
    opened.engine.dispose()


@ON_POSTGRESQL
def test_neither_a_standby_nor_a_primary_with_figures_is_told(
    folders: Folders, first_url: str, second_url: str
) -> None:
    with pytest.raises(NotReadyError):
        open_for_readers(folders, first_url, second_url)
    with pytest.raises(DBAPIError):
        open_for_readers(folders, first_url, NOWHERE)


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


def test_what_a_killed_build_left_is_removed_by_the_next(folders: Folders) -> None:
    folders.var.mkdir(exist_ok=True)
    left = [folders.var / name for name in (".building-left-behind", ".building-left-behind-journal")]
    for path in left:
        path.write_bytes(b"not a database")
    build(folders)
    assert not any(path.exists() for path in left)


def test_the_fingerprint_sees_every_file(folders: Folders) -> None:
    before = fingerprint(folders)
    notes = Path(folders.config / "codelists" / "notes.csv")
    notes.write_text(notes.read_text(encoding="utf-8") + "another,Words.\n", encoding="utf-8")
    assert fingerprint(folders) != before
