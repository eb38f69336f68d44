"""What holds for any counts: identities, order, and a stated result for whatever cannot be."""

import math
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data_access.measures import comparison, intervals, trend, unknown
from data_access.measures.arrays import BELOW_ZERO, MORE_THAN_ALL, NO_GROUP, NOT_PAIRED, NOT_PUBLISHED
from data_access.measures.comparison import ALL_COUNTED, NOBODY_ELSE, NONE_COUNTED, Comparison
from data_access.measures.people import gap_in_people
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.trend import ACROSS_BREAK, NO_VARIATION, NOT_YEARLY, TOO_FEW, Trend, Untested

sizes = st.integers(1, 10**7)
counted = sizes.flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
some_counted = sizes.flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size)))
anything = st.one_of(st.none(), st.integers(-(10**400), 10**400), st.floats(), st.integers(-2, 12))
extreme = st.tuples(anything, anything)
YEARS = [2018.0, 2019.0, 2020.0, 2021.0, 2022.0]
NAMES = ["2018", "2019", "2020", "2021", "2022"]


def numbers(thing: Any) -> Iterable[float]:
    """Every number within a result."""
    match thing:
        case Estimate(value, interval):
            yield value
            yield from numbers(interval)
        case Interval(lower, upper):
            yield from (lower, upper)
        case Comparison(ratio, gap):
            yield from numbers(ratio)
            yield from numbers(gap)
        case Trend():
            yield thing.chi_square
        case NotCalculated(reason):
            assert reason
        case None | Untested():
            return
        case _:
            raise AssertionError(thing)


def assert_stated(things: Iterable[Any]) -> None:
    for thing in things:
        assert all(math.isfinite(number) for number in numbers(thing)), thing


@given(some_counted, some_counted)
def test_the_ratio_one_way_times_the_ratio_the_other_way_is_one(a: tuple[int, int], b: tuple[int, int]) -> None:
    (one,), (other,) = (comparison.compare_shares([x[0]], [x[1]], y) for x, y in ((a, b), (b, a)))
    assert isinstance(one, Comparison)
    assert isinstance(other, Comparison)
    if isinstance(one.ratio, Estimate):
        assert isinstance(other.ratio, Estimate)
        assert one.ratio.value * other.ratio.value == pytest.approx(1)
        assert one.ratio.interval is not None
        assert other.ratio.interval is not None
        assert one.ratio.interval.lower * other.ratio.interval.upper == pytest.approx(1)
    else:
        assert other.ratio == one.ratio == NotCalculated(ALL_COUNTED)


@given(counted, counted)
def test_the_gap_one_way_is_the_other_with_its_sign_turned(a: tuple[int, int], b: tuple[int, int]) -> None:
    (one,), (other,) = (comparison.compare_shares([x[0]], [x[1]], y) for x, y in ((a, b), (b, a)))
    assert isinstance(one, Comparison)
    assert isinstance(other, Comparison)
    assert list(numbers(one.gap)) == pytest.approx([-end for end in _turned(other.gap)], abs=1e-9)


def _turned(result: Any) -> list[float]:
    value, lower, upper = numbers(result)
    return [value, upper, lower]


@given(st.lists(counted, min_size=1, max_size=4), counted)
def test_every_interval_contains_its_value(pairs: list[tuple[int, int]], reference: tuple[int, int]) -> None:
    tops, bottoms = [a for a, _ in pairs], [m for _, m in pairs]
    found = [*intervals.share_intervals(tops, bottoms), *intervals.rate_intervals(tops, bottoms, 1_000)]
    for one in (
        *comparison.compare_shares(tops, bottoms, reference),
        *comparison.compare_rates(tops, bottoms, reference),
    ):
        assert isinstance(one, Comparison)
        found += [one.ratio, one.gap, gap_in_people(one, bottoms[0])]
    for result in found:
        if isinstance(result, Estimate) and result.interval:
            assert result.interval.contains(result.value)
    assert all(isinstance(result, Estimate) for result in found[: 2 * len(pairs)])


@given(sizes, st.data())
def test_intervals_rise_with_counts(size: int, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, size))
    high = data.draw(st.integers(low, size))
    for method in (intervals.share_intervals, intervals.rate_intervals):
        one, other = method([low, high], [size, size])
        assert all(a <= b + 1e-9 for a, b in zip(numbers(one), numbers(other), strict=True))


@given(some_counted, st.integers(2, 50))
def test_more_of_the_same_makes_an_interval_narrower(pair: tuple[int, int], times: int) -> None:
    one, other = intervals.share_intervals([pair[0], times * pair[0]], [pair[1], times * pair[1]])
    _, lower, upper = numbers(one)
    _, inner_lower, inner_upper = numbers(other)
    assert inner_upper - inner_lower < upper - lower


