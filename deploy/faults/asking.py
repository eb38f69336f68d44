"""One request of a reader, and what came of it."""

import http.client
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urlsplit

SECONDS = 60
NO_CONNECTION = 0
CUT_SHORT = -1
_SMALLEST = 65_536


@dataclass(frozen=True)
class Answer:
    """A status with headers and body; status 0 where there was no connection, -1 where the answer broke off."""

    status: int
    headers: Message = field(default_factory=Message)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body in UTF-8."""
        return self.body.decode(errors="replace")


def ask(
    address: str, path: str, method: str = "GET", under_way: Callable[[], object] | None = None, **headers: str
) -> Answer:
    """Ask once, on a connection of its own; names of headers are written with _ for -.

    ``under_way`` is called when an answer has begun and little of its body can have been sent, because none is read.
    """
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.connect()
        if under_way:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALLEST)
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        if under_way:
            under_way()
    except OSError:
        return Answer(NO_CONNECTION)
    except http.client.HTTPException:
        return Answer(CUT_SHORT)
    try:
        return Answer(answer.status, answer.headers, answer.read())
    except (OSError, http.client.HTTPException):
        return Answer(CUT_SHORT, answer.headers)
    finally:
        connection.close()
