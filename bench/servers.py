"""Servers of the portal and of its contenders, each a process of its own that is stopped again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

_SECONDS_TO_START = 90
_SECONDS_TO_STOP = 10
# More than any run asks for: what is measured is the answer and not the limit.
_UNLIMITED = "1000000000"


class ServerError(RuntimeError):
    """A server ended, or did not answer in time; holds what it wrote."""


@dataclass(frozen=True)
class Server:
    """A running server: where it is, and its process."""

    address: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time that the server and its children have used."""
        return float(sum(sum(one.cpu_times()[:2]) for one in self._every()))

    def memory_mb(self) -> float:
        """Memory that only the server and its children hold (USS), in MB."""
        return float(sum(one.memory_full_info().uss for one in self._every())) / 1e6

    def _every(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], folder: Path, ready: str, settings: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run a server until the block ends; ``{port}`` in the command becomes its port, ``ready`` is asked until it is.

    Raises:
        ServerError: it ended, or ``ready`` gave no answer in time.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORTAL_EDITION"}}
    environment = kept | {"PORTAL_PUBLIC_URL": address, "PORTAL_RATE_PER_MINUTE": _UNLIMITED} | (settings or {})
    log = folder / f"bench-{port}.log" if folder.name.startswith("bench-") else Path("/dev/null")
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603
            [part.format(port=port) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
        )
        try:
            _wait(process, f"{address}{ready}", log)
            yield Server(address, psutil.Process(process.pid))
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            written = log.read_text(errors="replace") if log.is_file() else ""
            message = f"{address} did not answer. {written}"
            raise ServerError(message)
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def under_uvicorn(app: str) -> list[str]:
    """The command that serves an ASGI application as the portal is served."""
    return [sys.executable, "-m", "uvicorn", app, "--port", "{port}", "--log-level", "warning"]


def under_streamlit(script: str) -> list[str]:
    """The command that anybody would start a Streamlit script with."""
    return [sys.executable, "-m", "streamlit", "run", script, "--server.port", "{port}"]
