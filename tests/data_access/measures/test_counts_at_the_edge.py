"""Comparisons, bounds and arrays at their edges: by hand, and with numbers that no machine can carry."""

import math
from typing import Any

import numpy as np
import pytest

from data_access.measures import arrays, comparison, intervals, people, results, unknown
from data_access.measures.comparison import Comparison
from data_access.measures.results import Estimate, Interval, NotCalculated

TOO_LARGE = NotCalculated("the numbers are too large or too small to work with")
NONE_COUNTED = NotCalculated("a count is zero, and a ratio needs more than that")
NOT_PUBLISHED = NotCalculated("the counts are not published")
NO_GROUP = NotCalculated("there is nobody in the group")
BELOW_ZERO = NotCalculated("a count is below zero")
MORE_THAN_ALL = NotCalculated("the count is more than the number that it is of")
NOT_PAIRED = NotCalculated("counts and totals do not pair up")


def near(value: float, lower: float, upper: float) -> Estimate:
    return Estimate(
        pytest.approx(value, rel=1e-6), Interval(pytest.approx(lower, rel=1e-6), pytest.approx(upper, rel=1e-6))
    )


def test_reasons_read_as_written() -> None:
    assert arrays.floats([1, None, 10**400]).tolist() == pytest.approx([1.0, math.nan, math.nan], nan_ok=True)
    pairs = [(1, 2), (0, 2), (2, 2), (3, 2), (0, 0), (-1, 2), (1, -2), (math.nan, 2), (1, math.inf)]
    tops, bottoms = (arrays.floats([pair[place] for pair in pairs]) for place in (0, 1))
    as_shares = arrays.problems(tops, bottoms, is_share=True)
    as_rates = arrays.problems(tops, bottoms, is_share=False)
    more, none, below, hidden = (found.reason for found in (MORE_THAN_ALL, NO_GROUP, BELOW_ZERO, NOT_PUBLISHED))
    assert as_shares == ["", "", "", more, none, below, below, hidden, hidden]
    assert as_rates == ["", "", "", "", none, below, below, hidden, hidden]


def test_pairs_with_a_problem_become_none_of_one() -> None:
    tops, bottoms = arrays.without_problems(np.array([5.0, math.nan]), np.array([9.0, 0.0]), ["", "why"])
    assert (tops.tolist(), bottoms.tolist()) == ([5.0, 0.0], [9.0, 1.0])


def test_two_rates_by_hand() -> None:
    """One event of 10 beside one of 20: twice the rate, the error of its logarithm √2, and e^(1.959964·√2) = 15.99."""
    reach = math.exp(1.959963984540054 * math.sqrt(2))
    (found,) = comparison.compare_rates([1], [10], (1, 20), 1_000)
    assert isinstance(found, Comparison)
    assert found.ratio == near(2, 2 / reach, 2 * reach)
    # Garwood’s limits of one event are 0.025318 and 5.571643.
    below = math.hypot(100 - 2.531781, 278.582152 - 50)
    above = math.hypot(557.164339 - 100, 50 - 1.265890)
    assert isinstance(found.gap, Estimate)
    assert found.gap.value == pytest.approx(50)
    assert found.gap.interval == Interval(pytest.approx(50 - below, rel=1e-5), pytest.approx(50 + above, rel=1e-5))


def test_a_rate_is_per_one_unless_told() -> None:
    for method in (comparison.compare_rates, comparison.compare_rates_with_whole):
        assert method([30], [100], (50, 300)) == method([30], [100], (50, 300), 1.0)
    (found,) = intervals.rate_intervals([30], [100])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.3)


@pytest.mark.parametrize(("events", "other"), [(0, 5), (5, 0), (0, 0)])
def test_no_event_on_either_side_leaves_the_gap_alone(events: int, other: int) -> None:
    (found,) = comparison.compare_rates([events], [10], (other, 10))
    assert isinstance(found, Comparison)
    assert found.ratio == NONE_COUNTED
    assert isinstance(found.gap, Estimate)
    (found,) = comparison.compare_shares([events], [10], (other, 10))
    assert isinstance(found, Comparison)
    assert found.ratio == NONE_COUNTED


def test_one_of_each_is_enough_for_a_ratio() -> None:
    for method in (comparison.compare_rates, comparison.compare_shares):
        for pair, other in (((1, 10), (4, 20)), ((4, 20), (1, 10))):
            (found,) = method([pair[0]], [pair[1]], other)
            assert isinstance(found, Comparison)
            assert isinstance(found.ratio, Estimate)


