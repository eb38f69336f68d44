"""Addresses under /read: which page each is for, and the way from the app's address there and back."""

from html import escape
from urllib.parse import parse_qsl, unquote, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data_access.page_list import PAGES, SINGLE, read_addresses
from data_access.portal import served
from open_data.read.addresses import on_paper, parse, read_address

URLS = [spec.url for spec in PAGES]
WORDS = st.text(max_size=12)
PAIRS = st.lists(st.tuples(st.sampled_from(["ward", "indicator", "ethnicity", "commitment", "page", "é &"]), WORDS))


def parts(address: str) -> tuple[str, str]:
    path, _, query = address.partition("#")[0].partition("?")
    # As the server hands it on.
    return unquote(path.removeprefix("/read").strip("/")), query


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.url or "first")
def test_every_page_has_its_path_and_its_way_back_to_the_app(spec: object) -> None:
    url = spec.url  # type: ignore[attr-defined]
    found = parse(url, "ward=a&ward=b")
    assert found is not None
    assert found.path == (f"/read/{url}" if url else "/read")
    assert (found.url, found.shown, found.query) == (url, None, "ward=a&ward=b")
    assert found.in_app == f"/{url}?ward=a&ward=b"


@pytest.mark.parametrize("url", SINGLE)
def test_a_thing_is_named_in_the_path_alone(url: str) -> None:
    parameter, word = SINGLE[url]
    found = parse(f"{word}/some-thing", f"{parameter}=other&period=cy2021&form=phone")
    assert found is not None
    assert found.path == f"/read/{word}/some-thing"
    assert found.parameters == [(parameter, "some-thing"), ("period", "cy2021")]
    assert found.in_app == f"/{url}?{parameter}=some-thing&period=cy2021"


@pytest.mark.parametrize(
    "path", ["nothing", "Explore", "indicator/a/b", "explore/a", "wards/E05013703", "read", "../x"]
)
def test_any_other_path_is_no_page(path: str) -> None:
    assert parse(path, "") is None


def test_every_address_of_the_list_is_a_page_at_that_very_address() -> None:
    known = read_addresses(served().repository.catalogue)
    assert len(known) == len(set(known)) > 200
    for address in known:
        found = parse(*parts(address))
        assert found is not None
        assert found.path == address


@given(st.sampled_from(URLS), PAIRS)
def test_the_page_under_read_is_asked_for_what_the_app_was(url: str, pairs: list[tuple[str, str]]) -> None:
    parameter = SINGLE.get(url, ("", ""))[0]
    query = urlencode(pairs)
    given_values = parse_qsl(query)
    shown = next((pair for pair in given_values if pair[0] == parameter), None)
    rest = [pair for pair in given_values if shown is None or pair[0] != parameter]
    # No code has a slash in it, which would begin another part of the path.
    assume(shown is None or "/" not in shown[1])
    found = parse(*parts(read_address(f"/{url}?{query}#figures")))
    assert found is not None
    assert found.url == url
    assert found.parameters == [*([shown] if shown else []), *rest]


@pytest.mark.parametrize(
    ("href", "there"),
    [
        ("/", "/read"),
        ("explore?ward=E05013703", "/read/explore?ward=E05013703"),
        ("indicator?indicator=neet&ward=E05013703#wards", "/read/indicator/neet?ward=E05013703#wards"),
        ("/commitments?commitment=housing-action-03", "/read/commitment/housing-action-03"),
        ("/about#mistakes", "/read/about#mistakes"),
        ("/api/v1/observations.csv", "/api/v1/observations.csv"),
        ("/figure/2026-1.neet", "/figure/2026-1.neet"),
        ("https://example.org/explore", "https://example.org/explore"),
        ("//example.org", "//example.org"),
        ("//explore", "//explore"),
        ("mailto:explore", "mailto:explore"),
    ],
)
def test_links_to_pages_stay_under_read_and_no_others_are_changed(href: str, there: str) -> None:
    assert read_address(href) == there


def test_the_links_of_a_page_are_changed_and_its_escaping_is_kept() -> None:
    drawn = '<ul><li><a href="explore?ward=a&amp;period=b">A &amp; B</a></li></ul><a href="#here">Here</a>'
    assert on_paper(drawn) == (
        '<ul><li><a href="/read/explore?ward=a&amp;period=b">A &amp; B</a></ul><a href="#here">Here</a>'
    )


@given(WORDS)
def test_no_code_in_a_link_becomes_markup(code: str) -> None:
    drawn = on_paper(f'<a href="{escape("ward?" + urlencode({"ward": code}))}">x</a>')
    assert drawn.count('"') == 2
    assert drawn.count("<") == 2
