"""Statements that are compiled once: a selection only puts whole numbers into their text.

Building and compiling an expression for each question cost more than the question itself.
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, literal_column

# Stands in a statement where the conditions of a selection go.
_PLACE = "(1 = 1)"
WHERE: ColumnElement[bool] = literal_column(_PLACE)


class Reader:
    """Runs compiled statements on one database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite gives way to another thread at every row, and 32 readers then take turns at a fifth of one's rate.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    def compiled(self, statement: Select[Any]) -> str:
        """The text of a statement, its own values written out, with ``WHERE`` left in it."""
        schemas = self._engine.get_execution_options().get("schema_translate_map")
        named = {"schema_translate_map": schemas, "render_schema_translate": True} if schemas else {}
        literal = {"literal_binds": True}
        return str(statement.compile(dialect=self._engine.dialect, compile_kwargs=literal, **named))

    def all(self, text: str, conditions: Iterable[tuple[str, Sequence[int]]], end: str = "") -> Sequence[Any]:
        """Every row of a compiled statement under conditions, each a column and the keys that it may have."""
        found = " AND ".join(f"{column} IN ({','.join(map(str, keys)) or 'NULL'})" for column, keys in conditions)
        with self._turn, self._engine.connect() as connection:
            return connection.exec_driver_sql(f"{text.replace(_PLACE, found or _PLACE)}{end}").fetchall()