def test_a_rate_may_be_of_more_events_than_people_on_both_sides() -> None:
    (found,) = comparison.compare_rates([30], [20], (40, 20))
    assert isinstance(found, Comparison)
    assert isinstance(found.ratio, Estimate)
    assert found.ratio.value == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [(1, 0, NO_GROUP), (-1, 2, BELOW_ZERO), (None, 2, NOT_PUBLISHED), (1, None, NOT_PUBLISHED)],
)
def test_rates_that_cannot_be_are_told_on_both_sides(top: Any, bottom: Any, reason: NotCalculated) -> None:
    assert intervals.rate_intervals([top], [bottom]) == [reason]
    assert comparison.compare_rates([top], [bottom], (1, 2)) == [reason]
    of_reference = NotCalculated(f"in the reference group, {reason.reason}")
    assert comparison.compare_rates([1], [2], (top, bottom)) == [of_reference]
    assert comparison.compare_rates([top], [bottom], (-1, 2)) == [reason]


def test_each_of_many_has_its_own_result_in_order() -> None:
    for method in (
        comparison.compare_rates,
        comparison.compare_shares,
        comparison.compare_rates_with_whole,
        comparison.compare_shares_with_whole,
    ):
        found = method([3, None, 4], [10, 10, 20], (10, 50))
        assert found == [method([3], [10], (10, 50))[0], NOT_PUBLISHED, method([4], [20], (10, 50))[0]]
        assert method([3, 4], [10], (10, 50)) == [NOT_PAIRED, NOT_PAIRED]


def test_a_whole_that_is_its_group_or_less_is_told() -> None:
    nobody = NotCalculated("there is nobody in the whole but this group")
    assert comparison.compare_shares_with_whole([1, 1], [2, 4], (2, 4)) != [nobody, nobody]
    assert comparison.compare_shares_with_whole([1, 1], [2, 4], (2, 4))[1] == nobody
    less = NotCalculated("in the reference group, a count is below zero")
    assert comparison.compare_shares_with_whole([1], [2], (1, 0)) == [less]
    assert comparison.compare_shares_with_whole([3], [4], (2, 9)) == [less]


def test_beside_a_whole_a_ratio_without_events_and_a_gap_too_large_stay_reasons() -> None:
    (found,) = comparison.compare_shares_with_whole([0], [10], (5, 20))
    assert isinstance(found, Comparison)
    assert found.ratio == NONE_COUNTED
    assert isinstance(found.gap, Estimate)
    assert found.gap.value == pytest.approx(-25)
    (found,) = comparison.compare_rates_with_whole([1e200], [1e-200], (2e200, 1.0))
    assert isinstance(found, Comparison)
    assert found.gap == TOO_LARGE


def test_what_is_beyond_any_float_is_told_without_a_warning() -> None:
    assert comparison.compare_rates([1e308], [1e-308], (1, 1)) == [Comparison(TOO_LARGE, TOO_LARGE)]
    assert comparison.compare_rates([1], [1], (1e308, 1e-308)) == [Comparison(TOO_LARGE, TOO_LARGE)]
    assert isinstance(comparison.compare_values([1e308], -1e308)[0], NotCalculated)
    endless = comparison.compare_shares_with_whole([math.inf], [2], (math.inf, 4))
    assert endless == [NOT_PUBLISHED]
    assert intervals.rate_intervals([1e308], [1e-308]) == [TOO_LARGE]
    assert unknown.share_bounds([0], [0], unknown.Unknown(0, 0)) == [NO_GROUP]
    assert unknown.composition_bounds([1], 0, 0) == [NO_GROUP]
    assert unknown.unknown_share(1, 0) == NO_GROUP


def test_figures_without_counts_have_a_gap_and_the_given_reason() -> None:
    found = comparison.compare_values([1.0, None, 5.5], 3.0, "why")
    assert found[0] == Comparison(NotCalculated("why"), Estimate(-2.0))
    assert isinstance(found[1], NotCalculated)
    assert found[2] == Comparison(NotCalculated("why"), Estimate(2.5))
    untold = NotCalculated("no counts are published, so we cannot tell whether a difference is chance")
    assert comparison.compare_values([1.0], 3.0) == [Comparison(untold, Estimate(-2.0))]
    assert isinstance(comparison.compare_values([1.0], None)[0], NotCalculated)


