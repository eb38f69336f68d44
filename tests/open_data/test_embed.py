"""Charts that stand alone in a frame of another site: whole, quiet, with their source and a way back."""

import csv
import io
import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from starlette.testclient import TestClient

from data_access.boundaries import ATTRIBUTION
from data_access.page_list import EMBED_ROOT, PAGES, SINGLE, PageSpec, embed_address
from data_access.public_address import public_address
from open_data.embed import chart_page
from open_data.read.addresses import parse
from open_data.read.pages import sheet

pytest_plugins = ["tests.open_data.whole_site"]

LOOKED_AFTER = "/indicator/children-looked-after"
CHARTS = {
    f"{LOOKED_AFTER}/groups?period=d2021-03-31": "Children looked after, by ethnic group",
    f"{LOOKED_AFTER}/time": "Children looked after, by ethnic group",
    "/indicator/stop-and-search/wards?ethnicity=eth5-asian": "Stops and searches, by self-described ethnic group",
    "/wards/map?indicator=stop-and-search&ethnicity=eth5-other": "Stops and searches, by self-described ethnic group",
    "/wards/hexagons?indicator=stop-and-search&view=hexagons": "Stops and searches, by self-described ethnic group",
    "/wards/vintages": "When the wards changed, May 2022",
    "/explore/strip?ethnicity=eth5-black": "Outcomes in per cent for the Black group in Islington",
}
FRAME = re.compile(r"<pre[^>]*><code>(.*?)</code>")


def parted(view: str) -> tuple[str, str, str]:
    """The page under /read, the chart and the query of an address without /embed."""
    path, _, query = view.partition("?")
    page, _, chart = path.rpartition("/")
    return f"/read{page}", chart, f"?{query}" if query else ""


@pytest.mark.parametrize("view", CHARTS)
def test_a_chart_stands_alone_with_the_words_it_has_on_its_page(client: TestClient, view: str) -> None:
    answer = client.get(f"/embed{view}")
    assert answer.status_code == 200
    alone = lxml_html.fromstring(answer.text)
    page, chart, query = parted(view)
    with_all = lxml_html.fromstring(client.get(f"{page}{query}").text)
    images = [image for image in with_all.iter("img") if f"/{chart}.svg" in image.get("src")]
    [image] = alone.iter("img")
    assert [image.get("alt")] == [found.get("alt") for found in images]
    assert [image.get("src")] == [found.get("src") for found in images]
    assert image.get("alt") in alone.findtext(".//figcaption/p[2]")
    assert alone.get("lang") == "en-GB"
    assert alone.findtext(".//title").startswith(CHARTS[view])
    assert not list(alone.iter("nav", "script", "h1", "form"))


@pytest.mark.parametrize("view", CHARTS)
def test_a_chart_leads_back_to_the_same_view_in_a_window_of_its_own(client: TestClient, view: str) -> None:
    alone = lxml_html.fromstring(client.get(f"/embed{view}").text)
    page, _, query = parted(view)
    links = list(alone.iter("a"))
    assert links[0].get("href") == f"{page}{query}"
    for link in links:
        assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
        assert client.get(link.get("href")).status_code == 200
    for picture in (alone.find(".//source").get("srcset"), alone.find(".//img").get("src")):
        drawn = client.get(picture)
        assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")


@pytest.mark.parametrize("view", CHARTS)
def test_a_chart_says_its_source_licence_edition_and_day(client: TestClient, view: str) -> None:
    words = " ".join(lxml_html.fromstring(client.get(f"/embed{view}").text).text_content().split())
    assert "Source: " in words or "Sources: " in words
    assert "Open Government Licence" in words
    assert "Challenging Inequality, Edition 2026-1, not yet approved · as at " in words
    assert (ATTRIBUTION in words) == view.startswith("/wards")


def test_the_file_of_a_chart_by_ward_holds_the_wards_drawn(client: TestClient) -> None:
    alone = lxml_html.fromstring(client.get("/embed/indicator/stop-and-search/wards?ethnicity=eth5-asian").text)
    address = alone.xpath("//a[contains(., 'CSV')]/@href")[0]
    rows = list(csv.DictReader(io.StringIO(client.get(address).text)))
    assert len(rows) == len({row["area_code"] for row in rows}) == 17
    assert {(row["ethnicity_code"], row["area_type"], row["period_code"]) for row in rows} == {
        ("eth5-asian", "ward", "r2021-12_2022-11")
    }


