"""A whole deployment on this machine: primary, standby, two replicas that read from it, and nginx in front."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data_access.files import DEFAULT_FOLDERS
from deploy.faults.asking import Answer, ask
from deploy.faults.errors import StartError
from deploy.faults.postgresql import BUILDER, READER, SETTINGS, Server, has_caught_up, new_primary, new_standby
from deploy.faults.processes import Program, free_port, listens, program, wait_until

ROOT = DEFAULT_FOLDERS.root
_SITE = ROOT / "deploy" / "nginx" / "portal.conf"
_SETTINGS = {"DATABASE_URL", "READ_DATABASE_URL", "PORTAL_EDITION", "PORTAL_PUBLIC_URL"}
_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 2;
{user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""


@dataclass(frozen=True)
class Deployment:
    """The parts of a deployment, and the address that readers use."""

    primary: Server
    standby: Server
    replicas: tuple[Program, Program]
    ports: tuple[int, int]
    nginx: Program
    address: str

    @property
    def host(self) -> str:
        """What a reader's Host header says."""
        return self.address.removeprefix("http://")

    def ask(self, path: str, **headers: str) -> Answer:
        """The answer to one request through nginx."""
        return ask(self.address, path, "GET", None, **headers)

    def ask_replica(self, number: int, path: str) -> Answer:
        """The answer of one replica, asked as nginx asks it."""
        return ask(f"http://127.0.0.1:{self.ports[number]}", path, Host=self.host)

    def start_replica(self, number: int) -> float:
        """Start a replica; the seconds until it is ready to show figures."""
        self.replicas[number].start()
        return self.replicas[number].wait(lambda: self.is_ready(number))

    def restart_replica(self, number: int) -> float:
        """Stop a replica in good order and start it; the seconds until it is ready to show figures."""
        self.replicas[number].stop()
        return self.start_replica(number)

    def start_replicas(self) -> None:
        """Start both replicas, and wait until both are ready to show figures."""
        for replica in self.replicas:
            replica.start()
        self.wait_for_replicas()

    def wait_for_replicas(self) -> None:
        """Wait until both replicas are ready to show figures."""
        for number, replica in enumerate(self.replicas):
            replica.wait(partial(self.is_ready, number))

    def is_ready(self, number: int) -> bool:
        """Whether a replica has figures to show."""
        return listens(self.ports[number]) and self.ask_replica(number, "/readyz").status == 200

    def start_nginx(self) -> float:
        """Start nginx; the seconds until it listens."""
        self.nginx.start()
        return self.nginx.wait(lambda: listens(int(self.host.rpartition(":")[2])))

    @property
    def programs(self) -> tuple[Program, ...]:
        """Every program."""
        return self.primary.program, self.standby.program, *self.replicas, self.nginx

    def mend(self) -> None:
        """Start whatever does not run."""
        if all(one.running for one in self.programs):
            return
        for server in (self.primary, self.standby):
            if not server.program.running:
                server.start()
        for replica in self.replicas:
            if not replica.running:
                replica.start()
        self.wait_for_replicas()
        if not self.nginx.running:
            self.start_nginx()


@contextmanager
def deployed(*, falls_back: bool) -> Iterator[Deployment]:
    """Start everything on free ports, and end it by process id.

    With ``falls_back`` READ_DATABASE_URL names the primary as the second host, else the standby alone.

    Raises:
        NotInstalledError: nginx is not on this machine.
        StartError: a program was not ready in time.
    """
    nginx = program("nginx")
    # Not under a folder that is closed to the other user that PostgreSQL runs as under root.
    with tempfile.TemporaryDirectory(prefix="portal-deployed-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        started: list[Program] = []
        try:
            yield _start(folder, nginx, started, falls_back=falls_back)
        finally:
            for one in reversed(started):
                one.stop()


def _start(folder: Path, nginx: str, started: list[Program], *, falls_back: bool) -> Deployment:
    data = folder / "postgresql"
    data.mkdir()
    primary = new_primary(data, started)
    primary.run_file(SETTINGS / "reader.sql", f"--variable=reader={READER}")
    standby = new_standby(primary, data, started)
    build_on(primary)
    wait_until(lambda: has_caught_up(primary), "the standby did not catch up")
    ports = (free_port(), free_port(), free_port())
    address = f"http://127.0.0.1:{ports[2]}"
    read_url = standby.url(READER, *([primary] if falls_back else []))
    replicas = tuple(replica(folder, port, READ_DATABASE_URL=read_url, PORTAL_PUBLIC_URL=address) for port in ports[:2])
    made = Deployment(primary, standby, (replicas[0], replicas[1]), ports[:2], nginx_at(folder, nginx, ports), address)
    started += [*made.replicas, made.nginx]
    made.start_replicas()
    made.start_nginx()
    return made


def build_on(primary: Server) -> str:
    """Build the database of the sealed editions as the README says; what the command says.

    Raises:
        StartError: it failed; with the end of what it says.
    """
    done = subprocess.run(
        [sys.executable, "-m", "data_access", "build"],
        cwd=ROOT,
        env=environment(DATABASE_URL=primary.url(BUILDER)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"the database was not built:\n{done.stderr[-2000:]}"
        raise StartError(message)
    return done.stdout


def environment(**settings: str) -> dict[str, str]:
    """This process's variables with the portal's own settings replaced."""
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return kept | {"PYTHONUTF8": "1"} | settings


def replica(folder: Path, port: int, **settings: str) -> Program:
    """One web process, started by the command of portal@.service."""
    unit = (ROOT / "deploy" / "systemd" / "portal@.service").read_text(encoding="utf-8")
    found = re.findall(r"^ExecStart=\S+/uvicorn (.*)$", unit, re.MULTILINE)
    [arguments] = found
    return Program(
        name=f"replica-{port}",
        command=[sys.executable, "-m", "uvicorn", *arguments.replace("%i", str(port)).split()],
        log=folder / f"replica-{port}.log",
        stop_signal=signal.SIGTERM,
        folder=ROOT,
        environment=environment(**settings),
    )


def nginx_at(folder: Path, nginx: str, ports: tuple[int, int, int]) -> Program:
    """nginx with deploy/nginx/portal.conf and its files under a folder; the ports are as for ``site``."""
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    (folder / "portal.conf").write_text(site(folder, ports), encoding="utf-8")
    return Program(
        name="nginx",
        command=[nginx, "-c", str(folder / "nginx.conf"), "-e", "stderr"],
        log=folder / "nginx.log",
        stop_signal=signal.SIGQUIT,
    )


def site(folder: Path, ports: tuple[int, int, int]) -> str:
    """deploy/nginx/portal.conf with the ports of two replicas and its own, and its files under a folder."""
    text = _SITE.read_text(encoding="utf-8")
    for old, new in (
        ("server 127.0.0.1:8501 ", f"server 127.0.0.1:{ports[0]} "),
        ("server 127.0.0.1:8502 ", f"server 127.0.0.1:{ports[1]} "),
        ("listen 80;", f"listen 127.0.0.1:{ports[2]};"),
        ("server_name portal.example;", "server_name 127.0.0.1;"),
        ("/var/cache/nginx/portal", f"{folder}/cache"),
        ("/var/log/nginx/portal.log", f"{folder}/access.log"),
    ):
        if text.count(old) != 1:
            message = f"portal.conf has “{old}” {text.count(old)} times, not once"
            raise StartError(message)
        text = text.replace(old, new)
    return text