@pytest.mark.parametrize(
    ("ratio", "gap", "is_clear"),
    [
        (Estimate(2.0, Interval(1.5, 2.5)), Estimate(5.0, Interval(1.0, 9.0)), True),
        (Estimate(0.5, Interval(0.4, 0.9)), Estimate(-5.0, Interval(-9.0, -0.5)), True),
        (Estimate(2.0, Interval(1.0, 2.5)), Estimate(5.0, Interval(1.0, 9.0)), False),
        (Estimate(2.0, Interval(1.5, 2.5)), Estimate(5.0, Interval(0.0, 9.0)), False),
        (Estimate(2.0), Estimate(5.0, Interval(1.0, 9.0)), False),
        (NONE_COUNTED, Estimate(5.0, Interval(1.0, 9.0)), False),
        (Estimate(2.0, Interval(1.5, 2.5)), NONE_COUNTED, False),
    ],
)
def test_a_difference_is_clear_where_both_intervals_leave_none_out(ratio: Any, gap: Any, is_clear: bool) -> None:
    assert Comparison(ratio, gap).is_clear is is_clear


def test_the_gap_in_people_is_the_gap_times_the_people() -> None:
    compared = Comparison(NONE_COUNTED, Estimate(5.0, Interval(-2.0, 8.0)))
    assert people.gap_in_people(compared, 200) == near(10, -4, 16)
    assert people.gap_in_people(compared, 200, 1_000) == near(1, -0.4, 1.6)
    assert people.gap_in_people(compared, 0.5) == near(0.025, -0.01, 0.04)


@pytest.mark.parametrize("size", [None, 0, -5, math.nan])
def test_there_is_no_gap_in_people_without_people(size: Any) -> None:
    compared = Comparison(NONE_COUNTED, Estimate(5.0, Interval(-2.0, 8.0)))
    assert people.gap_in_people(compared, size) == NOT_PUBLISHED


def test_there_is_no_gap_in_people_without_a_gap_and_its_interval() -> None:
    assert people.gap_in_people(Comparison(NONE_COUNTED, Estimate(5.0)), 200) == NOT_PUBLISHED
    assert people.gap_in_people(Comparison(NONE_COUNTED, TOO_LARGE), 200) == TOO_LARGE
    assert people.gap_in_people(BELOW_ZERO, 200) == BELOW_ZERO


def test_bounds_by_hand() -> None:
    """Of 20 not known 4 count: at least 30 of 100 and the 16 who do not, at most 34 of 104."""
    found = unknown.share_bounds([30, None, 5], [100, 10, 4], unknown.Unknown(4, 20))
    low, high = 100 * 30 / 116, 100 * 34 / 104
    assert found == [Interval(pytest.approx(low), pytest.approx(high)), NOT_PUBLISHED, MORE_THAN_ALL]
    none_counted = unknown.share_bounds([30], [100], unknown.Unknown(0, 50))
    assert none_counted == [Interval(pytest.approx(20.0), pytest.approx(30.0))]
    parts = unknown.composition_bounds([30, 5, None, 97], 100, 4)
    assert parts == [Interval(30.0, 34.0), Interval(5.0, 9.0), NOT_PUBLISHED, MORE_THAN_ALL]
    assert unknown.composition_bounds([96], 100, 4) == [Interval(96.0, 100.0)]


@pytest.mark.parametrize(
    ("of_unknown", "reason"),
    [
        ((None, 5), "the counts are not published"),
        ((6, 5), "the count is more than the number that it is of"),
        ((1, 0), "there is nobody in the group"),
        ((-1, 5), "a count is below zero"),
    ],
)
def test_a_wrong_count_of_people_not_known_is_told_for_every_group(of_unknown: Any, reason: str) -> None:
    told = NotCalculated(f"of people whose ethnic group is not known, {reason}")
    assert unknown.share_bounds([1, 2], [3, 4], unknown.Unknown(*of_unknown)) == [told, told]


@pytest.mark.parametrize(
    ("one", "other", "could"),
    [
        ((1, 2), (2, 3), True),
        ((2, 3), (1, 2), True),
        ((1, 2), (2.1, 3), False),
        ((2.1, 3), (1, 2), False),
        ((1, 9), (4, 5), True),
    ],
)
def test_an_order_could_turn_where_bounds_touch(one: Any, other: Any, could: bool) -> None:
    assert unknown.order_could_reverse(Interval(*one), Interval(*other)) is could
    assert unknown.order_could_reverse(Interval(*one), NOT_PUBLISHED)
    assert unknown.order_could_reverse(NOT_PUBLISHED, Interval(*one))


def test_an_estimate_has_both_ends_or_none_and_holds_its_value() -> None:
    assert results.estimate(3) == Estimate(3.0, None)
    assert results.estimate(3, 1) == results.estimate(3, None, 5) == Estimate(3.0)
    assert results.estimate(3, 1, 5) == Estimate(3.0, Interval(1.0, 5.0))
    assert results.estimate(3, 3.5, 5) == Estimate(3.0, Interval(3.0, 5.0))
    assert results.estimate(6, 3.5, 5) == Estimate(6.0, Interval(3.5, 6.0))
    for numbers in ((math.nan,), (math.inf,), (math.nan, 1, 2), (1, -math.inf, 2), (1, 0, math.inf)):
        assert results.estimate(*numbers) == TOO_LARGE
    assert str(NO_GROUP) == "cannot be calculated: there is nobody in the group"


