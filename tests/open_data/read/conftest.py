"""What the tests of the pages on paper have counted, told at the end of the run."""

from collections.abc import Callable

import pytest

_COUNTS: list[str] = []


@pytest.fixture
def tell() -> Callable[[str], None]:
    """Takes a line that says how much a test has looked at."""
    return _COUNTS.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the lines under the results."""
    for line in _COUNTS:
        terminalreporter.write_line(line)
