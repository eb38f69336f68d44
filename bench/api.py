"""Requests a second and their times: the portal's API, Datasette over the same file, and sqlite3 alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.contenders.statement import COLUMNS, STATEMENT
from bench.data import Store
from bench.figures import Figure, Results, Target, middle, slow_end
from bench.load import ask
from bench.servers import Server, running, under_uvicorn
from bench.synthetic import indicator_id

_CLIENTS = (1, 8, 32)
_KINDS = ("json", "csv")
_WARM_ADDRESSES = 20
# The system counts processor time in hundredths of a second.
_CLOCK_TICK = 0.01
ROOT = Path(__file__).parents[1]


def choices(store: Store) -> list[tuple[str, str]]:
    """Every measure that has all its rows with every ward."""
    whole = max(1, store.size // store.shape.per_indicator)
    return [(indicator_id(number), area) for area in store.shape.areas for number in range(1, whole + 1)]


def portal_path(kind: str, indicator: str, area: str, fields: str) -> str:
    """The portal's address of one measure in one area."""
    query = {"indicator": indicator, "area": area, "category": "all"} | ({"fields": fields} if fields else {})
    return f"/api/v1/observations.{kind}?{urlencode(query)}"


@contextmanager
def portal(store: Store) -> Iterator[Server]:
    """The portal over the made-up figures."""
    with running(under_uvicorn("app:app"), store.folders.root, "/readyz") as server:
        yield server


@contextmanager
def _raw(store: Store) -> Iterator[Server]:
    settings = {"BENCH_DATABASE": str(store.path)}
    indicator, area = choices(store)[0]
    ready = f"/rows.json?{urlencode({'indicator': indicator, 'area': area})}"
    with running(under_uvicorn("bench.contenders.raw_api:app"), ROOT, ready, settings) as server:
        yield server


@contextmanager
def _datasette(store: Store, python: str) -> Iterator[Server]:
    command = [python, "-m", "datasette", "serve", "-i", str(store.path), "--port", "{port}"]
    # More rows than its default page, so that both send the same.
    limits = ["--setting", "max_returned_rows", "5000", "--setting", "sql_time_limit_ms", "60000"]
    with running([*command, *limits], store.folders.root, "/-/versions.json") as server:
        yield server


class _Rates:
    """Asks servers with 1, 8 and 32 clients, and keeps how many requests a second each answered."""

    def __init__(self, store: Store, results: Results, seconds: float) -> None:
        self.store, self.results, self.seconds = store, results, seconds
        self.found: dict[tuple[str, str, int], float] = {}
        self.cpu: dict[tuple[str, str, int], float] = {}

    def ask(self, server: Server, who: str, kind: str, told: str, paths: list[str]) -> None:
        """Ask for the paths over and over."""
        for clients in _CLIENTS:
            self._ask(server, (who, kind, clients), told, paths, 1_000_000)

    def ask_once(self, server: Server, who: str, kind: str, told: str, paths: list[str]) -> None:
        """Ask for each path once at most, each number of clients for its own."""
        share = len(paths) // len(_CLIENTS)
        for turn, clients in enumerate(_CLIENTS):
            self._ask(server, (who, kind, clients), told, paths[turn * share : (turn + 1) * share], share)

    def _ask(self, server: Server, key: tuple[str, str, int], told: str, paths: list[str], most: int) -> None:
        _, kind, clients = key
        before = server.cpu_seconds()
        answers = ask(server.address, paths, clients, self.seconds, most)
        if answers.failures:
            self.results.notes.append(f"{told}: {len(answers.failures)} failures, first {answers.failures[0]}")
        what = f"{kind.upper()}: {told}, {clients} client{'s' if clients > 1 else ''}"
        median, p95 = middle(answers.times), slow_end(answers.times)
        self.results.add(Figure("API", what, self.store.told, "ms", median, p95))
        self.results.add(Figure("API", what, self.store.told, "requests/s", answers.per_second))
        cpu = 1_000 * max(server.cpu_seconds() - before, _CLOCK_TICK) / len(answers.times)
        self.results.add(Figure("API", f"{what}: processor of the server", self.store.told, "ms", cpu))
        self.found[key], self.cpu[key] = answers.per_second, cpu


def requests(store: Store, results: Results, seconds: float, datasette: str) -> None:
    """One measure in one area (210 rows, 13 columns) as JSON and CSV from each server, with 1, 8 and 32 clients."""
    rates = _Rates(store, results, seconds)
    asked = choices(store)
    with portal(store) as server:
        for kind in _KINDS:
            paths = [portal_path(kind, *choice, ",".join(COLUMNS)) for choice in asked]
            rates.ask_once(server, "cold", kind, "the portal, each address for the first time", paths)
            ask(server.address, paths[:_WARM_ADDRESSES], 1, 30, _WARM_ADDRESSES)
            rates.ask(server, "warm", kind, "the portal, addresses asked before", paths[:_WARM_ADDRESSES])
    with _raw(store) as server:
        for kind in _KINDS:
            paths = [f"/rows.{kind}?{urlencode({'indicator': i, 'area': a})}" for i, a in asked]
            rates.ask(server, "raw", kind, "raw sqlite3", paths)
    if Path(datasette).exists():
        with _datasette(store, datasette) as server:
            for kind in _KINDS:
                rates.ask(server, "datasette", kind, "Datasette", [_in_datasette(store, kind, *one) for one in asked])
    else:
        results.notes.append(f"Datasette is not installed at {datasette}: make bench installs it")
    _aims(results, rates)


def _in_datasette(store: Store, kind: str, indicator: str, area: str) -> str:
    asked = {"sql": STATEMENT, "indicator": indicator, "area": area, "_shape": "objects", "_size": "max"}
    return f"/{store.path.stem}.{kind}?{urlencode(asked)}"


def _aims(results: Results, rates: _Rates) -> None:
    for kind in _KINDS:
        for state in ("warm", "cold"):
            for other, least in (("datasette", 4.0), ("raw", 0.5)):
                asked = [clients for clients in _CLIENTS if (other, kind, clients) in rates.found]
                if not asked:
                    continue
                words = f"filtered {kind.upper()}, {state}: beside {other}, least of 1, 8 and 32 clients"
                fast = [rates.found[state, kind, number] / rates.found[other, kind, number] for number in asked]
                cheap = [rates.cpu[other, kind, number] / rates.cpu[state, kind, number] for number in asked]
                results.aim(Target(f"{words}, requests a second", min(fast), least, "×", at_least=True))
                results.aim(
                    Target(f"{words}, answers for a second of processor", min(cheap), least, "×", at_least=True)
                )


def python_of_datasette() -> str:
    """Where `make bench` has put Datasette."""
    return str(Path(sys.prefix) / "bench" / "bin" / "python")
