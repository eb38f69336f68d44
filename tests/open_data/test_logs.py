"""The form of the log, and that neither an error's words nor an address of a reader is in it."""

import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.exc import DataError, OperationalError

from data_access.occurrences import note_failure
from open_data.logs import REQUESTS, Wanted, configure, traceback_of, wanted

MARK = "Zanzibar"
Told = Callable[[], list[str]]
SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "streamlit.runtime.test")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Told]:
    """The lines on standard error; afterwards every logger is as it was."""
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in (*SERVERS, REQUESTS))]
    before = [(one, one.handlers[:], one.filters[:], one.level, one.propagate, one.disabled) for one in loggers]
    yield lambda: capsys.readouterr().err.splitlines()
    for one, handlers, filters, level, propagate, disabled in before:
        one.handlers[:], one.filters[:] = handlers, filters
        one.level, one.propagate, one.disabled = level, propagate, disabled
        one.manager._clear_cache()


@pytest.mark.parametrize(
    ("text", "form", "level"),
    [
        ("json", "json", logging.INFO),
        ("plain", "plain", logging.INFO),
        ("json:error", "json", logging.ERROR),
        ("plain:debug", "plain", logging.DEBUG),
        (None, "plain", logging.WARNING),
    ],
)
def test_one_setting_says_form_and_level(
    text: str | None, form: str, level: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTAL_LOG", raising=False)
    assert wanted(text) == Wanted(form, level)
    if text:
        monkeypatch.setenv("PORTAL_LOG", text)
        assert wanted() == Wanted(form, level)


@pytest.mark.parametrize(
    ("text", "why"),
    [("jsn", "“jsn”.*nearest is “json”"), ("json:warn", "“warn”.*nearest is “warning”"), (":info", "“”")],
)
def test_a_setting_that_is_wrong_is_told_with_the_nearest_right_one(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wanted(text)


def failed(message: str) -> BaseException:
    try:
        try:
            raise KeyError(message)
        except KeyError as error:
            raise ValueError(message) from error
    except ValueError as error:
        return error


def test_a_failure_is_one_json_line_with_reference_and_traceback(told: Told) -> None:
    configure(Wanted("json", logging.WARNING))
    reference = note_failure(logging.getLogger("data_access.test"), "It failed", failed(MARK))
    [line] = told()
    said = json.loads(line)
    assert list(said) == ["time", "level", "logger", "message", "reference", "traceback"]
    assert (said["level"], said["logger"], said["reference"]) == ("error", "data_access.test", reference)
    assert said["message"] == f"It failed. Reference {reference}"
    assert said["traceback"].index("KeyError\n") < said["traceback"].index("ValueError\n")
    assert "in failed\n" in said["traceback"]
    assert MARK not in line


def test_a_plain_failure_is_a_line_with_the_traceback_under_it(told: Told) -> None:
    configure(Wanted("plain", logging.WARNING))
    reference = note_failure(logging.getLogger("data_access.test"), "It failed", failed(MARK))
    first, *below = told()
    assert first.endswith(f"error data_access.test: It failed. Reference {reference}")
    assert any(line.startswith("ValueError") for line in below)
    assert MARK not in "\n".join(below)


def test_the_words_of_an_error_are_written_at_the_lowest_level_alone(told: Told) -> None:
    configure(Wanted("json", logging.DEBUG))
    note_failure(logging.getLogger("data_access.test"), "It failed", failed(MARK))
    [line] = told()
    assert f"ValueError: {MARK}" in json.loads(line)["traceback"]


def test_of_a_database_that_is_away_the_words_are_kept_and_neither_question_nor_values() -> None:
    away = OperationalError("SELECT secret", {"area": MARK}, OSError("connection refused"))
    assert traceback_of(away) == "sqlalchemy.exc.OperationalError: connection refused\n"
    wrong = DataError("SELECT secret", {"area": MARK}, ValueError(f"invalid input “{MARK}”"))
    assert traceback_of(wrong) == "sqlalchemy.exc.DataError\n"


def test_every_error_of_a_group_is_told() -> None:
    group = BaseExceptionGroup("several", [KeyError("a"), OSError("b")])
    assert traceback_of(group) == "KeyError\n\nOSError\n\nExceptionGroup\n"


def test_the_servers_under_the_portal_write_in_the_same_form_and_no_address_of_a_reader(told: Told) -> None:
    for name in SERVERS:
        server = logging.getLogger(name)
        server.addHandler(logging.StreamHandler(sys.stderr))
        server.setLevel(logging.INFO)
    for _ in range(2):  # as app.py does, at its import and at the start of the server
        configure(Wanted("json", logging.INFO))
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', "192.0.2.7", "GET", "/?a=b", "1.1", 200)
    for ending in ("[accepted]", "403"):
        logging.getLogger("uvicorn.error").info(f'%s - "WebSocket %s" {ending}', "192.0.2.7:1", "/_stcore/stream?a=b")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 1)
    logging.getLogger("streamlit.runtime.test").warning("Refused. origin=%s", MARK)
    assert [json.loads(line)["message"] for line in told()] == ["Started server process [1]", "Refused. origin=%s"]


@pytest.mark.parametrize(("level", "lines"), [(logging.INFO, 1), (logging.WARNING, 0), (logging.DEBUG, 1)])
def test_requests_are_written_from_the_level_info_on(level: int, lines: int, told: Told) -> None:
    configure(Wanted("json", level))
    logging.getLogger(REQUESTS).info("request")
    assert len(told()) == lines
