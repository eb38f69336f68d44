"""An exported folder as a reader opens it: from any web server, or from a disk, with no script and no network."""

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.exported_site import exported_site

LEFT = "net::ERR_ABORTED"


class _Quiet(SimpleHTTPRequestHandler):
    """The server of Python's own library, without its log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported_site(tmp_path_factory)


@pytest.fixture(scope="module")
def web_server(folder: Path) -> Iterator[str]:
    """The address of the folder on a server whose root is two folders above it."""
    root = folder.parent.parent
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote(folder.relative_to(root).as_posix())}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["served", "from disk"])
def home(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where the folder is opened."""
    if request.param == "from disk":
        return folder.as_uri()
    address: str = request.getfixturevalue("web_server")
    return address


@pytest.fixture
def alone(browser: Browser, home: str) -> Iterator[Page]:
    """A page without JavaScript that reaches nothing but the folder; nothing in it may fail to load."""
    context: BrowserContext = browser.new_context(java_script_enabled=False, locale="en-GB")
    failed: list[str] = []

    def only_the_folder(route: Route) -> None:
        if route.request.url.startswith(home):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", only_the_folder)
    # What a reader leaves behind by going on is not missed: the browser calls that aborted.
    context.on("requestfailed", lambda one: None if one.failure == LEFT else failed.append(one.url))
    context.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    yield context.new_page()
    context.close()
    assert failed == []


def test_a_reader_goes_from_the_first_page_to_a_chart_its_table_and_one_figure(alone: Page, home: str) -> None:
    alone.goto(f"{home}/index.html")
    alone.wait_for_url(f"{home}/read/index.html")
    expect(alone.locator("h1")).to_have_text("What was promised, and what the figures show")

    alone.goto(f"{home}/read/indicator/children-looked-after/index.html")
    expect(alone.locator("h1")).to_contain_text("Children looked after")
    pictures = alone.locator("figure img")
    assert pictures.count() > 1
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        box = picture.bounding_box()
        assert box
        assert box["width"] > 300
        assert box["height"] > 80
    assert alone.locator("tbody tr").count() > 5

    alone.locator('a[href*="/figure/"]').first.click()
    alone.wait_for_url(re.compile(r"/figure/.*/index\.html$"))
    expect(alone.locator("dt", has_text="Source")).to_be_visible()
    alone.locator('nav a:has-text("About")').click()
    alone.wait_for_url(f"{home}/read/about/index.html")


def test_the_styles_and_the_faces_come_from_the_folder(alone: Page, home: str) -> None:
    with alone.expect_request_finished(lambda request: request.url.endswith(".woff2")):
        alone.goto(f"{home}/read/about/index.html")
    expect(alone.locator("h1")).to_have_css("font-family", re.compile("Record Serif|Source Serif|Atkinson"))
    expect(alone.locator(".ci-skip")).to_have_css("position", "absolute")


def test_choices_are_left_to_the_live_portal_in_one_sentence(alone: Page, home: str) -> None:
    alone.goto(f"{home}/read/indicator/children-looked-after/index.html")
    expect(alone.get_by_text("Choices need the live portal")).to_have_count(1)
    expect(alone.locator("form, select, button:visible")).to_have_count(0)
