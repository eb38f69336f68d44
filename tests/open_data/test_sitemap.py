"""What search engines are told: every page once, by the rules of sitemaps.org, and none that is no page."""

import urllib.robotparser

import pytest
from lxml import etree
from starlette.testclient import TestClient

from data_access.page_list import PAGES, read_addresses
from data_access.portal import served

HOME = "http://127.0.0.1:8501"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_ADDRESSES, LONGEST_ADDRESS, MOST_BYTES = 50_000, 2_048, 50 * 1024 * 1024


def addresses(client: TestClient) -> list[str]:
    root = etree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{SITEMAP}urlset"
    assert {entry.tag for entry in root} == {f"{SITEMAP}url"}
    assert {(len(entry), entry[0].tag) for entry in root} == {(1, f"{SITEMAP}loc")}
    return [entry[0].text or "" for entry in root]


def test_every_page_and_every_read_page_is_listed_once(client: TestClient) -> None:
    catalogue = served().repository.catalogue
    found = addresses(client)
    assert len(found) == len(set(found))
    assert set(found) == {f"{HOME}{path}" for path in (*(spec.address for spec in PAGES), *read_addresses(catalogue))}
    assert {f"{HOME}/read/indicator/{code}" for code in catalogue.indicators} <= set(found)
    assert {f"{HOME}/read/commitment/{code}" for code in catalogue.commitments} <= set(found)
    for path in ("", "/explore", "/wards", "/ward/E05013703", "/ward/E05000372", "/group/eth5-black", "/commitments"):
        assert f"{HOME}/read{path}" in found
    for path in ("/stocktake", "/pack", "/data", "/methods", "/about"):
        assert f"{HOME}/read{path}" in found
    assert f"{HOME}/read/search" not in found


def test_the_sitemap_keeps_the_limits_of_its_format(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert len(answer.content) <= MOST_BYTES
    found = addresses(client)
    assert len(found) <= MOST_ADDRESSES
    assert all(address.startswith(f"{HOME}/") and len(address) < LONGEST_ADDRESS for address in found)
    assert all(address.isascii() and " " not in address for address in found)


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_it_is_not_sent_again_unchanged(client: TestClient, address: str) -> None:
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(address).content == b""


def test_robots_may_read_all_but_what_is_between_streamlit_and_an_open_page(client: TestClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"Sitemap: {HOME}/sitemap.xml" in answer.text.splitlines()
    rules = urllib.robotparser.RobotFileParser()
    # This reader takes the first rule that fits, others the longest; without the first line both read alike.
    rules.parse([line for line in answer.text.splitlines() if line != "Allow: /"])
    assert all(rules.can_fetch("any", address) for address in addresses(client))
    assert rules.can_fetch("any", "/api/v1/observations.csv")
    for closed in ("/_stcore/stream", "/media/abc", "/component/x"):
        assert not rules.can_fetch("any", closed)
