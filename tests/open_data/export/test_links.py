import pytest

from open_data.export.links import address_of, links_of, nearest_view, relinked, shared_picture, without_choices

FIGURE = "/figure/2026-1.a.b.c.all.all"
LIVE = "https://portal.example/read/wards"


@pytest.mark.parametrize(
    ("link", "page", "expected"),
    [
        ("/assets/portal.css?v=123", "/read", "/assets/portal.css"),
        ("/read/about#mistakes", "/read", "/read/about"),
        ("/read/explore?strand=employer&page=3", "/read/explore", "/read/explore?strand=employer"),
        ("/read/wards?indicator=a&ward=E1", "/read/ward/E1", "/read/wards?indicator=a"),
        ("/read/explore?ward=E1", "/read/ward/E1", "/read/explore?ward=E1"),
        ("/read/wards/map.svg?indicator=a&ward=E1", "/read/wards", "/read/wards/map.svg?indicator=a&ward=E1"),
        ("/api/v1/observations.csv?ward=E1&bom=1", "/read", "/api/v1/observations.csv?ward=E1&bom=1"),
        ("/about#mistakes", FIGURE, "/read/about"),
        ("/indicator?indicator=a", FIGURE, "/read/indicator/a"),
        ("/wards", "/read/wards", ""),
        ("/healthz", "/read/data", ""),
        ("/read/search?q=rent", "/read", ""),
    ],
)
def test_a_link_stands_for_the_address_that_answers_it_in_a_folder(link: str, page: str, expected: str) -> None:
    assert address_of(link, page) == expected


def test_the_nearest_view_has_most_of_the_choices_and_no_other() -> None:
    views = frozenset({"/read/wards", "/read/wards?indicator=a", "/read/wards?indicator=a&period=p", "/read/about"})
    asked = {
        "/read/wards?indicator=a&category=c": "/read/wards?indicator=a",
        "/read/wards?period=p&indicator=a&x=y": "/read/wards?indicator=a&period=p",
        "/read/wards?indicator=b": "/read/wards",
        "/read/stocktake?year=2025": "",
    }
    assert {address: nearest_view(address, views) for address in asked} == asked


def test_every_link_to_the_portal_is_found_and_made_another() -> None:
    page = (
        '<a href="/a?b=1&amp;c=2">/a</a><img src="/b.svg"><source srcset="/c.svg"><a href="#d">'
        '<a href="https://example.org/e"><a href="//example.org/f"><p data-href="/g">url("/font.woff2")'
    )
    found = list(links_of(page))
    assert found == ["/a?b=1&c=2", "/b.svg", "/c.svg", "/font.woff2"]
    made = relinked(page, lambda link: f"to&{found.index(link)}")
    assert made == (
        '<a href="to&amp;0">/a</a><img src="to&amp;1"><source srcset="to&amp;2"><a href="#d">'
        '<a href="https://example.org/e"><a href="//example.org/f"><p data-href="/g">url("to&3")'
    )


def test_boxes_are_left_out_once_told_and_what_is_said_beside_them_stays() -> None:
    form = (
        '<form method="get" action="/read/wards"><div><label class="ci-box"><span>Ward</span><select name="ward">'
        '<option value="a">A</select></label></div><p class="ci-send"><button type="submit">Show</button></p>'
        '<input type="hidden" name="x" value="y"><p class="ci-told">Showing 17 wards.</p></form>'
    )
    search = '<form class="ci-search" role="search" action="/read/search"><input type="search" name="q"></form>'
    left = without_choices(f"{search}{form}<p>Between</p>{form}", LIVE)
    assert left.count("Choices need the live portal") == 1
    assert left.count(f'<a href="{LIVE}">{LIVE}</a>') == 1
    assert left.count("Showing 17 wards.") == 2
    for gone in ("<form", "<select", "<input", "<button", "Ward<"):
        assert gone not in left


def test_a_table_in_pages_says_where_the_other_pages_are() -> None:
    turning = (
        '<nav class="ci-turn" aria-label="Pages"><span>Page 1 of 9</span> <a href="/read/explore?page=2">Next</a></nav>'
    )
    left = without_choices(f"<div>{turning}</div>", LIVE)
    assert "Page 1 of 9 of this table. The files on this page have every row" in left
    assert "page=2" not in left


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://portal.example/read/about/social.png", "/read/about/social.png"),
        ("https://portal.example.org/read/about/social.png", ""),
        ("https://portal.example/read/explore/social.png?strand=employer", ""),
    ],
)
def test_the_picture_that_a_page_is_shared_with_is_found_on_its_own_portal(address: str, expected: str) -> None:
    html = f'<meta property="og:image" content="{address}"><meta property="og:image:width" content="1200">'
    assert shared_picture(html, "https://portal.example") == expected