@given(counted, st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_gap_to_a_whole_lies_between_none_and_that_to_the_rest(pair: tuple[int, int], a: int, b: int) -> None:
    rest = (min(a, b), max(a, b, 1))
    whole = (pair[0] + rest[0], pair[1] + rest[1])
    (to_whole,) = comparison.compare_shares_with_whole([pair[0]], [pair[1]], whole)
    (to_rest,) = comparison.compare_shares([pair[0]], [pair[1]], rest)
    assert isinstance(to_whole, Comparison)
    assert isinstance(to_rest, Comparison)
    for one, other in zip(numbers(to_whole.gap), numbers(to_rest.gap), strict=True):
        assert abs(one) <= abs(other) + 1e-9
        assert one * other >= -1e-9
    assert next(iter(numbers(to_whole.gap))) == pytest.approx(100 * (pair[0] / pair[1] - whole[0] / whole[1]), abs=1e-6)


@given(st.lists(extreme, max_size=5), extreme, anything)
def test_nothing_but_finite_numbers_and_reasons_comes_out(pairs: list[Any], other: Any, more: Any) -> None:
    tops, bottoms = [a for a, _ in pairs], [m for _, m in pairs]
    compared = [
        *comparison.compare_shares(tops, bottoms, other),
        *comparison.compare_shares_with_whole(tops, bottoms, other),
        *comparison.compare_rates(tops, bottoms, other, 1_000),
        *comparison.compare_rates_with_whole(tops, bottoms, other, 1_000),
        *comparison.compare_values(tops, other[0]),
    ]
    assert_stated(compared)
    assert_stated(gap_in_people(one, more) for one in compared)
    assert_stated(intervals.share_intervals(tops, bottoms))
    assert_stated(intervals.rate_intervals(tops, bottoms, 1_000))
    assert_stated([unknown.unknown_share(*other)])
    assert_stated(unknown.share_bounds(tops, bottoms, unknown.Unknown(*other)))
    assert_stated(unknown.composition_bounds(tops, *other))


@given(st.lists(extreme, min_size=5, max_size=5))
def test_a_trend_is_finite_or_a_reason(pairs: list[Any]) -> None:
    tops, bottoms = [a for a, _ in pairs], [m for _, m in pairs]
    assert_stated([trend.share_trend(YEARS, tops, bottoms, NAMES, [])])
    assert_stated([trend.rate_trend(YEARS, tops, bottoms, NAMES, [])])
    assert_stated([trend.untested_change(YEARS, tops, NAMES, [])])


@given(st.lists(some_counted, min_size=5, max_size=5))
def test_a_trend_seen_backwards_goes_the_other_way(pairs: list[tuple[int, int]]) -> None:
    tops, bottoms = [a for a, _ in pairs], [m for _, m in pairs]
    one = trend.share_trend(YEARS, tops, bottoms, NAMES, [])
    other = trend.share_trend(YEARS, tops[::-1], bottoms[::-1], NAMES, [])
    assume(isinstance(one, Trend) and isinstance(other, Trend))
    assert isinstance(one, Trend)
    assert isinstance(other, Trend)
    assert other.direction == {"up": "down", "down": "up"}.get(one.direction, one.direction)
    assert one.chi_square == pytest.approx(other.chi_square, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [
        (1, 0, NO_GROUP),
        (0, 0, NO_GROUP),
        (3, 2, MORE_THAN_ALL),
        (-1, 2, BELOW_ZERO),
        (None, 2, NOT_PUBLISHED),
        (1, None, NOT_PUBLISHED),
        (math.nan, 2, NOT_PUBLISHED),
        (1, math.inf, NOT_PUBLISHED),
    ],
)
def test_counts_that_cannot_be_are_told_as_such(top: Any, bottom: Any, reason: str) -> None:
    assert intervals.share_intervals([top], [bottom]) == [NotCalculated(reason)]
    assert comparison.compare_shares([top], [bottom], (1, 2)) == [NotCalculated(reason)]
    of_reference = NotCalculated(f"in the reference group, {reason}")
    assert comparison.compare_shares([1], [2], (top, bottom)) == [of_reference]
    assert str(NotCalculated(reason)) == f"cannot be calculated: {reason}"


def test_a_rate_may_have_more_events_than_people() -> None:
    assert isinstance(intervals.rate_intervals([30], [20])[0], Estimate)


def test_no_groups_give_no_results() -> None:
    assert intervals.share_intervals([], []) == []
    assert comparison.compare_shares([], [], (1, 2)) == []


def test_counts_without_their_totals_are_told_as_such() -> None:
    assert intervals.share_intervals([1], []) == [NotCalculated(NOT_PAIRED)]
    assert intervals.rate_intervals([1], []) == [NotCalculated(NOT_PAIRED)]
    assert comparison.compare_shares([1], [], (1, 2)) == [NotCalculated(NOT_PAIRED)]
    assert comparison.compare_shares_with_whole([1], [], (1, 2)) == [NotCalculated(NOT_PAIRED)]


@pytest.mark.parametrize("pair", [(0, 5), (5, 5)])
def test_a_ratio_that_has_none_leaves_the_gap(pair: tuple[int, int]) -> None:
    (found,) = comparison.compare_shares([pair[0]], [pair[1]], (3, 3))
    assert isinstance(found, Comparison)
    assert found.ratio == NotCalculated(NONE_COUNTED if pair[0] == 0 else ALL_COUNTED)
    assert isinstance(found.gap, Estimate)
    assert not found.is_clear


def test_a_group_that_is_the_whole_is_not_compared_with_it() -> None:
    assert comparison.compare_shares_with_whole([1], [2], (1, 2)) == [NotCalculated(NOBODY_ELSE)]


FALLING = [90, 70, 50, 30, 10]
HUNDREDS = [100] * 5


def test_a_clear_fall_is_a_fall() -> None:
    found = trend.share_trend(YEARS, FALLING, HUNDREDS, NAMES, [])
    assert isinstance(found, Trend)
    assert (found.direction, found.first, found.last) == ("down", "2018", "2022")


def test_only_the_last_five_points_count() -> None:
    found = trend.share_trend([2017.0, *YEARS], [1, *FALLING], [100] * 6, ["2017", *NAMES], [2018.0])
    assert isinstance(found, Trend)
    assert found.direction == "down"


def test_one_outlier_makes_no_trend() -> None:
    found = trend.share_trend(YEARS, [510, 505, 500, 495, 900], [1000] * 5, NAMES, [])
    assert isinstance(found, Trend)
    assert found.chi_square > trend.CRITICAL
    assert found.direction == "no clear change"


@pytest.mark.parametrize(
    ("times", "tops", "breaks", "reason"),
    [
        (YEARS[:4], FALLING[:4], [], TOO_FEW),
        (YEARS[:1], FALLING[:1], [], TOO_FEW),
        ([], [], [], TOO_FEW),
        (YEARS, FALLING, [2020.0], ACROSS_BREAK),
        (YEARS, FALLING, [2022.0], ACROSS_BREAK),
        ([2020.0, 2020.25, 2020.5, 2020.75, 2021.0], FALLING, [], NOT_YEARLY),
        (YEARS, [None, *FALLING[1:]], [], NOT_PUBLISHED),
        (YEARS, [0] * 5, [], NO_VARIATION),
        (YEARS, [100] * 5, [], NO_VARIATION),
        (YEARS, [101] * 5, [], MORE_THAN_ALL),
    ],
)
def test_a_trend_that_cannot_be_tested_says_why(times: Any, tops: Any, breaks: Any, reason: str) -> None:
    found = trend.share_trend(times, tops, [100] * len(tops), NAMES[: len(times)], breaks)
    assert found == NotCalculated(reason)


def test_a_break_at_the_first_point_does_not_matter() -> None:
    assert isinstance(trend.share_trend(YEARS, FALLING, HUNDREDS, NAMES, [2018.0]), Trend)


def test_figures_without_counts_are_set_beside_the_year_before_untested() -> None:
    assert trend.untested_change([2020.0, 2021.0], [1.0, 2.0], ["a", "b"], []) == Untested("up", "a", "b")
    assert trend.untested_change([2020.0, 2020.5, 2021.0], [1, 5, 1], list("abc"), []) == Untested("the same", "a", "c")
    for times, values, breaks in [
        ([2020.0], [1.0], []),
        ([2019.0, 2021.0], [1.0, 2.0], []),
        ([2020.0, 2021.0], [1.0, None], []),
        ([2020.0, 2021.0], [1.0, 2.0], [2021.0]),
    ]:
        found = trend.untested_change(times, values, [str(time) for time in times], breaks)
        assert isinstance(found, NotCalculated)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 30), st.data())
