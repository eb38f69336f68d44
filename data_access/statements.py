"""Statements that are compiled once: a selection only puts whole numbers into their text.

Building and compiling an expression for each question cost more than the question itself.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, literal_column
from sqlalchemy.exc import DBAPIError

from data_access.errors import DatabaseFailure

# Stands in a statement where the conditions of a selection go.
_PLACE = "(1 = 1)"
WHERE: ColumnElement[bool] = literal_column(_PLACE)
# Rows in a piece of a stream: enough for the cost of a piece to vanish in the cost of its rows.
_PIECE = 2_000
Conditions = Iterable[tuple[str, Sequence[int]]]


class Reader:
    """Runs compiled statements on one database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = _File(engine) if engine.dialect.name == "sqlite" else None

    @property
    def answers_at_once(self) -> bool:
        """Whether the database is a file that nobody is reading, so that a small question costs less than a thread."""
        return self._file is not None and not self._file.is_busy

    def compiled(self, statement: Select[Any]) -> str:
        """The text of a statement, its own values written out, with ``WHERE`` left in it."""
        schemas = self._engine.get_execution_options().get("schema_translate_map")
        named = {"schema_translate_map": schemas, "render_schema_translate": True} if schemas else {}
        literal = {"literal_binds": True}
        return str(statement.compile(dialect=self._engine.dialect, compile_kwargs=literal, **named))

    def all(self, text: str, conditions: Conditions, end: str = "") -> Sequence[Any]:
        """Every row of a compiled statement under conditions, each a column and the keys that it may have."""
        whole = _under(text, conditions, end)
        if self._file:
            return self._file.all(whole)
        with self._engine.connect() as connection:
            return connection.exec_driver_sql(whole).fetchall()

    def pieces(self, text: str, conditions: Conditions) -> Iterator[Sequence[Any]]:
        """The same rows some at a time, never held all at once."""
        whole = _under(text, conditions)
        if self._file:
            yield from self._file.pieces(whole)
            return
        with self._engine.connect().execution_options(stream_results=True) as connection:
            yield from connection.exec_driver_sql(whole).partitions(_PIECE)


class _File:
    """An SQLite file over the driver itself: SQLAlchemy's part in a small question is larger than the question.

    SQLite gives way to another thread at every row, and 32 readers then take turns at a fifth of one's rate: so one
    connection is kept for all, and they wait for each other. A stream has a connection of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._turn = engine, threading.Lock()
        self._kept = engine.raw_connection()
        self._driver: Any = self._kept.driver_connection

    @property
    def is_busy(self) -> bool:
        return self._turn.locked()

    def all(self, text: str) -> Sequence[Any]:
        try:
            with self._turn:
                return self._driver.execute(text).fetchall()  # type: ignore[no-any-return]
        except sqlite3.Error as error:
            raise _failure(text, error) from error

    def pieces(self, text: str) -> Iterator[Sequence[Any]]:
        with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            try:
                cursor.execute(text)
                while rows := cursor.fetchmany(_PIECE):
                    yield rows
            except sqlite3.Error as error:
                raise _failure(text, error) from error


def _failure(text: str, error: sqlite3.Error) -> DatabaseFailure:
    """As SQLAlchemy would tell it."""
    return DBAPIError.instance(text, None, error, sqlite3.Error)


def _under(text: str, conditions: Conditions, end: str = "") -> str:
    found = " AND ".join(f"{column} IN ({','.join(map(str, keys)) or 'NULL'})" for column, keys in conditions)
    return f"{text.replace(_PLACE, found or _PLACE)}{end}"
