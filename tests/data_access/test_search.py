"""Search: what readers type, mistakes and all, leads to the right page; nothing they type breaks it."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.files import DEFAULT_FOLDERS
from data_access.page_list import PAGES
from data_access.portal import served
from data_access.search import LONGEST, MOST_RESULTS, Answer, search

# Written before the ranking was tried. Where several pages answer, any of them may come.
QUERIES: dict[str, tuple[str, ...]] = {
    "stop and serch": ("indicator?indicator=stop-and-search",),
    "finsbry park": ("ward?ward=E05013703",),
    "housing staff training": ("commitments?commitment=housing-action-02", "commitments?commitment=housing-target-02"),
    "black children in care": ("indicator?indicator=children-looked-after",),
    "pay gap": ("indicator?indicator=ethnicity-pay-gap",),
    "hate crime": ("indicator?indicator=hate-crime-recorded",),
    "free school meals": ("indicator?indicator=free-school-meals",),
    "who owns the police action": ("commitments?commitment=children-action-05",),
    "overcrowded homes": ("indicator?indicator=overcrowding",),
    "rough sleepers": (
        "indicator?indicator=rough-sleeping-snapshot",
        "indicator?indicator=rough-sleeping-chain",
        "indicator?indicator=rough-sleeping-volunteer-count",
    ),
    "mentorring": ("commitments?commitment=employer-target-01", "commitments?commitment=employer-action-03"),
    "dibetes": ("indicator?indicator=diabetes-among-residents",),
    "librarys": ("commitments?commitment=children-action-02", "commitments?commitment=children-outcome-01"),
    "somali families": ("commitments?commitment=children-action-03", "commitments?commitment=children-outcome-02"),
    "exclusions": ("indicator?indicator=permanent-exclusions",),
    "school suspensons": ("indicator?indicator=suspensions",),
    "N4": ("wards",),
    "n1 2ud": ("wards",),
    "Highbury East": ("ward?ward=E05000372",),
    "st marys": ("ward?ward=E05013710",),
    "black people": ("group?ethnicity=eth5-black",),
    "asian residents": ("group?ethnicity=eth5-asian",),
    "stand in measure": ("methods#word-stand-in-measure",),
    "how are small numbers hidden": ("methods#protection",),
    "download the data": ("data",),
    "homless families": (
        "indicator?indicator=homelessness-duty-owed",
        "indicator?indicator=temporary-accommodation",
        "indicator?indicator=homelessness-acceptances-black-applicants",
    ),
    "SHINE energy advice": ("indicator?indicator=shine-referrals",),
    "unemployed young people": ("indicator?indicator=neet", "indicator?indicator=neet-or-not-known"),
    "gcse results": ("indicator?indicator=attainment-8", "indicator?indicator=progress-8"),
    "yearly stocktake": ("stocktake",),
    "disabilty confident": (
        "commitments?commitment=employer-target-04",
        "commitments?commitment=employer-action-10",
    ),
    "report a mistake": ("about#mistakes",),
    "child poverty": ("indicator?indicator=children-low-income-share", "indicator?indicator=children-low-income"),
    "employer": ("commitments?strand=employer",),
    "public helth": ("commitments?service_area=public-health",),
    "council tenants": ("indicator?indicator=tenure",),
    "senior leaders trained": ("commitments?commitment=employer-target-02",),
    "map of wards": ("wards",),
    "social workers": ("indicator?indicator=social-workers-by-role",),
    "overweight children": ("indicator?indicator=year-6-excess-weight",),
}


def asked(query: str) -> Answer:
    return search(served().repository, query)


@pytest.mark.parametrize(("query", "right"), QUERIES.items(), ids=list(QUERIES))
def test_the_right_page_is_among_the_first_three(query: str, right: tuple[str, ...]) -> None:
    first = [found.address for found in asked(query).results[:3]]
    assert set(first) & set(right), first


def test_there_are_as_many_queries_as_were_promised() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("query", ["N4", "n1 2ud", "EC1", "what is in N7", "N19 3qt housing"])
def test_a_postcode_leads_to_the_ward_map_and_says_that_none_is_known(query: str) -> None:
    found = asked(query)
    assert found.results[0].address == "wards"
    assert "Postcodes are not known here" in found.note
    assert [one.address for one in found.results].count("wards") == 1


@pytest.mark.parametrize("query", ["year 6", "attainment 8", "2021", "key stage 4", "E05013697"])
def test_a_number_that_is_no_postcode_is_searched_for(query: str) -> None:
    found = asked(query)
    assert found.note == ""
    assert found.results


def test_with_no_answer_near_words_are_offered_and_each_finds_something() -> None:
    found = asked("overtime")
    assert found.results == ()
    assert "overview" in found.nearest
    assert all(asked(word).results for word in found.nearest)


@pytest.mark.parametrize("query", ["", "   ", "'", "😀", "\x00", "<script>alert(1)</script>" * 20])
def test_an_odd_search_is_answered_and_cut_to_length(query: str) -> None:
    assert len(asked(query).query) <= LONGEST


@given(st.text() | st.text(alphabet="stop andserch'N4-é", max_size=300))
def test_whatever_is_typed_there_is_an_answer_in_order(query: str) -> None:
    found = asked(query)
    assert len(found.results) <= MOST_RESULTS
    addresses = [(one.kind, one.title, one.address) for one in found.results]
    assert len(addresses) == len(set(addresses))
    assert not (found.results and found.nearest)
    assert found == asked(query)


def test_every_indicator_commitment_and_ward_is_found_by_its_own_name() -> None:
    codes = served().repository.catalogue
    titles = {f"indicator?indicator={code}": entry.title for code, entry in codes.indicators.items()}
    titles |= {f"commitments?commitment={code}": entry.title for code, entry in codes.commitments.items()}
    titles |= {f"ward?ward={code}": area.label for code, area in codes.codes.areas.items() if area.area_type == "ward"}
    titles |= {spec.url or "/": spec.title for spec in PAGES if spec.url != "search"}
    missed = {
        title: address
        for address, title in titles.items()
        if address not in [one.address for one in asked(title).results[:3]]
    }
    assert missed == {}


def test_one_slip_in_a_long_word_of_a_title_still_finds_it() -> None:
    """One letter left out of the longest word of each outcome's title."""
    titles = {code: entry.title for code, entry in served().repository.catalogue.indicators.items()}
    missed = []
    for code, title in titles.items():
        longest = max(title.split(), key=len)
        slip = title.replace(longest, longest[:2] + longest[3:])
        if f"indicator?indicator={code}" not in [one.address for one in asked(slip).results[:3]]:
            missed.append(slip)
    assert missed == []


def test_every_word_for_another_stands_for_words_that_are_here() -> None:
    text = (DEFAULT_FOLDERS.config / "text" / "search_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    said = [(row["said"], asked(row["here"]).results) for row in rows]
    assert len({word for word, _ in said}) == len(said)
    assert [word for word, results in said if not results] == []
