"""The faults: something is killed while readers read, started again alone, and what was lost is looked for."""

import hashlib
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from deploy.faults.asking import CUT_SHORT, Answer, ask
from deploy.faults.deployment import ROOT, Deployment, environment
from deploy.faults.postgresql import BUILDER, DATABASE, Server, has_caught_up, is_streaming
from deploy.faults.processes import Program, wait_until
from deploy.faults.readers import Readers

_SECONDS_AWAY = 4.0
_WHOLE = "/api/v1/observations.csv"
_OK = 200
# The tables of every built schema.
_TABLES = """
SELECT format('%I.%I', table_schema, table_name)
FROM information_schema.tables WHERE table_schema ~ '^portal_' ORDER BY 1
"""


@dataclass(frozen=True)
class Told:
    """One row of the table: a fault, what readers saw by kind, seconds to recover after the start, and what was lost.

    ``to_start`` is how long the programs took to be ready, in seconds; ``noted`` is what the one request under way saw.
    """

    fault: str
    seen: dict[str, Counter[str]]
    to_start: float
    recovered: float
    lost: str
    noted: str = ""


@dataclass(frozen=True)
class State:
    """What must be the same after a fault as before it."""

    ready: str
    rows: str
    tables: str
    editions: str


def state(deployment: Deployment) -> State:
    """What the deployment holds: its edition, all rows from each replica, those on the primary, the sealed files."""
    rows = {hashlib.sha256(deployment.ask_replica(number, _WHOLE).body).hexdigest() for number in (0, 1)}
    verified = subprocess.run(
        [sys.executable, "-m", "data_access", "verify"], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    return State(
        ready=deployment.ask_replica(0, "/readyz").text,
        rows=" and ".join(sorted(rows)),
        tables=_tables_of(deployment.primary),
        editions=f"{verified.returncode} {verified.stdout}",
    )


def _tables_of(primary: Server) -> str:
    """One hash over every row of every built table."""
    digest = hashlib.sha256()
    for name in primary.ask(_TABLES, DATABASE).splitlines():
        digest.update(f"{name}\n{primary.ask(f'COPY {name} TO STDOUT', DATABASE)}\n".encode())
    return digest.hexdigest()


def lost_between(before: State, after: State) -> str:
    """What is not the same, in words."""
    names = [name for name, value in vars(before).items() if getattr(after, name) != value]
    return "nothing" if not names else f"not the same: {', '.join(names)}"


def suffer(
    deployment: Deployment,
    fault: str,
    strike: Callable[[], str | None],
    start: Callable[[], object],
    *,
    seconds_away: float = _SECONDS_AWAY,
) -> Told:
    """Strike while readers read, leave the part away for some seconds, start it alone, and see all recover."""
    before = state(deployment)
    with Readers(deployment) as readers:
        readers.recovered_since(time.monotonic())
        struck = time.monotonic()
        noted = strike() or ""
        time.sleep(seconds_away)
        begun = time.monotonic()
        start()
        to_start = time.monotonic() - begun
        recovered = readers.recovered_since(begun)
        seen = {kind: one.between(struck, begun + recovered + 0.001) for kind, one in readers.seen.items()}
    return Told(fault, seen, to_start, recovered, lost_between(before, state(deployment)), noted)


def primary_killed(deployment: Deployment) -> Told:
    """The primary is killed; readers read from the standby."""

    def start() -> None:
        deployment.primary.start()
        wait_until(lambda: is_streaming(deployment.primary), "the standby did not follow again")

    return suffer(deployment, "primary killed", deployment.primary.program.kill, start)


def standby_killed(deployment: Deployment, name: str) -> Told:
    """The standby is killed."""
    return suffer(deployment, name, deployment.standby.program.kill, deployment.standby.start)


def replica_killed(deployment: Deployment) -> Told:
    """One of the two replicas is killed."""
    return suffer(deployment, "one replica killed", deployment.replicas[0].kill, lambda: deployment.start_replica(0))


def both_replicas_killed(deployment: Deployment) -> Told:
    """Both replicas are killed at once."""

    def strike() -> None:
        for replica in deployment.replicas:
            replica.kill()

    return suffer(deployment, "both replicas killed", strike, deployment.start_replicas)


def nginx_killed(deployment: Deployment) -> Told:
    """nginx is killed, workers and all."""
    return suffer(deployment, "nginx killed", deployment.nginx.kill, deployment.start_nginx)


def replica_killed_mid_answer(deployment: Deployment) -> Told:
    """A replica is killed while it sends every row to a reader, who asks again."""

    def strike() -> str:
        broken = under_way(deployment, 0, deployment.replicas[0].kill)
        return f"{_words(broken)}; asked again: {_words(deployment.ask(_WHOLE))}"

    return suffer(deployment, "replica killed mid-answer", strike, lambda: deployment.start_replica(0))


def standby_killed_mid_answer(deployment: Deployment) -> Told:
    """The standby is killed while a replica reads every row from it."""

    def strike() -> str:
        return _words(under_way(deployment, 1, deployment.standby.program.kill))

    def start() -> None:
        deployment.standby.start()

    return suffer(deployment, "standby killed mid-answer", strike, start)


def replica_stopped_mid_answer(deployment: Deployment) -> Told:
    """A replica is asked to stop (SIGTERM) while it answers."""

    def strike() -> str:
        replica = deployment.replicas[0]
        answer = under_way(deployment, 0, lambda: _terminate(replica))
        wait_until(lambda: not replica.running, "the replica did not stop")
        return _words(answer)

    return suffer(deployment, "replica stopped mid-answer", strike, lambda: deployment.start_replica(0))


def primary_killed_mid_build(deployment: Deployment) -> Told:
    """The primary is killed while a build writes to it; the build is run again."""

    def build() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "data_access", "build"],
            cwd=ROOT,
            env=environment(DATABASE_URL=deployment.primary.url(BUILDER), PORTAL_EDITION="draft"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def is_writing() -> bool:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        return deployment.primary.ask(query, DATABASE) != "0"

    def strike() -> str:
        building = build()
        wait_until(is_writing, "the build did not begin to write")
        deployment.primary.program.kill()
        said, _ = building.communicate()
        return f"the build ended with {building.returncode}: {said.strip().splitlines()[-1][:60]}"

    def start() -> None:
        deployment.primary.start()
        wait_until(lambda: is_streaming(deployment.primary), "the standby did not follow again")

    told = suffer(deployment, "primary killed mid-build", strike, start)
    schemas = deployment.primary.ask(
        "SELECT nspname FROM pg_namespace WHERE nspname ~ '^(portal|building)_' ORDER BY 1", DATABASE
    ).splitlines()
    building = build()
    again, _ = building.communicate()
    wait_until(lambda: has_caught_up(deployment.primary), "the standby did not catch up")
    noted = f"{told.noted}; schemas left: {len(schemas)}; built again: {again.splitlines()[0].partition(',')[0]}"
    return Told(told.fault, told.seen, told.to_start, told.recovered, told.lost, noted)


def under_way(deployment: Deployment, number: int, strike: Callable[[], None]) -> Answer:
    """The answer of a replica that is struck after it has begun to send every row."""
    address = f"http://127.0.0.1:{deployment.ports[number]}"
    return ask(address, _WHOLE, under_way=strike, Host=deployment.host)


def _terminate(replica: Program) -> None:
    if replica.process:
        replica.process.send_signal(signal.SIGTERM)


def _words(answer: Answer) -> str:
    if answer.status == CUT_SHORT or not answer.status:
        return "broken off, and the connection says so"
    if answer.status == _OK:
        return f"whole, {answer.body.count(bytes([10])):,} lines"
    return f"{answer.status} with Retry-After {answer.headers.get('Retry-After', 'missing')}"
