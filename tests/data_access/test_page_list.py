"""The pages: each with an address, a name and a script of its own."""

import re

import pytest

from data_access.files import DEFAULT_FOLDERS
from data_access.page_list import PAGES, PageSpec, find

SCRIPTS = {path.name for path in (DEFAULT_FOLDERS.root / "pages").glob("*.py") if path.name != "__init__.py"}


def test_every_page_has_its_script_and_every_script_its_page() -> None:
    assert {spec.script for spec in PAGES} == SCRIPTS
    assert len({spec.script for spec in PAGES}) == len(PAGES)


@pytest.mark.parametrize("part", ["url", "title", "description", "heading"])
def test_no_two_pages_share_an_address_or_a_name(part: str) -> None:
    values = [getattr(spec, part) for spec in PAGES]
    assert len(set(values)) == len(PAGES)


def test_the_first_page_is_at_the_root() -> None:
    assert PAGES[0].address == "/"
    assert [spec.url for spec in PAGES if spec.url == ""] == [""]


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.script)
def test_a_page_is_found_at_its_address(spec: PageSpec) -> None:
    assert find(spec.url) is spec
    assert spec.address == f"/{spec.url}"
    assert re.fullmatch(r"[a-z-]*", spec.url)


@pytest.mark.parametrize("url", ["nothing", "/explore", "Explore", "explore/"])
def test_no_page_is_found_elsewhere(url: str) -> None:
    with pytest.raises(KeyError):
        find(url)


def test_only_some_pages_are_reached_from_another_page() -> None:
    assert [spec.url for spec in PAGES if spec.menu_label is None] == ["ward", "indicator", "group", "pack", "search"]


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.script)
def test_a_page_is_described_in_one_sentence(spec: PageSpec) -> None:
    assert spec.description.endswith(".")
    assert 40 < len(spec.description) <= 160
    assert spec.heading
    assert not spec.heading.endswith(".")


def test_a_menu_label_is_the_beginning_of_its_title() -> None:
    assert [spec.url for spec in PAGES if not spec.title.startswith(spec.menu_label or spec.title)] == []


def test_no_page_stands_in_the_way_of_an_address_for_programs() -> None:
    assert {spec.url for spec in PAGES}.isdisjoint({"api", "healthz", "readyz", "static"})
