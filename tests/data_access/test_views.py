"""What a page shows for a wish: only choices that have figures, and rows of that choice alone."""

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.columns import PUBLISHED
from data_access.portal import served
from data_access.records import ALL, ISLINGTON, Selection
from data_access.repository import Repository
from data_access.selection import options
from data_access.views import IndicatorView, comparison_rows, indicator_view, is_shown, outcomes

REAL = served().repository
INDICATORS = sorted(REAL.catalogue.indicators)
KNOWN = options(REAL.catalogue)
FINSBURY_PARK = "E05013703"
WISHES = ("ethnicity", "ward", "area", "classification", "category", "period")
wishes = st.builds(
    Selection, **{name: st.lists(st.sampled_from(sorted(KNOWN[name])), max_size=2).map(tuple) for name in WISHES}
)


def classification_of(ethnicity_code: str) -> str:
    return REAL.catalogue.codes.ethnic_groups[ethnicity_code].classification_code


def view(indicator_id: str, **wished: tuple[str, ...]) -> IndicatorView:
    return indicator_view(REAL, indicator_id, Selection(**wished))


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_every_indicator_has_something_to_show_without_a_wish(indicator_id: str) -> None:
    found = view(indicator_id)
    assert found.groups
    assert found.choice.indicator_id == indicator_id
    assert set(found.groups) <= set(found.series)


@settings(max_examples=40)
@given(st.sampled_from(INDICATORS), wishes)
def test_any_wish_ends_in_a_choice_that_is_offered(indicator_id: str, wished: Selection) -> None:
    found = indicator_view(REAL, indicator_id, wished)
    choice = found.choice
    assert choice.area_code in found.options["area"]
    assert choice.classification_code in found.options["classification"]
    assert choice.category_code in found.options["category"]
    assert choice.period_code in found.options["period"]
    assert found.groups


@settings(max_examples=40)
@given(st.sampled_from(INDICATORS), wishes)
def test_the_rows_of_a_page_are_all_of_its_choice(indicator_id: str, wished: Selection) -> None:
    found = indicator_view(REAL, indicator_id, wished)
    choice = found.choice
    for row in found.series:
        assert (row.indicator_id, row.area_code, row.category_code) == (
            indicator_id,
            choice.area_code,
            choice.category_code,
        )
        assert classification_of(row.ethnicity_code) in {ALL, choice.classification_code}
    assert {row.period_code for row in found.groups} <= {choice.period_code}
    assert len({row.ethnicity_code for row in found.groups}) == len(found.groups)


@settings(max_examples=40)
@given(st.sampled_from(INDICATORS), wishes)
def test_wards_are_told_for_one_group_and_one_period_each_once(indicator_id: str, wished: Selection) -> None:
    found = indicator_view(REAL, indicator_id, wished)
    assert {row.area_type for row in found.wards} <= {"ward"}
    assert {row.period_code for row in found.wards} <= {found.choice.period_code}
    assert len({row.ethnicity_code for row in found.wards}) <= 1
    assert len({row.area_vintage for row in found.wards}) <= 1
    assert len({row.area_code for row in found.wards}) == len(found.wards)


@settings(max_examples=40)
@given(st.sampled_from(INDICATORS), wishes)
def test_a_choice_wished_for_again_is_the_choice_that_is_made(indicator_id: str, wished: Selection) -> None:
    first = indicator_view(REAL, indicator_id, wished).choice
    again = Selection(
        area=(first.area_code,),
        period=(first.period_code,),
        classification=(first.classification_code,),
        category=(first.category_code,),
    )
    assert astuple(indicator_view(REAL, indicator_id, again).choice) == astuple(first)


def test_a_page_begins_with_islington_the_fullest_broad_groups_and_the_newest_period() -> None:
    choice = view("homelessness-duty-owed").choice
    assert astuple(choice) == ("homelessness-duty-owed", ISLINGTON, "q2025-10", "eth5", ALL)


def test_a_wish_that_has_figures_is_granted() -> None:
    found = view("homelessness-duty-owed", area=("E12000007",), classification=("eth18",), period=("q2018-04",))
    assert astuple(found.choice)[1:4] == ("E12000007", "q2018-04", "eth18")


