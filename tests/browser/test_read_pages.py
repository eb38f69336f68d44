"""The pages under /read in a real browser that runs no script: whole, quiet, and no wider than a phone."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data_access.page_list import PAGES
from visuals.palette import DARK

from .conftest import Watch

KINDS = (
    *(f"/read/{spec.url}".rstrip("/") for spec in PAGES),
    "/read/indicator/children-looked-after",
    "/read/indicator/stop-and-search",
    "/read/ward/E05013703",
    "/read/group/eth5-black",
    "/read/commitment/housing-action-03",
)
WITH_PICTURES = {
    "/read/explore",
    "/read/wards",
    "/read/indicator/children-looked-after",
    "/read/indicator/stop-and-search",
}
WIDTHS = (1280, 360)
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Pictures further down are drawn as a reader comes to them.
BROKEN = """async () => {
  const broken = [];
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => {});
    if (!image.naturalWidth) broken.push(image.currentSrc);
  }
  return broken;
}"""


@pytest.fixture(scope="module")
def still(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    """A browser without JavaScript that may log no error and ask no other host for anything."""
    context = browser.new_context(base_url=portal, java_script_enabled=False, locale="en-GB")
    watch = Watch(context)
    yield context
    context.close()
    assert not watch.errors
    assert watch.hosts <= {urlsplit(portal).netloc}


@pytest.fixture
def reader(still: BrowserContext) -> Iterator[Page]:
    page = still.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("address", KINDS)
def test_a_page_without_script_is_whole_and_fits_desk_and_phone(reader: Page, address: str) -> None:
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 800})
        answer = reader.goto(address)
        assert answer is not None
        assert answer.status == 200
        expect(reader.get_by_role("heading", level=1)).to_have_count(1)
        expect(reader.locator(".ci-foot")).to_be_visible()
        assert reader.evaluate(SIDEWAYS) == 0
        assert reader.evaluate(BROKEN) == []
        pictures = reader.locator("figure img").count()
        assert (pictures > 0) == (address in WITH_PICTURES), address


@pytest.mark.parametrize("address", ["/read/explore", "/read/indicator/children-looked-after", "/read/wards"])
def test_the_figures_stand_in_a_table_that_can_be_seen(reader: Page, address: str) -> None:
    reader.goto(address)
    expect(reader.locator("table:visible").first).to_be_visible()
    assert reader.locator("table tbody tr").count() > 5


def test_a_form_changes_the_view_and_back_returns_to_the_one_before(reader: Page) -> None:
    reader.goto("/read/indicator/children-looked-after?reference=none")
    told = reader.get_by_role("status")
    before = told.inner_text()
    reader.get_by_label("Date").select_option(label="31 March 2023")
    reader.get_by_role("button", name="Show").first.click()
    expect(told).to_contain_text("31 March 2023")
    parts = urlsplit(reader.url)
    assert parts.path == "/read/indicator/children-looked-after"
    assert parse_qs(parts.query)["period"] == ["d2023-03-31"]
    assert parse_qs(parts.query)["reference"] == ["none"]
    reader.go_back()
    expect(told).to_have_text(before)


def test_pages_of_a_table_are_turned_and_the_choice_is_kept(reader: Page) -> None:
    reader.goto("/read/explore?ethnicity=eth5-black")
    reader.get_by_role("link", name="Next page").click()
    expect(reader.get_by_role("table", name="Figures 26 to 50")).to_be_visible()
    assert parse_qs(urlsplit(reader.url).query) == {"ethnicity": ["eth5-black"], "page": ["2"]}


@pytest.mark.parametrize("address", ["/read", "/read/indicator/stop-and-search", "/read/nothing"])
def test_a_reader_who_likes_it_dark_gets_the_dark_paper(browser: Browser, portal: str, address: str) -> None:
    context = browser.new_context(base_url=portal, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    found = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    wanted = tuple(int(DARK.bg[place : place + 2], 16) for place in (1, 3, 5))
    context.close()
    assert found == f"rgb{wanted}"
