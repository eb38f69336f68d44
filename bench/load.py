"""Clients over HTTP that ask again as soon as they have been answered, each over a connection that is kept."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

_HEADER_END = b"\r\n\r\n"
_LONGEST_LINE = 1 << 20


@dataclass
class Answers:
    """What the clients got: the time of each answer in ms, how long they asked in s, bytes, and failures."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0


def ask(base: str, paths: Sequence[str], clients: int, seconds: float, most: int = 1_000_000) -> Answers:
    """Ask for the paths in turn with so many clients at once, for so long or until ``most`` answers."""
    return asyncio.run(ask_together(base, paths, clients, seconds, most))


async def ask_together(base: str, paths: Sequence[str], clients: int, seconds: float, most: int = 1_000_000) -> Answers:
    """As ``ask``, within a loop that runs already."""
    parts = urlsplit(base)
    found, numbers, begun = Answers(), count(), time.perf_counter()
    deadline = begun + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=_LONGEST_LINE)
        try:
            while time.perf_counter() < deadline and (number := next(numbers)) < most:
                started = time.perf_counter()
                path = paths[number % len(paths)]
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
                status, size = await _answer(reader)
                found.times.append(1_000 * (time.perf_counter() - started))
                found.size += size
                if status != 200:
                    found.failures.append(f"{status} {path}")
        except (OSError, asyncio.IncompleteReadError) as error:
            found.failures.append(repr(error))
        finally:
            writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    found.seconds = time.perf_counter() - begun
    return found


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """The status of one answer, and how long its body was."""
    head = await reader.readuntil(_HEADER_END)
    lines = head.decode("latin-1").lower().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    status = int(lines[0].split(" ", 2)[1])
    if fields.get("transfer-encoding") == "chunked":
        return status, await _chunks(reader)
    length = int(fields.get("content-length", "0"))
    await reader.readexactly(length)
    return status, length


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readuntil(b"\r\n")
    return total