def test_bounds_hold_whoever_the_people_not_known_are(a: int, b: int, rest: int, extra: int, data: Any) -> None:
    total = max(a + b + rest + extra, 1)
    one, other = unknown.composition_bounds([a, b], total, extra)
    of_a = data.draw(st.integers(0, extra))
    of_b = data.draw(st.integers(0, extra - of_a))
    true = [100 * (a + of_a) / total, 100 * (b + of_b) / total]
    for bound, share in zip((one, other), true, strict=True):
        assert isinstance(bound, Interval)
        assert bound.lower - 1e-9 <= share <= bound.upper + 1e-9
    if not unknown.order_could_reverse(one, other):
        assert (true[0] > true[1]) == (a > b)


def test_shares_of_groups_have_bounds_from_the_unknown_groups_own_counts() -> None:
    assert unknown.share_bounds([50], [100], unknown.Unknown(10, 20)) == [
        Interval(pytest.approx(50 / 1.1), pytest.approx(60 / 1.1))
    ]
    assert unknown.share_bounds([50], [100], unknown.Unknown(0, 0)) == [Interval(50, 50)]


def test_a_hidden_unknown_group_leaves_every_order_open() -> None:
    (bound,) = unknown.share_bounds([50], [100], unknown.Unknown(None, None))
    assert isinstance(bound, NotCalculated)
    assert unknown.order_could_reverse(bound, Interval(1, 2))


@pytest.mark.parametrize(("number", "flagged"), [(30, False), (31, True), (None, False)])
def test_more_than_thirty_per_cent_not_known_is_flagged(number: int | None, flagged: bool) -> None:
    assert unknown.needs_flag(unknown.unknown_share(number, 100)) is flagged
