"""The fault run: python -m deploy.faults prints what readers saw, as docs/reliability.md has it."""

import sys
from collections import Counter
from pathlib import Path

from bench.machine import described
from deploy.faults import faults
from deploy.faults.deployment import deployed
from deploy.faults.errors import NotInstalledError, StartError
from deploy.faults.faults import Told
from deploy.faults.postgresql import Server
from deploy.faults.processes import program_version
from deploy.faults.readers import BROKEN, GOOD, REFUSED, TOLD

_INTRODUCTION = """# What readers see when a part fails

Made by `make faults` (`python -m deploy.faults docs/reliability.md`): a PostgreSQL primary, a standby that streams from
it (`pg_basebackup`), two replicas of the portal that read from the standby as a role with SELECT alone, and nginx in
front, all with the files of `deploy/`, on one machine. Six readers go on asking, up to ten times a second each, while a
part is killed with SIGKILL, is away for four seconds, and is started again alone. Nothing else is restarted.

“Ready” is how long the part took to start. “Recovered” counts from that start to the last answer that any reader did
not get. “Lost” compares before and after: the edition, every row from each replica, every table on the primary, and
`verify` over the sealed files. Counts are of requests from the fault to the recovery.
"""


def main() -> int:
    """Put a deployment through every fault; the exit code says whether anything was lost or went untold."""
    try:
        text, told = _report()
    except (NotInstalledError, StartError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(text)
    for path in map(Path, sys.argv[1:]):
        path.write_text(text, encoding="utf-8")
    return 0 if all(_is_well(one) for one in told) else 1


def _report() -> tuple[str, list[Told]]:
    told: list[Told] = []
    with deployed(falls_back=True) as deployment:
        versions = _versions(deployment.primary)
        warm = _say("replica, warm start", deployment.restart_replica(0))
        told += [
            _tell(faults.primary_killed(deployment)),
            _tell(faults.standby_killed(deployment, "standby killed, primary as second host")),
            _tell(faults.replica_killed(deployment)),
            _tell(faults.both_replicas_killed(deployment)),
            _tell(faults.nginx_killed(deployment)),
            _tell(faults.replica_killed_mid_answer(deployment)),
            _tell(faults.replica_stopped_mid_answer(deployment)),
            _tell(faults.primary_killed_mid_build(deployment)),
        ]
    with deployed(falls_back=False) as deployment:
        told += [
            _tell(faults.standby_killed(deployment, "standby killed, no second host")),
            _tell(faults.standby_killed_mid_answer(deployment)),
        ]
    machine = "\n".join(f"- {line}" for line in [*described(), versions])
    return f"{_INTRODUCTION}\n{machine}\n- Warm start of a replica, to ready: {warm:.1f} s\n\n{_tables(told)}", told


def _versions(server: Server) -> str:
    return f"PostgreSQL {server.ask('SHOW server_version')}, {program_version('nginx')}"


def _say(what: str, seconds: float) -> float:
    print(f"{what}: {seconds:.1f} s", file=sys.stderr)
    return seconds


def _tell(told: Told) -> Told:
    print(f"{told.fault}: recovered in {told.recovered:.1f} s, lost {told.lost}; {told.noted}", file=sys.stderr)
    return told


def _tables(told: list[Told]) -> str:
    return f"{_summary(told)}\n## Each kind of reader\n\n{_details(told)}"


def _summary(told: list[Told]) -> str:
    lines = ["| fault | what readers saw | ready | recovered | lost |", "|---|---|---|---|---|"]
    for one in told:
        total: Counter[str] = sum(one.seen.values(), Counter())
        noted = f"; the request under way: {one.noted}" if one.noted else ""
        lines.append(
            f"| {one.fault} | {_counts(total)}{noted} | {one.to_start:.1f} s | {one.recovered:.1f} s | {one.lost} |"
        )
    return "\n".join(lines) + "\n"


def _details(told: list[Told]) -> str:
    lines = ["| fault | reader | what was seen |", "|---|---|---|"]
    lines += [f"| {one.fault} | {kind} | {_counts(seen)} |" for one in told for kind, seen in one.seen.items()]
    return "\n".join(lines) + "\n"


def _counts(seen: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in seen.most_common()) or "nothing was asked"


def _is_well(told: Told) -> bool:
    allowed = GOOD | {TOLD, REFUSED, BROKEN}
    return told.lost == "nothing" and all(set(seen) <= allowed for seen in told.seen.values())


if __name__ == "__main__":
    sys.exit(main())
