"""Programs started for a deployment on one machine: each by its own command, ended by its own process id."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.faults.errors import NotInstalledError, StartError

SECONDS_TO_START = 120
_SECONDS_TO_STOP = 40


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], what: str, seconds: float = SECONDS_TO_START) -> float:
    """Ask every 50 ms until ``ready``; the seconds that it took.

    Raises:
        StartError: it was not within ``seconds``.
    """
    begun = time.monotonic()
    while not ready():
        if time.monotonic() - begun > seconds:
            message = f"{what} within {seconds:g} s"
            raise StartError(message)
        time.sleep(0.05)
    return time.monotonic() - begun


def listens(port: int) -> bool:
    """Whether something takes connections on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def program(name: str) -> str:
    """The path of a program, on PATH or where Debian keeps what an administrator runs.

    Raises:
        NotInstalledError: it is not there.
    """
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        message = f"{name} was not found"
        raise NotInstalledError(message)
    return found


def program_version(name: str) -> str:
    """What a program says of its version with -v, as in nginx/1.22.1."""
    said = subprocess.run([program(name), "-v"], capture_output=True, text=True, check=True)
    return (said.stderr or said.stdout).strip().rpartition(" ")[2]


@dataclass
class Program:
    """One program that can be started, ended or killed, and started again with the same command.

    ``stop_signal`` asks it to end in good order; ``user`` is whom it runs as, where not as the caller.
    """

    name: str
    command: Sequence[str]
    log: Path
    stop_signal: int
    folder: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it writes goes to the end of its log."""
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environment or None,
                user=self.user,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )

    def wait(self, ready: Callable[[], bool]) -> float:
        """Wait until it is ``ready``; the seconds that it took.

        Raises:
            StartError: it ended, or was not ready in time; with the end of its log.
        """
        try:
            seconds = wait_until(lambda: not self.running or ready(), f"{self.name} was not ready")
        except StartError as error:
            raise StartError(f"{error}:\n{self.tail()}") from error
        if not self.running:
            message = f"{self.name} ended:\n{self.tail()}"
            raise StartError(message)
        return seconds

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Kill it and the processes of its group at once, with no chance to tidy up."""
        if self.process and self.running:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def end(self, number: int) -> None:
        """Send it a signal and wait until it has ended."""
        if self.process is None or not self.running:
            return
        self.process.send_signal(number)
        self.process.wait(_SECONDS_TO_STOP)

    def stop(self) -> None:
        """Ask it to end in good order; kill it where it does not."""
        try:
            self.end(self.stop_signal)
        except subprocess.TimeoutExpired:
            self.kill()

    def tail(self) -> str:
        """The last lines of its log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-20:])
