"""The portal as a person meets it: started by its own command and opened in a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The ward map needs WebGL, here drawn without a graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
LOCAL_SCHEMES = {"about", "blob", "data"}
# On a deep link Streamlit's client first looks for its server under the page's own path, then at the root.
STREAMLIT_PROBE = re.compile(r"^/.+/_stcore/(health|host-config)$")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and put them last: Playwright holds the event loop of the whole run."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORTAL_EDITION"}}
    return kept | {"PORTAL_PUBLIC_URL": address}


def _is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz", timeout=5, trust_env=False).status_code == httpx2.codes.OK
    except httpx2.TransportError:
        return False


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not _is_ready(address):
        if process.poll() is not None:
            pytest.fail(f"the portal ended with code {process.returncode}:\n{log.read_text()}", pytrace=False)
        if time.monotonic() > deadline:
            pytest.fail(f"/readyz gave no 200 in {SECONDS_TO_START} s:\n{log.read_text()}", pytrace=False)
        time.sleep(0.25)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal started for this run; its log must stay free of tracebacks and of warnings with a stack."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("portal") / "portal.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(address), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
        try:
            _wait_until_ready(process, address, log)
            yield address
        finally:
            _stop(process)
    written = log.read_text()
    assert "Traceback" not in written, written
    assert "Stack (most recent call last)" not in written, written


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium or Chrome that is already installed, with an empty home; nothing is downloaded."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip("no Chromium or Chrome was found on PATH")
    home: dict[str, str | float | bool] = {**os.environ, "HOME": str(tmp_path_factory.mktemp("home"))}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS, env=home)
        yield started
        started.close()


class Watch:
    """What a browser context complained of, and where it sent requests."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        context.on("console", lambda message: self._note(message.type, message.text, message.location["url"]))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", lambda request: self._visit(request.url))
        context.on("page", lambda page: page.on("websocket", lambda opened: self._visit(opened.url)))

    def _note(self, kind: str, words: str, address: str) -> None:
        if kind == "error" and not STREAMLIT_PROBE.match(urlsplit(address).path):
            self.errors.append(f"{words} ({address})")

    def _visit(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in LOCAL_SCHEMES:
            self.hosts.add(parts.netloc)


@pytest.fixture
def page(portal: str, browser: Browser) -> Iterator[Page]:
    """A fresh page at 1280 by 900; it may log no error and ask no other host for anything."""
    context = browser.new_context(
        base_url=portal, viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London"
    )
    watch = Watch(context)
    yield context.new_page()
    context.close()
    assert not watch.errors
    assert watch.hosts <= {urlsplit(portal).netloc}
