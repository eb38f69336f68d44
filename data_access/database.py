"""Opens the database that serves the portal, building it first where it is missing.

SQLite (the default) is one file for each fingerprint of config/ and data/, written beside the others
and put in place by a rename, so a reader never meets half a database. With ``DATABASE_URL`` set to
PostgreSQL it is one schema for each fingerprint, renamed into place in the transaction that fills it.
``READ_DATABASE_URL`` names the standby that readers read from: it is only ever read.
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import Connection

from data_access.errors import DatabaseFailure, InvalidFilesError, NotReadyError
from data_access.files import Folders, edition, fingerprint
from data_access.ingest import load

_SCHEMA_PREFIX = "portal_"
# So that readers are told within seconds, and not minutes, that a server is out of reach.
_SECONDS_TO_CONNECT = "3"
_BUILDING = ".building-"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """An engine that reads one built database, and whether it is of the files as they are now.

    ``stands_in`` tells that the primary is read because the standby cannot serve these files yet.
    """

    engine: Engine
    fingerprint: str
    problem: str
    stands_in: bool = False


def database_url() -> str:
    """The PostgreSQL address from ``DATABASE_URL``, or empty for the built-in SQLite file."""
    return os.environ.get("DATABASE_URL", "")


def read_database_url() -> str:
    """The PostgreSQL address from ``READ_DATABASE_URL``, or empty where readers read what was built."""
    return os.environ.get("READ_DATABASE_URL", "")


def build(folders: Folders, url: str = "", *, quiet: bool = False) -> tuple[str, bool]:
    """Build the database of the files as they are; (fingerprint, whether anything had to be done).

    Raises:
        InvalidFilesError: any file is wrong; nothing was changed.
    """
    mark = fingerprint(folders)
    if url:
        return mark, _build_schema(folders, url, mark, quiet=quiet)
    return mark, _build_file(folders, mark, quiet=quiet)


def open_current(folders: Folders, url: str = "") -> Opened:
    """Open the database of the files as they are; else the last good one, saying what is wrong.

    Raises:
        NotReadyError: nothing has been built yet and nothing can be.
    """
    mark, problem = fingerprint(folders), ""
    if not url:
        try:
            _build_file(folders, mark, quiet=True)
        except InvalidFilesError as error:
            problem = f"{error}; run python -m data_access check"
    available = _schemas(folders, url) if url else _files(folders)
    if mark not in available:
        problem = problem or "the database is not of the files as they are now; run python -m data_access build"
    served = mark if mark in available else next(iter(available), "")
    if not served:
        raise NotReadyError(problem)
    return Opened(_reader(folders, url, served), served, problem)


def open_for_readers(folders: Folders, url: str, read_url: str) -> Opened:
    """Open the standby at ``read_url``; the primary at ``url`` while the standby cannot serve these files.

    Without a ``read_url`` readers read what was built. Without a ``url`` the standby is all there is.

    Raises:
        NotReadyError: neither has a database of the edition.
        DatabaseFailure: the standby does not answer and the primary cannot stand in.
    """
    if not read_url:
        return open_current(folders, url)
    try:
        standby = open_current(folders, read_url)
    except (DatabaseFailure, NotReadyError) as error:
        primary = _stand_in(folders, url, error)
        if primary is None:
            raise
        return primary
    primary = _stand_in(folders, url, standby.problem) if standby.problem else None
    if primary:
        standby.engine.dispose()
    return primary or standby


def _stand_in(folders: Folders, url: str, reason: object) -> Opened | None:
    """The primary, if it has a database of the files as they are now."""
    if not url:
        return None
    try:
        primary = open_current(folders, url)
    except (DatabaseFailure, NotReadyError):
        return None
    if primary.problem:
        primary.engine.dispose()
        return None
    name = edition(folders)
    _log.warning("The standby cannot serve edition %s yet, so the primary is read: %s", name, _first_line(reason))
    problem = f"the standby cannot serve edition {name} yet; figures are read from the primary until it can"
    return Opened(primary.engine, primary.fingerprint, problem, stands_in=True)


def _first_line(reason: object) -> str:
    return next(iter(str(reason).splitlines()), "")


def _sqlite_path(folders: Folders, mark: str) -> Path:
    """The file of one fingerprint: the one that exists, else the one to build."""
    existing = next(folders.var.glob(f"*-{mark}.sqlite"), None)
    return existing or folders.var / f"{edition(folders)}-{mark}.sqlite"


def _files(folders: Folders) -> list[str]:
    """Fingerprints of the SQLite files built so far of this edition, newest first."""
    paths = folders.var.glob(f"{edition(folders)}-*.sqlite")
    newest_first = sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)
    return [path.stem.rpartition("-")[2] for path in newest_first]


def _build_file(folders: Folders, mark: str, *, quiet: bool) -> bool:
    path = _sqlite_path(folders, mark)
    if path.exists():
        # A file that has its name is whole; nothing is written, so that var/ may be read-only.
        return False
    folders.var.mkdir(exist_ok=True)
    with FileLock(folders.var / "build.lock"):
        if path.exists():
            return False
        # Whoever holds the lock builds alone, so these are of builds that were killed.
        for abandoned in folders.var.glob(f"{_BUILDING}*"):
            abandoned.unlink()
        with _beside(path) as draft:
            engine = create_engine(f"sqlite:///{draft}")
            event.listen(engine, "connect", _enforce_foreign_keys)
            try:
                with engine.begin() as connection:
                    load(connection, folders, mark, quiet=quiet)
                with engine.connect() as connection:
                    connection.execute(text("ANALYZE"))
                    connection.commit()
            finally:
                engine.dispose()
        _remove_old(folders, keep=2)
    return True


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file next to ``path`` that takes its name once it is whole and on disk."""
    handle, name = tempfile.mkstemp(prefix=_BUILDING, dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _remove_old(folders: Folders, keep: int) -> None:
    """Keep the newest files: the one just built and the last good one before it."""
    for mark in _files(folders)[keep:]:
        _sqlite_path(folders, mark).unlink(missing_ok=True)


def _enforce_foreign_keys(connection: object, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]


def _build_schema(folders: Folders, url: str, mark: str, *, quiet: bool) -> bool:
    engine = create_engine(url)
    schema, draft = _schema(folders, mark), "building_" + mark
    try:
        with engine.begin() as connection:
            # One build at a time: a second one waits here, then finds the schema and leaves.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('challenging-inequality-portal'))"))
            if schema in inspect(connection).get_schema_names():
                return False
            connection.execute(text(f'CREATE SCHEMA "{draft}"'))
            load(connection.execution_options(schema_translate_map={None: draft}), folders, mark, quiet=quiet)
            connection.execute(text(f'ALTER SCHEMA "{draft}" RENAME TO "{schema}"'))
            connection.execute(text(f"COMMENT ON SCHEMA \"{schema}\" IS '{_next_turn(connection)}'"))
    finally:
        engine.dispose()
    return True


def _next_turn(connection: Connection) -> int:
    """One more than the highest turn written as a comment on a built schema."""
    turns = [turn for _, turn in _schema_turns(connection)]
    return max(turns, default=0) + 1


def _schema_turns(connection: Connection) -> list[tuple[str, int]]:
    """(schema, turn in which it was built) of every built schema, newest first."""
    query = text(
        "SELECT nspname, COALESCE(obj_description(oid, 'pg_namespace'), '0')::int AS turn"
        " FROM pg_namespace WHERE nspname LIKE :prefix ORDER BY turn DESC"
    )
    return [(name, turn) for name, turn in connection.execute(query, {"prefix": f"{_SCHEMA_PREFIX}%"})]


def _schema(folders: Folders, mark: str) -> str:
    return f"{_SCHEMA_PREFIX}{edition(folders).replace('-', '_')}_{mark}"


def _schemas(folders: Folders, url: str) -> list[str]:
    """Fingerprints of the schemas built so far of this edition, newest first."""
    engine, prefix = _postgresql(url), _schema(folders, "")
    try:
        with engine.connect() as connection:
            return [name.removeprefix(prefix) for name, _ in _schema_turns(connection) if name.startswith(prefix)]
    finally:
        engine.dispose()


def _postgresql(url: str) -> Engine:
    """An engine that only reads, and makes a new connection where a server has gone and come back."""
    address = make_url(url)
    if "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": _SECONDS_TO_CONNECT})
    return create_engine(address, execution_options={"postgresql_readonly": True}, pool_pre_ping=True)


def _reader(folders: Folders, url: str, mark: str) -> Engine:
    """An engine that can only read."""
    if url:
        return _postgresql(url).execution_options(schema_translate_map={None: _schema(folders, mark)})
    path = _sqlite_path(folders, mark).resolve()
    return create_engine(f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true")