@pytest.mark.parametrize(("value", "inside"), [(1, True), (2, True), (1.5, True), (0.99, False), (2.01, False)])
def test_an_interval_holds_its_ends_and_what_is_between(value: float, inside: bool) -> None:
    assert Interval(1, 2).contains(value) is inside
    assert Estimate(1.5, Interval(1, 2)).excludes(value) is not inside
    assert not Estimate(1.5).excludes(value)


def test_another_level_gives_other_intervals() -> None:
    """Wilson’s for 50 of 100 is 50 ± 50·z/√(100 + z²); z is 1.959964 at 95% and 2.575829 at 99%."""
    for more, z in (({}, 1.959963984540054), ({"confidence": 0.99}, 2.5758293035489004)):
        reach = 50 * z / math.sqrt(100 + z * z)
        assert intervals.share_intervals([50], [100], **more) == [near(50, 50 - reach, 50 + reach)]
        low, high = 100 * (1 - 1 / 900 - z / 30) ** 3, 101 * (1 - 1 / 909 + z / (3 * math.sqrt(101))) ** 3
        assert intervals.rate_intervals([100], [50], 10, **more) == [near(20, low / 5, high / 5)]
    # No event: the upper limit is −log(0.025) at 95% and −log(0.005) at 99%.
    for confidence, tail in ((0.95, 0.025), (0.99, 0.005)):
        (found,) = intervals.rate_intervals([0], [1], confidence=confidence)
        assert found == Estimate(0.0, Interval(0.0, pytest.approx(-math.log(tail))))


def test_limits_change_from_exact_to_byar_at_ten_events() -> None:
    lower, upper = intervals.count_limits(np.array([9.0, 10.0, 11.0]))
    z = 1.959963984540054
    assert lower[0] == pytest.approx(4.115373)
    assert upper[0] == pytest.approx(17.084803)
    assert lower[1] == pytest.approx(10 * (1 - 1 / 90 - z / (3 * math.sqrt(10))) ** 3)
    assert upper[1] == pytest.approx(11 * (1 - 1 / 99 + z / (3 * math.sqrt(11))) ** 3)
    assert lower[2] == pytest.approx(11 * (1 - 1 / 99 - z / (3 * math.sqrt(11))) ** 3)


def test_shares_and_counts_not_known_that_cannot_be_are_told() -> None:
    assert unknown.unknown_share(5, 4) == MORE_THAN_ALL
    assert unknown.unknown_share(4, 4) == Estimate(100.0)
    assert unknown.unknown_share(0, 4) == Estimate(0.0)
    assert intervals.share_intervals([1, 0, None], [0, 0, 3]) == [NO_GROUP, NO_GROUP, NOT_PUBLISHED]
    assert intervals.rate_intervals([3], [2]) != [MORE_THAN_ALL]


def test_problems_of_no_pairs_are_none() -> None:
    empty = np.array([])
    tops, bottoms = arrays.without_problems(empty, empty, [])
    assert (tops.shape, bottoms.shape) == ((0,), (0,))


def test_everybody_counted_on_one_side_alone_leaves_a_ratio() -> None:
    for pair, other, ratio in (((5, 5), (2, 4), 2.0), ((2, 4), (5, 5), 0.5)):
        (found,) = comparison.compare_shares([pair[0]], [pair[1]], other)
        assert isinstance(found, Comparison)
        assert isinstance(found.ratio, Estimate)
        assert found.ratio.value == pytest.approx(ratio)
    (both,) = comparison.compare_shares([5], [5], (4, 4))
    assert isinstance(both, Comparison)
    assert both.ratio == NotCalculated("everybody is counted in both groups, so a ratio has no interval")


def test_shares_of_more_people_than_can_be_squared_are_told_without_a_warning() -> None:
    (found,) = comparison.compare_shares([1e200], [2e200], (1, 2))
    assert isinstance(found, Comparison)
    assert isinstance(found.ratio, Estimate)
    assert found.ratio.value == pytest.approx(1)
    (share,) = intervals.share_intervals([1e200], [2e200])
    assert isinstance(share, Estimate)
    assert share.value == pytest.approx(50)
    assert unknown.share_bounds([1e308], [1e308], unknown.Unknown(1e308, 1e308)) == [TOO_LARGE]