def test_a_wish_without_figures_gives_way_to_what_has_figures() -> None:
    found = view("attainment-8", ward=(FINSBURY_PARK,), classification=("eth5",), period=("cy2020",))
    assert astuple(found.choice)[1:4] == (ISLINGTON, "ay2024-25", "dfe")


def test_periods_are_offered_newest_first() -> None:
    offered = view("homelessness-duty-owed").options["period"]
    order = list(REAL.catalogue.codes.periods)
    assert offered == sorted(offered, key=order.index, reverse=True)
    assert len(offered) == 26


def test_the_row_for_everybody_stands_apart_from_the_groups() -> None:
    found = view("children-looked-after")
    assert found.total is not None
    assert found.total.numerator == 282
    assert [row.ethnicity for row in found.by_group] == ["Asian", "Black", "Mixed", "White", "Other", "Not known"]
    assert [row.marker for row in found.by_group] == [PUBLISHED] * 4 + ["c"] * 2


def test_a_row_is_shown_only_without_a_marker() -> None:
    shown = [row.ethnicity for row in view("children-looked-after").by_group if is_shown(row)]
    assert shown == ["Asian", "Black", "Mixed", "White"]


def test_another_place_is_compared_over_the_same_groups_and_period() -> None:
    here = view("children-looked-after")
    there = comparison_rows(REAL, here, "E92000001")
    assert {row.area for row in there} == {"England"}
    assert [row.ethnicity_code for row in there] == [row.ethnicity_code for row in here.groups]
    assert {row.period_code for row in there} == {"d2025-03-31"}


def test_a_place_without_figures_has_nothing_to_compare() -> None:
    assert comparison_rows(REAL, view("children-looked-after"), FINSBURY_PARK) == ()


def test_the_wards_of_a_page_are_for_the_group_that_was_wished_for() -> None:
    found = view("stop-and-search", ethnicity=("eth5-black",))
    assert {row.ethnicity for row in found.wards} == {"Black"}
    assert len(found.wards) == 17
    assert {row.ethnicity for row in view("stop-and-search").wards} == {"All people"}


@pytest.mark.parametrize("ethnicity", [(), ("eth5-black",)])
def test_a_list_entry_is_one_series_of_one_group_in_one_place(ethnicity: tuple[str, ...]) -> None:
    order = list(REAL.catalogue.codes.periods)
    found = outcomes(REAL, Selection(ethnicity=ethnicity))
    assert found
    for entry in found:
        assert len({(row.ethnicity_code, row.area_code, row.category_code) for row in entry.series}) <= 1
        periods = [order.index(row.period_code) for row in entry.series]
        assert periods == sorted(set(periods))
        assert entry.latest == (entry.series[-1] if entry.series else None)


def test_a_list_entry_is_for_the_place_that_was_chosen() -> None:
    found = {one.indicator.id: one for one in outcomes(REAL, Selection(ward=(FINSBURY_PARK,)))}
    latest = found["stop-and-search"].latest
    assert latest is not None
    assert (latest.area, latest.numerator) == ("Finsbury Park", 807)
    assert "children-looked-after" not in found


def test_the_list_of_outcomes_follows_every_filter() -> None:
    everything = [one.indicator.id for one in outcomes(REAL, Selection())]
    assert everything == list(REAL.catalogue.indicators)
    housing = [one.indicator for one in outcomes(REAL, Selection(service_area=("housing",)))]
    assert {one.service_area_code for one in housing} == {"housing"}
    assert len(housing) == sum(1 for one in REAL.catalogue.indicators.values() if one.service_area_code == "housing")


def test_a_small_portal_is_shown_alike_on_both_kinds_of_database(repository: Repository) -> None:
    found = indicator_view(repository, "looked-after", Selection(period=("d2024-03-31",)))
    assert [(row.ethnicity, row.numerator) for row in found.groups] == [("All people", 200), ("Black", 80)]
    assert [one.indicator.id for one in outcomes(repository, Selection())] == ["looked-after", "offences"]
    (offences,) = outcomes(repository, Selection(indicator=("offences",), ward=("E05013697",)))
    assert offences.latest is not None
    assert offences.latest.value == 3
