"""Groups beside a reference: every indicator gives finite numbers or a reason, in one form for page and file."""

import math
from functools import cache

import pytest

from data_access.columns import PUBLISHED
from data_access.group_views import group_view, measured_views, not_supported, widest
from data_access.measured import COLUMNS, NOTHING, MeasuredView, measured_view, preferred_reference, references, rows
from data_access.measures.comparison import Comparison
from data_access.measures.results import NotCalculated
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, indicator_view

REAL = served().repository
BY_GROUP = [entry.id for entry in REAL.catalogue.indicators.values() if entry.classification_codes]


@cache
def view(indicator_id: str) -> IndicatorView:
    return indicator_view(REAL, indicator_id, Selection())


def measured(indicator_id: str, reference: str = "") -> MeasuredView:
    found = view(indicator_id)
    return measured_view(REAL, found, reference or preferred_reference(found))


@pytest.mark.parametrize("indicator_id", BY_GROUP)
def test_every_number_is_finite_and_every_gap_in_them_has_its_reason(indicator_id: str) -> None:
    for reference in (*references(view(indicator_id)), NOTHING):
        for row in rows(measured(indicator_id, reference)):
            told = dict(zip(COLUMNS, row, strict=True))
            assert all(math.isfinite(value) for value in row if isinstance(value, float))
            assert (told["gap"] is not None) != bool(told["not_compared"])
            assert (told["value"] is None) == (told["marker"] != PUBLISHED)


@pytest.mark.parametrize("indicator_id", BY_GROUP)
def test_a_hidden_group_gives_no_number_and_no_warning(indicator_id: str) -> None:
    numbers = [name for name in COLUMNS if name.startswith(("interval", "ratio", "gap", "representation"))]
    for row in rows(measured(indicator_id)):
        told = dict(zip(COLUMNS, row, strict=True))
        if told["marker"] != PUBLISHED:
            assert all(told[name] is None for name in numbers if name != "representation_base")
            assert told["quality"] == ""
            assert told["unknown_percent"] is None


def test_free_school_meals_have_ratio_gap_and_people_beside_white_pupils() -> None:
    told = {row[4]: dict(zip(COLUMNS, row, strict=True)) for row in rows(measured("free-school-meals", "dfe-white"))}
    black = told["dfe-black"]
    assert round(black["ratio"], 2) == 1.41
    assert (round(black["gap_lower"], 1), round(black["gap"], 1), round(black["gap_upper"], 1)) == (12.9, 14.5, 16.1)
    assert round(black["gap_in_people"]) == 792
    assert told["dfe-white"]["not_compared"] == "this is the reference itself"


def test_shares_of_one_total_are_never_compared_as_chances() -> None:
    found = measured("children-looked-after", "E12000007")
    assert all(isinstance(entry.comparison, NotCalculated) for entry in found.groups)
    assert all(isinstance(entry.representation, NotCalculated) for entry in found.groups)


def test_scores_without_counts_have_a_gap_and_no_interval_and_are_never_likely() -> None:
    for entry in measured("attainment-8", "E12000007").groups:
        assert isinstance(entry.comparison, Comparison)
        assert not entry.may_say_likely


def test_officer_defined_groups_are_never_compared_with_self_described_ones() -> None:
    for one in measured_views(REAL):
        assert len({row.ethnicity_classification for row in one.view.by_group}) == 1
        kinds = {entry.reference.ethnicity_classification for entry in one.groups if entry.reference} - {ALL}
        assert kinds <= {one.view.by_group[0].ethnicity_classification, "all"}


def test_a_reference_that_is_not_offered_counts_as_none() -> None:
    assert measured("children-looked-after", "eth5-white").reference_code == NOTHING


def test_every_figure_of_a_group_stands_in_exactly_one_list() -> None:
    views = measured_views(REAL)
    for code in ("eth5-asian", "eth5-black", "eth5-mixed", "eth5-white", "eth5-other"):
        found = group_view(REAL, views, code)
        lists = (found.ranked, found.compared, found.not_compared, found.hidden)
        keys = [(entry.indicator.id, entry.measure.row.ethnicity_code) for part in lists for entry in part]
        assert len(keys) == len(set(keys)) == found.entries > 0


def test_the_widest_differences_are_ordered_and_every_other_outcome_has_a_reason() -> None:
    views = measured_views(REAL)
    found, rules = widest(views)
    assert found
    assert rules
    assert [entry.at_least for entry in found] == sorted((entry.at_least for entry in found), reverse=True)
    ranked = {entry.measure.row.indicator_id for entry in found}
    without = {indicator.id: reason for indicator, reason in not_supported(views)}
    assert ranked | without.keys() == {one.view.indicator.id for one in views}
    assert all(without.values())


def test_homelessness_carries_its_break_in_recording() -> None:
    assert REAL.catalogue.indicators["homelessness-duty-owed"].breaks
