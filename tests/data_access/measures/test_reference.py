"""Which figure a group is compared with, and each reason why two are not."""

from typing import Any

import pytest

from data_access.measures.arrays import NOT_PUBLISHED
from data_access.measures.comparison import (
    Comparison,
    compare_rates,
    compare_rates_with_whole,
    compare_shares,
    compare_shares_with_whole,
)
from data_access.measures.reference import compare, hidden_reason, reference_codes, reference_row
from data_access.measures.results import Estimate, NotCalculated

NO_CHANCE_TOLD = NotCalculated("no counts are published, so we cannot tell whether a difference is chance")
A_SCORE = NotCalculated("a score has no ratio, and we cannot tell whether a difference is chance")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({}, None, "there is no figure for the reference group"),
        ({"marker": "c"}, {}, "hidden to protect people"),
        ({"marker": "x"}, {"marker": "c"}, "not published"),
        ({"marker": "z"}, {}, "does not apply"),
        ({}, {"marker": "c"}, "the reference group is hidden to protect people"),
        ({"ethnicity_code": "eth5-unknown"}, {}, "people whose ethnic group is not known are not a group"),
        ({}, {"ethnicity_code": "eth5-unknown"}, "people whose ethnic group is not known are not a group"),
        ({}, {"ethnicity_code": "eth5-asian"}, "this is the reference itself"),
        ({"ethnicity_code": "all"}, {}, "everybody is not compared with a part"),
        ({"ethnicity_code": "all"}, {"ethnicity_code": "all"}, "this is the reference itself"),
        ({"ethnicity_classification": "Officer"}, {}, "the groups are of different lists"),
        ({"indicator_id": "else"}, {}, "the figures are of different indicators"),
        ({"period_code": "ay2020-21"}, {}, "the figures are of different times"),
        ({"category_code": "else"}, {}, "the figures are of different parts"),
        (
            {"measure_type": "composition"},
            {},
            "shares of one total depend on how large each group is, so they are not compared as chances",
        ),
        ({"measure_type": "count"}, {}, "a count says nothing of chances without the number that it is of"),
    ],
)
def test_two_figures_that_may_not_be_compared_give_one_reason(row: Any, one: Any, other: Any, reason: str) -> None:
    reference = None if other is None else row("eth5-white", 20, 100)._replace(**other)
    assert compare(row("eth5-asian", 30, 100)._replace(**one), reference) == NotCalculated(reason)


def test_groups_here_are_compared_as_two_and_with_everybody_as_a_part(row: Any) -> None:
    asian, white, everybody = row("eth5-asian", 30, 100), row("eth5-white", 20, 100), row("all", 60, 300)
    assert [compare(asian, white)] == compare_shares([30], [100], (20, 100))
    assert [compare(asian, everybody)] == compare_shares_with_whole([30], [100], (60, 300))
    rate = {"measure_type": "rate", "unit": "per 1,000 people"}
    asian, white, everybody = (entry._replace(**rate) for entry in (asian, white, everybody))
    assert [compare(asian, white)] == compare_rates([30], [100], (20, 100), 1_000)
    assert [compare(asian, everybody)] == compare_rates_with_whole([30], [100], (60, 300), 1_000)


@pytest.mark.parametrize(
    ("here", "there", "is_part"),
    [
        ("borough", "region", True),
        ("borough", "nation", True),
        ("region", "nation", True),
        ("ward", "region", True),
        ("police force", "region", True),
        ("region", "region", True),
        ("borough", "borough", False),
        ("ward", "borough", False),
        ("borough", "ward", False),
        ("nation", "region", False),
        ("nation", "borough", False),
        ("borough", "police force", False),
        ("police force", "borough", False),
    ],
)
def test_a_place_is_part_of_a_region_or_nation_that_is_not_smaller(
    row: Any, here: str, there: str, is_part: bool
) -> None:
    one = row("eth5-asian", 30, 100, area_type=here)
    other = row("eth5-asian", 60, 300, area_type=there, area_code="elsewhere")
    method = compare_shares_with_whole if is_part else compare_shares
    assert [compare(one, other)] == method([30], [100], (60, 300))


def test_everybody_is_compared_with_everybody_elsewhere(row: Any) -> None:
    one, other = row("all", 30, 100), row("all", 60, 300, area_type="region", area_code="E12000007")
    assert [compare(one, other)] == compare_shares_with_whole([30], [100], (60, 300))
    elsewhere = other._replace(ethnicity_code="eth5-white", ethnicity_classification="Five groups")
    assert isinstance(compare(one, elsewhere), Comparison)


def test_scores_and_figures_without_counts_have_a_gap_alone_and_say_why(row: Any) -> None:
    score, other = row("eth5-asian", value=5.0), row("eth5-white", value=7.5)
    assert compare(score, other) == Comparison(NO_CHANCE_TOLD, Estimate(-2.5))
    kind = {"measure_type": "mean"}
    assert compare(score._replace(**kind), other._replace(**kind)) == Comparison(A_SCORE, Estimate(-2.5))
    counted = {"numerator": 5, "denominator": 10, "measure_type": "mean"}
    assert compare(score._replace(**counted), other._replace(**counted)) == Comparison(A_SCORE, Estimate(-2.5))


@pytest.mark.parametrize("missing", ["numerator", "denominator"])
def test_one_missing_count_is_enough_for_a_gap_alone(row: Any, missing: str) -> None:
    asian, white = row("eth5-asian", 30, 100), row("eth5-white", 20, 100)
    for pair in ((asian._replace(**{missing: None}), white), (asian, white._replace(**{missing: None}))):
        assert compare(*pair) == Comparison(NO_CHANCE_TOLD, Estimate(10.0))


def test_a_rate_whose_unit_says_no_number_is_not_compared(row: Any) -> None:
    kind = {"measure_type": "rate", "unit": "people per square kilometre"}
    found = compare(row("eth5-asian", 30, 100, **kind), row("eth5-white", 20, 100, **kind))
    assert found == NotCalculated(NOT_PUBLISHED)


def test_the_reference_is_a_group_here_or_the_same_group_elsewhere(row: Any) -> None:
    here = [row("all", 9, 20), row("eth5-asian", 4, 10), row("eth5-white", 5, 10)]
    there = [entry._replace(area_code="E12000007") for entry in (here[2], here[1])]
    assert reference_row(here[1], here, [], "eth5-white") is here[2]
    assert reference_row(here[1], here, there, "all") is here[0]
    assert reference_row(here[1], here, there, "E12000007") is there[1]
    assert reference_row(here[2], here, there[:1], "E12000007") is there[0]
    assert reference_row(here[0], here, there, "E12000007") is None
    assert reference_row(here[1], here, [], "E12000007") is None
    assert reference_row(here[1], here, there[:1], "eth5-black") is None


def test_readers_are_offered_each_reference_once_and_everybody_last(row: Any) -> None:
    rows = [row("all", 1, 2), row("eth5-white", 1, 2), row("eth5-white", 1, 2, area_code="else"), row("eth5-asian")]
    assert reference_codes(rows) == ["eth5-white", "all"]
    assert reference_codes([rows[0]._replace(marker="x"), rows[1]]) == ["eth5-white"]
    assert reference_codes([]) == []


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ("published", ""),
        ("c", "hidden to protect people"),
        ("x", "not published"),
        ("z", "does not apply"),
        ("q", "not shown"),
    ],
)
def test_a_marker_is_told_in_words(row: Any, marker: str, words: str) -> None:
    assert hidden_reason(row("eth5-asian", marker=marker)) == words
