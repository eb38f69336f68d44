"""GET /read/…: what is answered, and how it is told where something does not exist."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from data_access.page_list import PAGES, SINGLE
from data_access.public_address import public_address
from tests.open_data.read.reading import ReadPage, read

SCRIPT = "<script>alert(1)</script>"
NAMES = [
    "ward",
    "indicator",
    "ethnicity",
    "period",
    "page",
    "form",
    "edition",
    "sort",
    "measure",
    "view",
    "strand",
    "q",
]
PATHS = [*(spec.url for spec in PAGES), "indicator/neet", "ward/E05013703", "group/eth5-black", "indicator/nothing"]


def test_a_page_says_what_it_is(client: TestClient) -> None:
    answer = client.get("/read/indicator/neet?reference=none")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = ReadPage(answer.text)
    assert page.root.get("lang") == "en-GB"
    (canonical,) = [link.get("href") for link in page.root.iter("link") if link.get("rel") == "canonical"]
    assert canonical == f"{public_address().url}/read/indicator/neet"
    assert "/indicator?indicator=neet&reference=none" in page.attributes("a", "href")
    here = [link for link in page.root.iter("a") if link.get("aria-current") == "page"]
    assert here == []


def test_the_menu_leads_to_pages_under_read_and_marks_the_one_that_is_open(client: TestClient) -> None:
    page = read(client, "/read/explore")
    menu = [link for link in page.root.find_class("ci-nav")[0].iter("a")]
    assert {str(link.get("href")).split("/")[1] for link in menu} == {"read"}
    assert [link.get("href") for link in menu if link.get("aria-current")] == ["/read/explore"]


@pytest.mark.parametrize("path", ["nothing", "nothing/at/all", "explore/more", "Explore"])
def test_an_address_that_is_no_page_is_a_404_that_lists_the_pages(client: TestClient, path: str) -> None:
    page = read(client, f"/read/{path}", 404)
    assert page.text("h1") == ["There is no page at this address"]
    assert {f"/read/{spec.url}".rstrip("/") for spec in PAGES if spec.menu_label} <= set(page.attributes("a", "href"))


@pytest.mark.parametrize("url", SINGLE)
def test_a_thing_that_does_not_exist_is_a_404_that_says_so_and_lists_what_does(client: TestClient, url: str) -> None:
    word = SINGLE[url][1]
    page = read(client, f"/read/{word}/nothing-of-the-kind", 404)
    assert "“nothing-of-the-kind”" in " ".join(page.words("ci-notice"))
    there = [href for href in page.attributes("a", "href") if href.startswith(f"/read/{word}/")]
    assert len(there) >= 5


@pytest.mark.parametrize("name", ["ward", "period", "ethnicity", "strand", "service_area"])
def test_a_wrong_code_is_told_and_left_out(client: TestClient, name: str) -> None:
    (notice,) = read(client, f"/read/explore?{name}=nonsense").words("ci-notice")
    assert "“nonsense”" in notice
    assert "so it was left out." in notice


def test_what_a_reader_writes_is_told_as_words(client: TestClient) -> None:
    for address in (f"/read/explore?ward={SCRIPT}&x={SCRIPT}", f"/read/search?q={SCRIPT}"):
        text = client.get(address).text
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text


def test_an_unchanged_page_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/read/methods")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = client.get("/read/methods", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/read/about", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("address", ["/read", "/read/indicator/neet", "/read/indicator/neet/time.svg"])
def test_head_has_the_headers_of_get_and_no_content(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("path", ["/read/", "/read/explore/", "/read/indicator/neet/"])
def test_a_slash_too_many_leads_to_the_page_with_its_choices(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?ward=E05013703&ward=E05013697", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{path.rstrip('/')}?ward=E05013703&ward=E05013697"


def test_a_chart_is_a_picture_in_either_form(client: TestClient) -> None:
    page = read(client, "/read/indicator/neet?reference=none")
    wide = page.attributes("img", "src")[0]
    narrow = page.attributes("source", "srcset")[0]
    assert wide == "/read/indicator/neet/time.svg?reference=none"
    assert narrow == f"{wide}&form=phone"
    for address in (wide, narrow):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert answer.text.startswith("<svg")
        held = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert held.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/read/indicator/neet/nothing.svg", "time"),
        ("/read/indicator/neet/time.svg?form=other", "time"),
        ("/read/about/groups.svg", "none"),
        ("/read/nothing/groups.png", "none"),
    ],
)
def test_a_picture_that_does_not_exist_is_a_404_that_names_those_that_do(
    client: TestClient, address: str, there: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert re.search(rf"\b{there}\b", answer.json()["detail"])


def test_several_codes_of_one_box_stay_chosen(client: TestClient) -> None:
    page = read(client, "/read/explore?ethnicity=eth5-black&ethnicity=eth5-asian&period=nonsense")
    (box,) = [box for box in page.root.iter("select") if box.get("name") == "ethnicity"]
    chosen = [option.get("value") for option in box.iter("option") if "selected" in option.attrib]
    assert "multiple" in box.attrib
    assert sorted(chosen) == ["eth5-asian", "eth5-black"]


@settings(max_examples=40)
@given(st.sampled_from(PATHS), st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=12)), max_size=4))
def test_no_query_breaks_a_page(client: TestClient, path: str, pairs: list[tuple[str, str]]) -> None:
    answer = client.get(f"/read/{path}".rstrip("/"), params=pairs)
    assert answer.status_code in (200, 404)
    assert answer.text.count("<h1") == 1
