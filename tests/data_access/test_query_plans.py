"""Every question is answered by searching an index, and never by walking a table: SQLite says so itself."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from bench.sent import statements
from bench.synthetic import indicator_id, write
from data_access.database import build, open_current
from data_access.files import Folders
from data_access.records import ALL, ISLINGTON, Selection
from data_access.repository import Repository

SIZE = 12_000
WARD = "E05013699"
MEASURE = (indicator_id(1),)
BY_KEY = "SEARCH observation USING PRIMARY KEY"
BY_MAP = "SEARCH observation USING INDEX ix_observation_map"
BY_MAP_ALONE = "SEARCH observation USING COVERING INDEX ix_observation_map"
COUNTED = "SEARCH coverage USING PRIMARY KEY"
Ask = Callable[[Repository, Selection], object]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A database with enough made-up rows for its statistics to matter."""
    made, _ = write(tmp_path_factory.mktemp("plans"), SIZE)
    build(made, quiet=True)
    return made


@pytest.fixture(scope="module")
def engine(folders: Folders) -> Iterator[Engine]:
    """A connection of its own."""
    opened = open_current(folders).engine
    yield opened
    opened.dispose()


def rows(repository: Repository, selection: Selection) -> object:
    return repository.rows(selection)


def count(repository: Repository, selection: Selection) -> object:
    return repository.count(selection)


def covered(repository: Repository, selection: Selection) -> object:
    return repository.coverage(selection)


def codes(*names: str) -> Ask:
    return lambda repository, selection: repository.codes_with_figures(selection, names)


@pytest.mark.parametrize(
    ("ask", "selection", "plan"),
    [
        (rows, Selection(indicator=MEASURE, ward=(WARD,), category=(ALL,)), BY_KEY),
        (rows, Selection(indicator=MEASURE, area=(ISLINGTON,), classification=("eth19", ALL)), BY_KEY),
        (
            rows,
            Selection(indicator=MEASURE, category=(ALL,), period=("fy2014-15",), ethnicity=(ALL,)),
            BY_MAP,
        ),
        (count, Selection(indicator=MEASURE, ward=(WARD,)), BY_KEY),
        (codes("ethnicity"), Selection(indicator=MEASURE, category=(ALL,), period=("fy2014-15",)), BY_MAP_ALONE),
        (codes("period"), Selection(indicator=MEASURE, area=(ISLINGTON,), category=(ALL,)), BY_MAP_ALONE),
        (codes("area", "ethnicity"), Selection(indicator=MEASURE), COUNTED),
        (covered, Selection(indicator=MEASURE), COUNTED),
        (covered, Selection(indicator=MEASURE, category=(ALL,)), BY_MAP_ALONE),
    ],
)
def test_a_question_about_one_measure_searches_an_index(
    ask: Ask, selection: Selection, plan: str, folders: Folders, engine: Engine
) -> None:
    sent = statements(folders, lambda repository: ask(repository, selection))
    assert ask(Repository(engine), selection)
    with engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").fetchall() for text in sent]
    assert plans
    for steps in plans:
        told = [step[3] for step in steps]
        assert told[0].startswith(plan)
        assert not any(step.startswith("SCAN") for step in told)


def test_a_stream_of_all_rows_reads_them_in_the_order_they_lie_in(folders: Folders, engine: Engine) -> None:
    (sent,) = statements(folders, lambda repository: list(repository.csv_chunks(Selection())))
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent}").fetchall()
    assert [step[3] for step in plan] == ["SCAN observation"]


def test_statements_are_compiled_once_and_hold_whole_numbers_alone(folders: Folders) -> None:
    wrong = Selection(indicator=MEASURE, ward=("E05000366' OR 1=1 --",))
    (text,) = statements(folders, lambda repository: repository.rows(wrong, limit=2, offset=3))
    assert "'" not in text
    assert text.split("WHERE ")[1].split(" ORDER")[0].strip() == "indicator_key IN (0) AND area_key IN (NULL)"
    assert text.endswith(" LIMIT 2 OFFSET 3")
