"""What a reader in Chromium waits for: first words and a usable page on a slow link, and the view after a choice."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from bench.api import ROOT
from bench.figures import Figure, Results, Target, middle, slow_end
from bench.servers import running, under_uvicorn
from data_access.page_list import PAGES

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader"),
    *("--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
]
# 1.6 Mbit/s and 150 ms there and back: what Lighthouse calls slow 4G.
_SLOW_LINK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
_LONGEST = 60_000
_QUERY = {
    "indicator": "?indicator=free-school-meals",
    "ward": "?ward=E05013697",
    "group": "?ethnicity=eth5-black",
}
# How many charts or maps must be there: their scripts come after the words.
_DRAWN = {"indicator": 2, "wards": 1, "explore": 1}
# Drawn by the app (the shell's own words are gone), the script has ended, and each chart that shows has its marks.
_USABLE = """(least) => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.getAttribute('data-test-script-state') !== 'notRunning' || !app.querySelector('h1')) return false;
  const shown = [...app.querySelectorAll('[data-testid="stVegaLiteChart"], [data-testid="stDeckGlJsonChart"]')]
    .filter((element) => element.getClientRects().length && element.getBoundingClientRect().width > 0);
  return shown.length >= least && shown.every((element) => element.querySelector('svg, canvas'));
}"""
_FIRST_CONTENT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_BYTES = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium or Chrome that is installed already.

    Raises:
        FileNotFoundError: there is none.
    """
    executable = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if executable is None:
        message = f"none of {', '.join(_BROWSERS)} is on PATH"
        raise FileNotFoundError(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield started
        started.close()


def _visit(page: Page, address: str, charts: int) -> tuple[float, float, float]:
    """First content and usable page in seconds, and MB that came."""
    before = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=_LONGEST)
    page.wait_for_function(_USABLE, arg=charts, timeout=_LONGEST, polling=50)
    usable = time.perf_counter() - before
    return page.evaluate(_FIRST_CONTENT) / 1_000, usable, page.evaluate(_BYTES) / 1e6


def slow_link(results: Results, pages: tuple[str, ...] | None = None) -> None:
    """Each page of the real edition, first with nothing kept and then again."""
    first: dict[str, float] = {}
    usable: dict[str, float] = {}
    with running(under_uvicorn("app:app"), ROOT, "/readyz") as server, browser() as opened:
        for url in pages or tuple(spec.url for spec in PAGES):
            address = f"{server.address}/{url}{_QUERY.get(url, '')}"
            _warm_server(opened, address)
            context = opened.new_context(viewport={"width": 1280, "height": 900})
            for state in ("cold", "warm"):
                page = context.new_page()
                session = context.new_cdp_session(page)
                session.send("Network.enable")
                session.send("Network.emulateNetworkConditions", _SLOW_LINK)
                try:
                    content, ready, size = _visit(page, address, _DRAWN.get(url, 0))
                except TimeoutError:
                    results.notes.append(f"/{url} was not usable within {_LONGEST / 1_000:.0f} s, {state}")
                    content, ready, size = float("inf"), float("inf"), 0.0
                results.add(Figure("slow link", f"/{url}, {state}: first content", "real", "s", content))
                results.add(Figure("slow link", f"/{url}, {state}: usable ({size:.2f} MB)", "real", "s", ready))
                if state == "cold":
                    first[url], usable[url] = content, ready
                page.close()
            context.close()
    worst = max(first, key=lambda url: first[url])
    results.aim(Target(f"first content on a slow link, cold, on the slowest page (/{worst})", first[worst], 2, "s"))
    if "" in usable:
        results.aim(Target("usable overview on a slow link, cold", usable[""], 8, "s"))
    drawn = {url: seconds for url, seconds in usable.items() if url in _DRAWN}
    if drawn:
        slowest = max(drawn, key=lambda url: drawn[url])
        told = f"usable page with charts or a map on a slow link, cold, the slowest (/{slowest})"
        results.aim(Target(told, drawn[slowest], 12, "s"))


def _warm_server(opened: Browser, address: str) -> None:
    """The page once on a fast link, so that the server's own first time is not taken for the link's."""
    page = opened.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_USABLE, arg=0, timeout=_LONGEST)
    page.close()


def filter_change(results: Results, times: int) -> None:
    """From choosing in a box of Explore to the sentence that tells the new view, on a fast link."""
    found = []
    with running(under_uvicorn("app:app"), ROOT, "/readyz") as server, browser() as opened:
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        for turn in range(times + 1):
            _visit(page, f"{server.address}/explore", 1)
            seconds = _choose(page, turn)
            if turn:
                found.append(1_000 * seconds)
    results.add(
        Figure(
            "browser", "/explore: choosing a group to the updated view", "real", "ms", middle(found), slow_end(found)
        )
    )


def _choose(page: Page, turn: int) -> float:
    """Choose one of the first three groups; seconds until the page tells the new view and has ended drawing."""
    told = page.locator(".ci-told").first.inner_text()
    page.get_by_role("combobox", name="Ethnic group").first.click()
    option = page.get_by_role("option").nth(turn % 3)
    before = time.perf_counter()
    option.click()
    page.wait_for_function(
        "(before) => document.querySelector('.ci-told') && document.querySelector('.ci-told').innerText !== before",
        arg=told,
        timeout=_LONGEST,
        polling=20,
    )
    page.wait_for_function(_USABLE, arg=1, timeout=_LONGEST, polling=20)
    return time.perf_counter() - before
