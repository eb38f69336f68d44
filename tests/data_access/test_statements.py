"""How statements are sent: by the driver itself to SQLite, and some rows at a time where there are many."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from data_access.errors import DatabaseFailure
from data_access.statements import Reader

NUMBERS = "SELECT number FROM numbers WHERE (1 = 1) ORDER BY number"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An SQLite file with the numbers below 4,500."""
    made = create_engine(f"sqlite:///{tmp_path / 'numbers.sqlite'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
        connection.execute(
            text("INSERT INTO numbers VALUES (:number)"), [{"number": number} for number in range(4_500)]
        )
    yield made
    made.dispose()


def test_conditions_stand_in_for_the_place_that_a_statement_has_for_them(engine: Engine) -> None:
    reader = Reader(engine)
    assert reader.all(NUMBERS, [("number", (3, 1))]) == [(1,), (3,)]
    assert reader.all(NUMBERS, [("number", ())]) == []
    assert len(reader.all(NUMBERS, [])) == 4_500


def test_pieces_are_the_same_rows_some_at_a_time(engine: Engine) -> None:
    reader = Reader(engine)
    pieces = list(reader.pieces(NUMBERS, []))
    assert len(pieces) > 1
    assert [row for piece in pieces for row in piece] == reader.all(NUMBERS, [])


def test_a_question_can_be_asked_while_pieces_are_read(engine: Engine) -> None:
    reader = Reader(engine)
    pieces = reader.pieces(NUMBERS, [])
    first = next(pieces)
    assert reader.all(NUMBERS, [("number", (4_499,))]) == [(4_499,)]
    assert sum(len(piece) for piece in pieces) + len(first) == 4_500


def test_what_sqlite_refuses_is_a_failure_of_the_database(engine: Engine) -> None:
    reader = Reader(engine)
    with pytest.raises(DatabaseFailure, match="no such table"):
        reader.all("SELECT number FROM nowhere", [])
    with pytest.raises(DatabaseFailure, match="no such table"):
        list(reader.pieces("SELECT number FROM nowhere", []))
    assert reader.answers_at_once
