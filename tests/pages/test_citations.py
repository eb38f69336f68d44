"""Every view that may be quoted says how to cite it, and its buttons hold the same words."""

import re
from html import unescape

import pytest

from data_access.citations import cite
from data_access.clock import today
from data_access.figure_ids import FigureId, find, id_of
from data_access.portal import served
from data_access.records import Selection
from data_access.views import indicator_view
from tests.pages.test_every_page import html_of, opened

REPOSITORY = served().repository
VIEWS = {
    "indicator": {"indicator": "free-school-meals", "period": "ay2019-20"},
    "explore": {"strand": "employer"},
    "commitments": {"strand": "employer"},
    "wards": {},
    "ward": {"ward": "E05013697"},
    "group": {"ethnicity": "eth5-black"},
    "stocktake": {},
    "pack": {},
}


def cited(page: str, **address: str) -> tuple[str, list[str]]:
    """The citation of a page, and what each of its buttons copies."""
    html = html_of(opened(page, **address))
    (told,) = re.findall(r'<p class="ci-cite">([^<]*)</p>', html)
    buttons = re.findall(r'<button type="button" data-copy="([^"]*)">(?:Copy \w+)</button>', html)
    return unescape(told), [unescape(text) for text in buttons]


@pytest.mark.parametrize("page", VIEWS)
def test_every_view_has_a_citation_and_buttons_that_copy_it_its_address_and_its_bibtex(page: str) -> None:
    told, (copied, address, bibtex) = cited(page, **VIEWS[page])
    assert told == copied
    assert told.endswith(f" {address}")
    assert "Edition 2026-1 (not yet approved), read " in told
    assert f"/{page}?" in address
    assert "edition=2026-1" in address
    assert f"  url = {{{address}}},\n" in bibtex
    assert f"  urldate = {{{today().isoformat()}}},\n" in bibtex


def test_a_commitment_is_cited_in_the_words_that_every_page_cites_with() -> None:
    entry = REPOSITORY.catalogue.commitments["housing-action-03"]
    told, (_, address, bibtex) = cited("commitments", commitment=entry.id)
    expected = cite(entry.title, address, REPOSITORY.catalogue.settings, today())
    assert (told, bibtex) == (expected.long, expected.bibtex)


def test_an_indicator_names_where_its_figures_come_from() -> None:
    told, _ = cited("indicator", **VIEWS["indicator"])
    assert "Source: " in told or "Sources: " in told
    assert "Department for Education" in told


@pytest.mark.parametrize(
    "indicator_id", ["children-looked-after", "homelessness-duty-owed", "good-level-of-development"]
)
def test_each_figure_of_the_date_that_was_picked_leads_to_its_own_page(indicator_id: str) -> None:
    view = indicator_view(REPOSITORY, indicator_id, Selection())
    links = re.findall(r'href="/figure/([^"]+)"', html_of(opened("indicator", indicator=indicator_id)))
    assert sorted(links) == sorted(str(id_of(row)) for row in view.groups)
    assert [id_of(find(FigureId.parse(link))) for link in links] == [FigureId.parse(link) for link in links]
