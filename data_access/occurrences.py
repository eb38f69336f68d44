"""What happens while the portal runs that its operators are told of: failures, and pages that were drawn."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter

from data_access.errors import DatabaseFailure

# What a log record carries beside its message, as (name, value).
FIELDS = "portal_fields"


@dataclass(frozen=True)
class Failure:
    """Something could not be answered; ``is_of_database`` tells whether the database was why."""

    reference: str
    is_of_database: bool


@dataclass(frozen=True)
class Drawn:
    """The script of one page ran to its end, in so many seconds; ``page`` is its address."""

    page: str
    seconds: float


Listener = Callable[[Failure | Drawn], None]
_listeners: list[Listener] = []
# The references of the failures in the request under way, in whichever thread each came about.
_of_this_request: ContextVar[list[str] | None] = ContextVar("references", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell a listener of everything that happens meanwhile, in any thread."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def references_noted() -> Iterator[list[str]]:
    """A list that takes the reference of each failure in the request that is answered meanwhile."""
    references: list[str] = []
    before = _of_this_request.set(references)
    try:
        yield references
    finally:
        _of_this_request.reset(before)


def note_failure(log: logging.Logger, what: str, error: BaseException) -> str:
    """Log an error with its traceback, and give the reference that it has there and that a reader may be told."""
    reference = secrets.token_hex(2).upper()
    references = _of_this_request.get()
    if references is not None:
        references.append(reference)
    log.error("%s. Reference %s", what, reference, exc_info=error, extra={FIELDS: {"reference": reference}})
    _tell(Failure(reference, isinstance(error, DatabaseFailure)))
    return reference


@contextmanager
def drawing(page: str) -> Iterator[None]:
    """Measure how long a page takes that is drawn meanwhile."""
    begun = perf_counter()
    try:
        yield
    finally:
        _tell(Drawn(page, perf_counter() - begun))


def _tell(occurrence: Failure | Drawn) -> None:
    for listener in tuple(_listeners):
        listener(occurrence)
