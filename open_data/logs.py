"""What the portal writes down of itself: one line for each request and each failure, with nothing about a reader.

No line has an address of a reader, what was chosen, a browser's name or where somebody came from. An error is told by
its kind and its place in the code. Its own words are left out, because they can quote what a reader asked for; only
those of a database that cannot be reached or read are kept.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from sqlalchemy.exc import OperationalError

from data_access.nearest import nearest
from data_access.occurrences import FIELDS, note_failure

SETTING = "PORTAL_LOG"
# For a person at a terminal: what went wrong, and not every script and style that a page asks for.
DEFAULT = "plain:warning"
_FORMS = ("plain", "json")
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
# Requests and pages drawn; at the level “info”.
REQUESTS = "portal.requests"
_SERVERS = ("uvicorn", "streamlit", "websockets")
_UNFILLED = ("streamlit", "websockets")
# What uvicorn says of each websocket: with the reader's address, or no more than the portal's own line.
_OF_WEBSOCKETS = ('%s - "WebSocket ', "connection open", "connection closed")


@dataclass(frozen=True)
class Wanted:
    """The form of the log, “plain” or “json”, and its lowest level."""

    form: str
    level: int


def wanted(told: str | None = None) -> Wanted:
    """What ``PORTAL_LOG`` asks for, or ``told``: a form, and after a colon a level (“info” where there is none).

    Raises:
        ValueError: there is no such form or level.
    """
    text = told or os.environ.get(SETTING) or DEFAULT
    form, _, level = text.partition(":")
    level = level or "info"
    for word, known in ((form, _FORMS), (level, tuple(_LEVELS))):
        if word not in known:
            near = nearest(word, known) or known[0]
            message = f"{SETTING} has “{word}”, which is none of {', '.join(known)}; the nearest is “{near}”"
            raise ValueError(message)
    return Wanted(form, _LEVELS[level])


def configure(asked: Wanted | None = None) -> None:
    """Send every line to standard error in one form, those of the servers under the portal among them.

    It may be called again: the servers set up their own lines when they start.
    """
    asked = asked or wanted()
    root = logging.getLogger()
    for handler in [held for held in root.handlers if isinstance(held, _Lines)]:
        root.removeHandler(handler)
    root.addHandler(_Lines(asked))
    logging.getLogger(REQUESTS).setLevel(max(asked.level, logging.INFO))
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _SERVERS]:
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    # The lines of these two hold the addresses of readers.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_without_websockets)


def page_failed(error: BaseException) -> str:
    """Log why a page of the app could not be drawn; the reference to tell the reader."""
    return note_failure(logging.getLogger("portal"), "A page could not be drawn", error)


def _without_websockets(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_OF_WEBSOCKETS)


class _Lines(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the time of each line."""

    def __init__(self, asked: Wanted) -> None:
        super().__init__(sys.stderr)
        with_words = asked.level <= logging.DEBUG
        self.setFormatter(_Json(with_words) if asked.form == "json" else _Plain(with_words))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr
        super().emit(record)


class _Form(logging.Formatter):
    """What both forms are made from; ``with_words`` keeps what errors say."""

    def __init__(self, with_words: bool) -> None:
        super().__init__()
        self.with_words = with_words

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What a line says, by name and in order."""
        stamp = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = {
            "time": stamp,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            said["traceback"] = traceback_of(record.exc_info[1], with_words=self.with_words)
        return said


class _Json(_Form):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        return json.dumps(self.fields(record), ensure_ascii=False)


class _Plain(_Form):
    def format(self, record: logging.LogRecord) -> str:
        """A line for a person to read, and a traceback under it."""
        said = self.fields(record)
        below = said.pop("traceback", "")
        time, level, logger, message = (said.pop(name) for name in ("time", "level", "logger", "message"))
        line = f"{time} {level} {logger}: {message}"
        parts = [line, *(f"{name}={value}" for name, value in said.items() if str(value) not in message)]
        return " ".join(parts) + (f"\n{below}" if below else "")


def _message(record: logging.LogRecord) -> str:
    """What a record says; of one of Streamlit's not what it fills in, which can be what a browser sent."""
    is_filled_in = record.name.partition(".")[0] not in _UNFILLED
    return record.getMessage() if is_filled_in else str(record.msg)


def traceback_of(error: BaseException, *, with_words: bool = False) -> str:
    """Where an error and those that led to it came about, the first one on top; their own words only if asked for."""
    parts = []
    for one in _chain(error):
        place = "".join(traceback.format_tb(one.__traceback__))
        words = _words(one, with_words)
        kind = f"{type(one).__module__}.{type(one).__qualname__}".removeprefix("builtins.")
        parts.append(f"{place}{kind}{f': {words}' if words else ''}\n")
    return "\n".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The causes of an error, then those that a group holds, then itself."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _chain(one)
    yield error


def _words(error: BaseException, with_words: bool) -> str:
    """What an error says: all of it if asked for, else what the driver says of a database that is away or damaged."""
    if with_words:
        return str(error)
    return str(error.orig).strip() if isinstance(error, OperationalError) else ""