def test_symbols_and_what_a_figure_is_not_stand_beside_the_chart(client: TestClient) -> None:
    dots = client.get(f"/embed{LOOKED_AFTER}/groups").text
    assert "<b>[c]</b> hidden to protect people" in dots
    assert "A hidden figure is not a zero." in dots
    stops = client.get("/embed/indicator/stop-and-search/groups").text
    assert "No ethnic group is recorded for 31.8%: read with care." in stops
    assert "[c]" not in stops
    wards = client.get("/embed/wards/map?indicator=stop-and-search&ethnicity=eth5-other").text
    assert "[c] hidden to protect people: 4 wards" in wards
    assert "not to be compared with one another" in client.get("/embed/explore/strip").text


def test_a_chart_of_an_edition_that_is_not_the_latest_leads_to_the_latest() -> None:
    address = parse(LOOKED_AFTER, "period=d2021-03-31&edition=2026-1")
    assert address is not None
    found = sheet(address)
    assert "A later edition" not in chart_page(address, found, "time")
    older = replace(found, account=replace(found.account, is_latest=False))
    link = f'<a href="/embed{LOOKED_AFTER}/time?period=d2021-03-31">See this chart as it is there</a>'
    assert link in chart_page(address, older, "time")


@pytest.mark.parametrize(
    ("view", "charts", "back"),
    [
        (f"{LOOKED_AFTER}/dots?period=d2021-03-31", ["groups", "time"], f"/read{LOOKED_AFTER}"),
        ("/wards/groups", ["map", "vintages"], "/read/wards"),
        ("/methods/groups", [], "/read/methods"),
        ("/indicator/nothing/groups", [], "/read"),
        ("/nothing/groups", [], "/read"),
        ("", [], "/read"),
    ],
)
def test_where_there_is_no_such_chart_those_there_are_are_named(
    client: TestClient, view: str, charts: list[str], back: str
) -> None:
    answer = client.get(f"/embed{view}")
    assert answer.status_code == 404
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    page = lxml_html.fromstring(answer.text)
    assert [link.text for link in page.findall(".//li/a")] == charts
    assert all(client.get(link.get("href")).status_code == 200 for link in page.findall(".//li/a"))
    assert list(page.iter("a"))[-1].get("href") == back


def test_a_chart_that_is_held_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/embed/wards/vintages")
    again = client.get("/embed/wards/vintages", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_any_site_may_frame_a_chart_and_nothing_else(site: TestClient) -> None:
    for address in ("/embed/wards/vintages", "/embed/nothing"):
        headers = site.get(address).headers
        assert "frame-ancestors *" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "x-frame-options" not in headers
        assert headers["x-content-type-options"] == "nosniff"
    for address in ("/", "/read", f"/read{LOOKED_AFTER}/groups.svg", "/api/v1/areas", "/embedded"):
        headers = site.get(address).headers
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("page", "view"),
    [
        ("/indicator?indicator=free-school-meals&sort=value", "/read/indicator/free-school-meals?sort=value"),
        ("/wards?indicator=stop-and-search", "/read/wards?indicator=stop-and-search"),
        ("/explore?strand=employer", "/read/explore?strand=employer"),
    ],
)
def test_the_page_hands_out_code_for_each_of_its_charts_in_the_app_and_on_paper(
    site: TestClient, page: str, view: str
) -> None:
    on_paper, in_shell = (FRAME.findall(site.get(address).text) for address in (view, page))
    assert on_paper == in_shell
    keys = re.findall(r'<img src="[^"]*/([a-z]+)\.svg', site.get(view).text)
    frames = [lxml_html.fromstring(unescape(code)) for code in on_paper]
    assert [frame.get("src").partition("?")[0].rpartition("/")[2] for frame in frames] == keys
    for frame in frames:
        assert frame.tag == "iframe"
        assert frame.get("title")
        assert frame.get("src").startswith(f"{public_address().url}/embed/")
        assert "edition=2026-1" in frame.get("src")
        assert site.get(frame.get("src")).status_code == 200


others = st.lists(
    st.tuples(st.sampled_from(["period", "area", "category"]), st.text(min_size=1, max_size=9)), max_size=4
)


@given(st.sampled_from(PAGES), st.from_regex("[A-Za-z0-9-]{0,9}", fullmatch=True), others)
def test_an_embed_address_is_read_as_the_view_it_was_made_from(
    spec: PageSpec, code: str, others: list[tuple[str, str]]
) -> None:
    parameter = SINGLE.get(spec.url, ("", ""))[0]
    asked = [(parameter, code), *others] if parameter and code else others
    path, _, query = embed_address(f"{spec.address}?{urlencode(asked)}", "groups").partition("?")
    page, _, chart = path.removeprefix(EMBED_ROOT).rpartition("/")
    found = parse(page, query)
    assert chart == "groups"
    assert found is not None
    assert found.url == spec.url
    assert found.parameters == asked
