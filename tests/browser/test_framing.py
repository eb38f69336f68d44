"""A chart may stand in a page of another site, and nothing else may; what pages tell machines is not refused."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

CHART = "/embed/wards/map?indicator=stop-and-search&ethnicity=eth5-other"
REFUSED = ("/", "/read", "/read/wards/map.svg", "/indicator?indicator=free-school-meals")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_site(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another site, whose page frames the chart first and then what may not be framed."""
    folder: Path = tmp_path_factory.mktemp("site")
    frames = "".join(f'<iframe src="{portal}{address}" height="700"></iframe>' for address in (CHART, *REFUSED))
    icon = '<link rel="icon" href="data:,">'
    (folder / "index.html").write_text(f"<!doctype html><title>Another site</title>{icon}{frames}", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_another_site_may_frame_a_chart_and_no_page(browser: Browser, portal: str, other_site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(other_site)
    framed = page.frame_locator("iframe").first
    picture = framed.locator("img")
    expect(picture).to_be_visible()
    expect(framed.get_by_role("link", name="See all the figures of this view")).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    shown = [frame.url for frame in page.frames[1:]]
    assert shown == [f"{portal}{CHART}", *["chrome-error://chromewebdata/"] * len(REFUSED)]
    assert len(complaints) == len(REFUSED)
    assert all("frame-ancestors 'self'" in complaint for complaint in complaints)
    context.close()


def test_the_link_of_a_framed_chart_opens_the_same_view_beside_it(
    browser: Browser, portal: str, other_site: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(other_site)
    with context.expect_page() as opened:
        page.frame_locator("iframe").first.get_by_role("link", name="See all the figures of this view").click()
    expect(opened.value).to_have_url(f"{portal}/read/wards?indicator=stop-and-search&ethnicity=eth5-other")
    context.close()


@pytest.mark.parametrize("address", ["/read/indicator/stop-and-search", "/read/data", CHART])
def test_the_browser_complains_of_nothing_on_a_page_that_speaks_to_machines(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main")).to_be_visible()
