"""Failures have one reference for the log, the reader and whoever counts them; pages tell how long they took."""

import logging
import threading
from contextvars import copy_context

import pytest
from sqlalchemy.exc import OperationalError

from data_access.occurrences import Drawn, Failure, drawing, heard_by, note_failure, references_noted

LOG = logging.getLogger("portal.test")


def test_a_failure_is_logged_and_told_under_the_reference_that_is_given_back(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Failure | Drawn] = []
    error = KeyError("nothing")
    with heard_by(heard.append):
        reference = note_failure(LOG, "It failed", error)
    [record] = caplog.records
    assert record.message == f"It failed. Reference {reference}"
    assert record.exc_info and record.exc_info[1] is error
    assert heard == [Failure(reference, is_of_database=False)]


def test_a_failure_of_the_database_is_told_apart() -> None:
    heard: list[Failure | Drawn] = []
    with heard_by(heard.append):
        reference = note_failure(LOG, "It failed", OperationalError("SELECT 1", {}, OSError("away")))
    assert heard == [Failure(reference, is_of_database=True)]


def test_whoever_no_longer_listens_is_told_nothing() -> None:
    heard: list[Failure | Drawn] = []
    with heard_by(heard.append):
        pass
    note_failure(LOG, "It failed", KeyError())
    assert heard == []


def test_a_request_knows_the_failures_of_its_own_threads_and_of_no_other_request() -> None:
    with references_noted() as first:
        with references_noted() as second:
            inner = note_failure(LOG, "It failed", KeyError())
        worker = threading.Thread(target=copy_context().run, args=(note_failure, LOG, "It failed", KeyError()))
        worker.start()
        worker.join()
        outer = note_failure(LOG, "It failed", KeyError())
    note_failure(LOG, "It failed", KeyError())
    assert second == [inner]
    assert len(first) == 2
    assert first[1] == outer


def test_a_page_tells_how_long_it_took_even_where_it_fails() -> None:
    heard: list[Failure | Drawn] = []
    with heard_by(heard.append), pytest.raises(KeyError), drawing("/explore"):
        raise KeyError
    [drawn] = heard
    assert isinstance(drawn, Drawn)
    assert drawn.page == "/explore"
    assert drawn.seconds > 0
