"""A reader with a page of the app open: the words it drew, over the app's own connection."""

from contextlib import ExitStack
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_LARGEST = 64 * 1024 * 1024
_SECONDS = 60
_FAILED = "this page could not be drawn"


class SessionBrokenError(RuntimeError):
    """The connection could not be made, or broke off before the page was drawn."""


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn: its HTML, piece by piece, and whether it is the page and not a sentence in its place."""

    pieces: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the page itself was drawn."""
        return bool(self.pieces) and not any(_FAILED in piece for piece in self.pieces)


class Session:
    """One open connection; the address holds every choice, so that any replica can take the reader over."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: ClientConnection | None = None
        self._open = ExitStack()

    def view(self, page: str, query: str) -> Drawn:
        """Draw a page with the choices of a query, on a new connection where there is none.

        Raises:
            SessionBrokenError: the connection could not be made or broke off; the next call makes a new one.
        """
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.send(self._asked(page, query).SerializeToString())
            return self._drawn(self._connection)
        except (OSError, WebSocketException) as error:
            self.close()
            raise SessionBrokenError(str(error)) from error

    def close(self) -> None:
        """End the connection, if there is one."""
        self._connection = None
        self._open.close()

    def _connect(self) -> ClientConnection:
        connection = connect(
            f"{self._address.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(self._address),
            subprotocols=[Subprotocol("streamlit")],
            max_size=_LARGEST,
            open_timeout=_SECONDS,
            close_timeout=1,
        )
        return self._open.enter_context(connection)

    def _asked(self, page: str, query: str) -> BackMsg:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self._address}/{page}"
        return asked

    @staticmethod
    def _drawn(connection: ClientConnection) -> Drawn:
        pieces = []
        while True:
            message = ForwardMsg.FromString(connection.recv(_SECONDS, decode=False))
            element = message.delta.new_element
            if element.WhichOneof("type") == "html":
                pieces.append(element.html.body)
            elif element.WhichOneof("type") == "markdown":
                pieces.append(element.markdown.body)
            if message.WhichOneof("type") == "script_finished":
                return Drawn(tuple(pieces))
