"""Reruns of the Streamlit pages over their websocket: each page beside an empty one, launchers, and many readers."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed

from bench.api import ROOT, portal
from bench.data import Store
from bench.figures import Figure, Results, Target, middle, slow_end
from bench.load import ask_together
from bench.servers import Server, running, under_streamlit, under_uvicorn
from bench.synthetic import indicator_id
from bench.visitor import PageError, Visitor
from data_access.page_list import PAGES

_HEALTH = "/_stcore/health"
# What a reader would choose next, so that no rerun repeats the one before.
_QUERIES = {
    "indicator": [
        f"indicator={name}"
        for name in ("free-school-meals", "children-looked-after", "stop-and-search", "suspensions", "overcrowding")
    ],
    "explore": ["", "ethnicity=eth5-black", "ethnicity=eth5-asian", "ethnicity=eth5-white", "strand=employer"],
    "wards": ["ethnicity=eth5-black", "ethnicity=eth5-asian", "ethnicity=eth5-white", "view=hexagons", ""],
    "ward": ["ward=E05013697", "ward=E05013698", "ward=E05013699", "ward=E05013700"],
    "group": ["ethnicity=eth5-black", "ethnicity=eth5-asian", "ethnicity=eth5-mixed"],
    "commitments": ["", "strand=employer", "strand=strategic-leader"],
}
_REALISTIC = "indicator"


@dataclass(frozen=True)
class Timed:
    """Reruns of one page: times and processor times in ms, bytes and elements of the last."""

    times: list[float]
    cpu: float
    size: int


def _queries(page: str) -> list[str]:
    return _QUERIES.get(page, [""])


async def _reruns(server: Server, page: str, queries: Sequence[str], times: int, seconds: float) -> Timed:
    async with Visitor(server.address) as visitor:
        for query in queries:
            await visitor.view(page, query)
        found, before, begun = [], server.cpu_seconds(), time.perf_counter()
        for query in itertools.islice(itertools.cycle(queries), times):
            found.append(await visitor.view(page, query))
            if len(found) >= len(queries) and time.perf_counter() - begun > seconds:
                break
        cpu = 1_000 * (server.cpu_seconds() - before) / len(found)
    return Timed([one.milliseconds for one in found], cpu, found[-1].size)


def _kept(
    results: Results,
    server: Server,
    page: str,
    name: str,
    size: str,
    queries: Sequence[str],
    times: int,
    seconds: float,
) -> Timed:
    found = asyncio.run(_reruns(server, page, queries, times, seconds))
    results.add(Figure("reruns", name, size, "ms", middle(found.times), slow_end(found.times)))
    results.add(Figure("reruns", f"{name}: processor", size, "ms", found.cpu))
    return found


def reruns(results: Results, times: int, seconds: float) -> None:
    """Every page of the real edition beside an empty page on the same launcher, then one under `streamlit run`."""
    with running(under_uvicorn("bench.contenders.empty:app"), ROOT, _HEALTH) as server:
        floor = _kept(results, server, "", "empty page, uvicorn", "real", [""], times, seconds)
    ours: dict[str, Timed] = {}
    with running(under_uvicorn("app:app"), ROOT, "/readyz") as server:
        for spec in PAGES:
            name = f"/{spec.url}, uvicorn"
            found = ours[spec.url] = _kept(results, server, spec.url, name, "real", _queries(spec.url), times, seconds)
            ratio = middle(found.times) / middle(floor.times)
            results.add(Figure("reruns", f"{name}: over the empty page", "real", "×", ratio))
    results.aim(
        Target(
            "a realistic page's rerun (/indicator) beside the empty page on the same launcher",
            middle(ours[_REALISTIC].times) / middle(floor.times),
            4,
            "×",
        )
    )
    results.aim(
        Target(
            "the same by processor time",
            ours[_REALISTIC].cpu / floor.cpu,
            4,
            "×",
        )
    )
    plain = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true", "PYTHONPATH": str(ROOT)}
    with running(under_streamlit("bench/contenders/empty_page.py"), ROOT, _HEALTH, plain) as server:
        _kept(results, server, "", "empty page, plain streamlit run", "real", [""], times, seconds)
    with running(under_streamlit("components/shell.py"), ROOT, _HEALTH, plain) as server:
        for page in (_REALISTIC, "wards", "explore"):
            name = f"/{page}, plain streamlit run"
            found = _kept(results, server, page, name, "real", _queries(page), times, seconds)
            ratio = middle(ours[page].times) / middle(found.times)
            words = f"/{page} under uvicorn beside the same under plain `streamlit run`"
            results.aim(Target(words, ratio, 0.3, "×"))
            results.aim(Target(f"{words}, by processor time", ours[page].cpu / found.cpu, 0.3, "×"))


def _made_up(store: Store) -> list[str]:
    whole = max(1, store.size // store.shape.per_indicator)
    return [f"indicator={indicator_id(number)}" for number in range(1, min(whole, 8) + 1)]


def with_made_up_figures(store: Store, results: Results, times: int, seconds: float) -> float:
    """The page of one measure over made-up figures; the memory of the server in MB."""
    with portal(store) as server:
        _kept(results, server, _REALISTIC, "/indicator, made-up figures", store.told, _made_up(store), times, seconds)
        memory = server.memory_mb()
    results.add(Figure("memory", "the portal's process after that", store.told, "MB", memory))
    return memory


def beside_pandas(store: Store, results: Results, times: int, seconds: float) -> None:
    """A plain page with the whole table as a cached frame, under plain `streamlit run`."""
    settings = {
        "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
        "BENCH_OBSERVATIONS": str(store.folders.observations),
    }
    with running(under_streamlit("bench/contenders/pandas_page.py"), ROOT, _HEALTH, settings) as server:
        _kept(
            results,
            server,
            "",
            "a cached pandas page, plain streamlit run",
            store.told,
            _made_up(store),
            times,
            seconds,
        )
        results.add(Figure("memory", "the pandas page's process", store.told, "MB", server.memory_mb()))


async def _busy(
    server: Server, sessions: int, readers: int, seconds: float, *, with_api: bool
) -> dict[str, list[float]]:
    """Open sessions that wait, readers among them who filter without pause, and perhaps an API client beside them."""
    found: dict[str, list[float]] = {"times": [], "failures": [], "api": [], "api failures": []}
    before = server.memory_mb()
    opened = [Visitor(server.address) for _ in range(sessions)]
    for visitor in opened:
        await visitor.__aenter__()
        await visitor.view("about")
    found["idle memory"] = [server.memory_mb() - before]
    cpu = server.cpu_seconds()
    deadline = time.perf_counter() + seconds

    async def reader(number: int) -> None:
        queries = _QUERIES["indicator"]
        for turn in itertools.count(number):
            if time.perf_counter() > deadline:
                return
            try:
                answer = await asyncio.wait_for(opened[number].view("indicator", queries[turn % len(queries)]), 60)
                found["times"].append(answer.milliseconds)
            except (OSError, TimeoutError, PageError, ConnectionClosed):
                found["failures"].append(1)
                return

    paths = [
        f"/api/v1/observations.json?indicator={name.partition('=')[2]}&area=E09000019" for name in _QUERIES["indicator"]
    ]
    begun = time.perf_counter()
    api = asyncio.create_task(ask_together(server.address, paths, 1, seconds)) if with_api else None
    await asyncio.gather(*(reader(number) for number in range(readers)))
    found["seconds"] = [time.perf_counter() - begun]
    found["cpu"] = [server.cpu_seconds() - cpu]
    if api:
        answers = await api
        found["api"], found["api failures"] = answers.times, [1.0] * len(answers.failures)
    found["memory"] = [server.memory_mb() - before]
    for visitor in opened:
        await visitor.__aexit__(None, None, None)
    return found


def many_readers(results: Results, sessions: int, readers: int, seconds: float) -> None:
    """Sessions that stay open and readers who filter at once, on the real edition, while the API is asked too."""
    with running(under_uvicorn("app:app"), ROOT, "/readyz") as server:
        warm = [(spec.url, query) for spec in PAGES for query in _queries(spec.url)]
        asyncio.run(_visit(server, warm))
        found = asyncio.run(_busy(server, sessions, readers, seconds, with_api=False))
        beside = asyncio.run(_busy(server, sessions, readers, seconds, with_api=True))
    told = f"{sessions} open sessions, {readers} filtering"
    per_session = found["idle memory"][0] / sessions
    rate = len(found["times"]) / found["seconds"][0]
    per_core = len(found["times"]) / found["cpu"][0]
    failures = sum(len(one[kind]) for one in (found, beside) for kind in ("failures", "api failures"))
    results.add(
        Figure(
            "many readers",
            f"{told}: filter to drawn page",
            "real",
            "ms",
            middle(found["times"]),
            slow_end(found["times"]),
        )
    )
    results.add(Figure("many readers", f"{told}: reruns", "real", "reruns/s", rate))
    results.add(Figure("many readers", f"{told}: reruns for a second of processor", "real", "reruns", per_core))
    results.add(Figure("many readers", f"{told}: failures", "real", "", failures))
    results.add(
        Figure(
            "many readers",
            f"{told} and an API client without pause: filter to drawn page",
            "real",
            "ms",
            middle(beside["times"]),
            slow_end(beside["times"]),
        )
    )
    results.add(
        Figure(
            "many readers", f"{told}: the API meanwhile", "real", "ms", middle(beside["api"]), slow_end(beside["api"])
        )
    )
    results.add(Figure("many readers", "memory of an idle session", "real", "MB", per_session))
    results.add(Figure("many readers", f"{told}: memory that grew in all", "real", "MB", found["memory"][0]))
    results.aim(Target(f"{told}: failures", failures, 0))
    results.aim(Target("memory of an idle session", per_session, 0.1, "MB"))
    results.aim(Target(f"reruns a second on one core with {sessions} sessions open", rate, 40, at_least=True))
    results.aim(Target("the same for a second of processor", per_core, 40, at_least=True))


async def _visit(server: Server, views: Sequence[tuple[str, str]]) -> None:
    async with Visitor(server.address) as visitor:
        for page, query in views:
            await visitor.view(page, query)
