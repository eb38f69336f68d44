"""The statements that a question sends to SQLite, as SQLite itself was given them."""

from collections.abc import Callable

from sqlalchemy import event

from data_access.database import open_current
from data_access.files import Folders
from data_access.repository import Repository


def statements(folders: Folders, ask: Callable[[Repository], object]) -> list[str]:
    """Every statement that a question sends to the database of some folders, in order."""
    sent: list[str] = []
    engine = open_current(folders).engine
    event.listen(engine, "connect", lambda connection, _record: connection.set_trace_callback(sent.append))
    repository = Repository(engine)
    sent.clear()
    ask(repository)
    engine.dispose()
    return sent
