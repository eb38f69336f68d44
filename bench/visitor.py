"""A reader of the Streamlit pages without a browser: opens a session, asks for reruns, and counts what comes back."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_LARGEST = 64 * 1024 * 1024


class PageError(RuntimeError):
    """A rerun ended otherwise than well, or drew an error."""


@dataclass(frozen=True)
class Rerun:
    """One rerun as the reader saw it: from asking to the last message in ms, bytes, and elements drawn."""

    milliseconds: float
    size: int
    elements: int


class Visitor:
    """One open session; use it as an asynchronous context."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._connection: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Open the session."""
        self._connection = await connect(
            f"{self._base.replace('http', 'ws', 1)}/_stcore/stream",
            origin=self._base,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=_LARGEST,
            compression=None,
            open_timeout=60,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._connection:
            await self._connection.close()

    async def view(self, page: str, query: str = "") -> Rerun:
        """Ask for a page with the choices of a query, and wait until it has been drawn.

        Raises:
            PageError: the page was not drawn.
        """
        if self._connection is None:
            message = "the session is not open"
            raise PageError(message)
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self._base}/{page}"
        asked.rerun_script.context_info.locale = "en-GB"
        started, size, elements = time.perf_counter(), 0, 0
        await self._connection.send(asked.SerializeToString())
        while True:
            received = await self._connection.recv(decode=False)
            size += len(received)
            message = ForwardMsg.FromString(received)
            kind = message.WhichOneof("type")
            elements += kind == "delta"
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise PageError(message.delta.new_element.exception.message)
            if kind == "page_not_found":
                raise PageError(f"there is no page {page}")
            if kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise PageError(f"{page}?{query} ended with {message.script_finished}")
                return Rerun(1_000 * (time.perf_counter() - started), size, elements)
