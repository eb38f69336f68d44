"""Building, the portal's questions to its database, threads and whole files, beside other stores of the same rows."""

import csv
import gc
import io
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import psutil
from sqlalchemy import Engine

from bench.figures import Figure, Results, Target, middle, number, slow_end
from bench.sent import statements
from bench.synthetic import Shape, indicator_id, write
from data_access import views
from data_access.database import build, open_current
from data_access.files import Folders
from data_access.records import ALL, Selection
from data_access.repository import Repository

_THREADS = 32
# MB: a few pieces of the stream, and far below the file.
_MOST_GROWTH = 16


@dataclass(frozen=True)
class Store:
    """A built portal of made-up figures and other stores of the same rows."""

    size: int
    folders: Folders
    shape: Shape
    repository: Repository
    engine: Engine
    path: Path

    @property
    def told(self) -> str:
        """The number of rows in words of a table."""
        return f"{self.size:,}"

    def raw(self) -> sqlite3.Connection:
        """The same file without the portal."""
        address = f"file:{self.path}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def indicator(self) -> str:
        """A measure from the middle."""
        return indicator_id(max(1, self.size // self.shape.per_indicator // 2))


def made(root: Path, size: int, results: Results) -> Store:
    """Write made-up figures and build the database with the portal's own command; how long that takes is kept."""
    folders, shape = write(root, size)
    before = time.perf_counter()
    mark, _ = build(folders, quiet=True)
    seconds = time.perf_counter() - before
    path = next(folders.var.glob(f"*-{mark}.sqlite"))
    told = f"{size:,}"
    results.add(Figure("build", "check, insert, index and count", told, "s", seconds))
    results.add(Figure("build", "the same", told, "thousand rows/s", size / seconds / 1_000))
    results.add(Figure("build", "database file", told, "MB", path.stat().st_size / 1e6))
    engine = open_current(folders).engine
    store = Store(size, folders, shape, Repository(engine), engine, path)
    # As the app does when it starts, so that what is loaded is no work for the garbage collection.
    gc.collect()
    gc.freeze()
    return store


def timed(work: Callable[[], object], times: int, seconds: float = 3.0) -> list[float]:
    """How long each of so many runs took in ms, after one that is not counted; fewer where they take too long."""
    work()
    found: list[float] = []
    deadline = time.perf_counter() + seconds
    while len(found) < times and (len(found) < 3 or time.perf_counter() < deadline):
        before = time.perf_counter()
        work()
        found.append(1_000 * (time.perf_counter() - before))
    return found


def _compared(results: Results, store: Store, what: str, contenders: dict[str, Callable[[], object]], n: int) -> None:
    """Each contender's time, as a ratio to the first."""
    first = 0.0
    for name, work in contenders.items():
        times = timed(work, n)
        first = first or middle(times)
        ratio = middle(times) / first
        results.add(
            Figure("queries", f"{what}: {name}", store.told, "ms", middle(times), slow_end(times), ratio, "raw sqlite3")
        )


def queries(store: Store, results: Results, times: int) -> None:
    """Three questions in each store: one measure in one ward, one group on the map, the list of measures."""
    shape, repository, raw = store.shape, store.repository, store.raw()
    ward, group, period = shape.areas[1], shape.groups[3], shape.periods[0]
    indicator = store.indicator()
    keys = {
        name: {code: key for key, code in raw.execute(f"SELECT key, code FROM {name}")}  # noqa: S608
        for name in ("indicator", "area", "category", "ethnic_group", "period")
    }
    i, a, c, g, p = (
        keys["indicator"][indicator],
        keys["area"][ward],
        keys["category"][ALL],
        keys["ethnic_group"][group],
        keys["period"][period],
    )
    table, frame = _duckdb(store), _frame(store)
    one_ward = Selection(indicator=(indicator,), ward=(ward,), category=(ALL,))
    on_map = Selection(indicator=(indicator,), category=(ALL,), period=(period,), ethnicity=(group,))
    listed = Selection(ethnicity=(group,))
    in_ward = "indicator_key = ? AND area_key = ? AND category_key = ?"
    of_group = "indicator_key = ? AND category_key = ? AND period_key = ? AND ethnicity_key = ?"
    counted = (
        "SELECT indicator_key, sum(observations), max(latest_period_key) FROM coverage WHERE ethnicity_key = ?"
        " GROUP BY indicator_key"
    )
    words = f"indicator_id = '{indicator}' AND category_code = '{ALL}'"
    where_ward = f"SELECT * FROM o WHERE {words} AND area_code = '{ward}'"  # noqa: S608
    where_map = f"SELECT * FROM o WHERE {words} AND period_code = '{period}' AND ethnicity_code = '{group}'"  # noqa: S608
    by_measure = f"SELECT indicator_id, count(*), max(period_code) FROM o WHERE ethnicity_code = '{group}' GROUP BY 1"  # noqa: S608
    _compared(
        results,
        store,
        "one measure in one ward",
        {
            "raw sqlite3": lambda: raw.execute(f"SELECT * FROM observation WHERE {in_ward}", (i, a, c)).fetchall(),  # noqa: S608
            "the portal": lambda: repository.rows(one_ward),
            "DuckDB": lambda: table.execute(where_ward).fetchall(),
            "pandas, cached": lambda: frame[
                (frame.indicator_id == indicator) & (frame.area_code == ward) & (frame.category_code == ALL)
            ],
        },
        times,
    )
    _compared(
        results,
        store,
        "one group on the map",
        {
            "raw sqlite3": lambda: raw.execute(
                f"SELECT * FROM observation WHERE {of_group}",  # noqa: S608
                (i, c, p, g),
            ).fetchall(),
            "the portal": lambda: repository.rows(on_map),
            "DuckDB": lambda: table.execute(where_map).fetchall(),
            "pandas, cached": lambda: frame[
                (frame.indicator_id == indicator)
                & (frame.category_code == ALL)
                & (frame.period_code == period)
                & (frame.ethnicity_code == group)
            ],
        },
        times,
    )
    _compared(
        results,
        store,
        "list of measures",
        {
            "raw sqlite3": lambda: raw.execute(counted, (g,)).fetchall(),
            "the portal": lambda: repository.coverage(listed),
            "DuckDB": lambda: table.execute(by_measure).fetchall(),
            "pandas, cached": lambda: frame[frame.ethnicity_code == group].groupby("indicator_id").period_code.max(),
        },
        times,
    )
    raw.close()
    table.close()


def _files(store: Store) -> list[Path]:
    return sorted(store.folders.observations.glob("*.csv"))


def _duckdb(store: Store) -> duckdb.DuckDBPyConnection:
    """The same rows in a DuckDB file, in the order of the files."""
    connection = duckdb.connect(str(store.folders.root / "rows.duckdb"))
    pattern = str(store.folders.observations / "*.csv")
    connection.execute(
        "CREATE OR REPLACE TABLE o AS SELECT parse_filename(filename, true) AS indicator_id, * EXCLUDE (filename)"
        " FROM read_csv(?, filename = true)",
        [pattern],
    )
    return connection


def _frame(store: Store) -> pd.DataFrame:
    """The same rows as a pandas page would hold them."""
    return pd.concat([pd.read_csv(path).assign(indicator_id=path.stem) for path in _files(store)], ignore_index=True)


def page_work(store: Store, results: Results, times: int) -> float:
    """What the page of one measure reads, beside the same statements sent to sqlite3 without the portal; its ms."""
    repository, raw = store.repository, store.raw()
    wished = Selection(indicator=(store.indicator(),))
    sent = statements(store.folders, lambda repository: views.indicator_view(repository, store.indicator(), wished))

    def at_least() -> None:
        for statement in sent:
            raw.execute(statement).fetchall()

    floor = timed(at_least, times)
    ours = timed(lambda: views.indicator_view(repository, store.indicator(), wished), times)
    ratio = middle(ours) / middle(floor)
    what = "data of one measure's page"
    results.add(
        Figure("queries", f"{what}: its statements in sqlite3", store.told, "ms", middle(floor), slow_end(floor))
    )
    results.add(
        Figure("queries", f"{what}: the portal", store.told, "ms", middle(ours), slow_end(ours), ratio, "raw sqlite3")
    )
    results.aim(Target(f"{what} beside raw sqlite3, {store.told} rows", ratio, 2, "×"))
    raw.close()
    return middle(ours)


def threads(store: Store, results: Results, seconds: float) -> None:
    """Reads of one ward's figures a second, by one thread and by 32."""
    areas = store.shape.areas

    def read(number_of: int) -> None:
        area = areas[1 + number_of % (len(areas) - 1)]
        store.repository.rows(Selection(indicator=(store.indicator(),), area=(area,), category=(ALL,)))

    one, many = _rate(read, 1, seconds), _rate(read, _THREADS, seconds)
    results.add(Figure("threads", "reads of 210 rows by one thread", store.told, "reads/s", one))
    results.add(
        Figure(
            "threads", f"the same by {_THREADS}", store.told, "reads/s", many, ratio=many / one, ratio_to="one thread"
        )
    )
    results.aim(Target("32 threads of page reads beside one thread's rate", many / one, 0.7, at_least=True))


def _rate(work: Callable[[int], None], workers: int, seconds: float) -> float:
    stop, done = threading.Event(), [0] * workers

    def run(worker: int) -> None:
        while not stop.is_set():
            work(done[worker] + worker)
            done[worker] += 1

    with ThreadPoolExecutor(workers) as pool:
        for worker in range(workers):
            work(worker)
        before = time.perf_counter()
        running = [pool.submit(run, worker) for worker in range(workers)]
        time.sleep(seconds)
        stop.set()
        passed = time.perf_counter() - before
        for one in running:
            one.result()
    return sum(done) / passed


def whole_file(store: Store, results: Results) -> None:
    """Every row as CSV by the portal, and by whatever else can write the same file."""
    process = psutil.Process()
    before = process.memory_info().rss
    ours, size, most = _written(store.repository.csv_chunks(Selection()), process)
    results.add(_rate_of("the portal, streamed, codes and words", store, ours, size))
    grew = max(0.0, (most - before) / 1e6)
    results.add(Figure("whole CSV", "memory that grew meanwhile", store.told, "MB", grew))
    results.aim(Target(f"full CSV of {store.told} rows: memory that grew meanwhile", grew, _MOST_GROWTH, "MB"))
    fastest = float("inf")
    for name, work in _writers(store).items():
        started = time.perf_counter()
        length = work()
        passed = time.perf_counter() - started
        fastest = min(fastest, passed / length)
        results.add(_rate_of(name, store, passed, length))
    results.aim(
        Target(f"full CSV of {store.told} rows: time for a byte, to the fastest writer", ours / size / fastest, 2)
    )


def _rate_of(name: str, store: Store, seconds: float, size: int) -> Figure:
    return Figure(
        "whole CSV",
        f"{name} ({number(size / 1e6)} MB in {number(seconds)} s)",
        store.told,
        "MB/s",
        size / 1e6 / seconds,
    )


def _written(chunks: Iterator[str], process: psutil.Process) -> tuple[float, int, int]:
    started, size, most = time.perf_counter(), 0, 0
    for turn, chunk in enumerate(chunks):
        size += len(chunk.encode())
        if turn % 50 == 0:
            most = max(most, process.memory_info().rss)
    return time.perf_counter() - started, size, most


def _writers(store: Store) -> dict[str, Callable[[], int]]:
    names = ("indicator", "area", "category", "ethnic_group", "period", "marker", "published_label", "note", "source")
    codes = ", ".join(f"{name}.code" for name in names)
    # In this order, or SQLite walks the code tables first and looks for the rows of each.
    joins = " ".join(f"CROSS JOIN {name} ON {name}.key = {_KEY_OF.get(name, f'{name}_key')}" for name in names)
    numbers = "numerator, denominator, value, lower, upper, flags"
    statement = f"SELECT {codes}, {numbers} FROM observation {joins}"  # noqa: S608

    def plain() -> int:
        raw, buffer, total = store.raw(), io.StringIO(), 0
        writer = csv.writer(buffer)
        cursor = raw.execute(statement)
        while rows := cursor.fetchmany(5_000):
            writer.writerows(rows)
            total += len(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
        raw.close()
        return total

    def with_duckdb() -> int:
        target = store.folders.root / "rows.csv"
        connection = duckdb.connect(str(store.folders.root / "rows.duckdb"), read_only=True)
        connection.execute(f"COPY o TO '{target}' (HEADER)")
        connection.close()
        return target.stat().st_size

    return {"sqlite3 and csv, codes alone": plain, "DuckDB COPY, codes alone": with_duckdb}


_KEY_OF = {"ethnic_group": "ethnicity_key", "published_label": "label_key"}
