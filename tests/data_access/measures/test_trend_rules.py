"""The rules of the trend test, each at its boundary, and figures without counts beside the year before."""

import math
from typing import Any

import numpy as np
import pytest

from data_access.measures import trend
from data_access.measures.arrays import BELOW_ZERO, MORE_THAN_ALL, NOT_PUBLISHED
from data_access.measures.results import TOO_LARGE, NotCalculated
from data_access.measures.trend import ACROSS_BREAK, NO_VARIATION, NOT_YEARLY, TOO_FEW, Trend, Untested

YEARS = [2018.0, 2019.0, 2020.0, 2021.0, 2022.0]
NAMES = ["2018", "2019", "2020", "2021", "2022"]
RISING = [10, 20, 30, 40, 50]


def test_the_slope_and_chi_square_of_shares_are_those_by_hand() -> None:
    """150 of 500: level 0.3, slope 2·40 − … = 100, spread 100·10; 100² over 0.3·0.7·1,000."""
    slope, chi_square = trend.share_score(np.array(YEARS), np.array(RISING, dtype=float), np.full(5, 100.0))
    assert slope == pytest.approx(100)
    assert chi_square == pytest.approx(10_000 / 210)


def test_the_slope_and_chi_square_of_rates_are_those_by_hand() -> None:
    """150 of 500: level 0.3, slope 100, spread 100·10; 100² over 0.3·1,000."""
    slope, chi_square = trend.rate_score(np.array(YEARS), np.array(RISING, dtype=float), np.full(5, 100.0))
    assert slope == pytest.approx(100)
    assert chi_square == pytest.approx(10_000 / 300)


def test_groups_of_different_sizes_weigh_by_their_size() -> None:
    """Two points, 1 of 10 and 15 of 30: level 0.4, mean time 0.75, slope −0.75·(1 − 4) + 0.25·(15 − 12) = 3."""
    times, tops, bottoms = np.array([0.0, 1.0]), np.array([1.0, 15.0]), np.array([10.0, 30.0])
    slope, chi_square = trend.share_score(times, tops, bottoms)
    assert slope == pytest.approx(3)
    assert chi_square == pytest.approx(9 / (0.4 * 0.6 * 7.5))
    assert trend.rate_score(times, tops, bottoms) == pytest.approx((3, 9 / (0.4 * 7.5)))


def test_a_trend_tells_direction_chi_square_and_ends() -> None:
    hundreds = [100] * 5
    assert trend.share_trend(YEARS, RISING, hundreds, NAMES, []) == Trend(
        "up", pytest.approx(10_000 / 210), "2018", "2022"
    )
    assert trend.rate_trend(YEARS, RISING[::-1], hundreds, NAMES, []) == Trend(
        "down", pytest.approx(10_000 / 300), "2018", "2022"
    )
    six = trend.rate_trend([2017.0, *YEARS], [99, *RISING], [100] * 6, ["2017", *NAMES], [])
    assert six == Trend("up", pytest.approx(10_000 / 300), "2018", "2022")


def test_a_chi_square_just_below_the_level_is_no_clear_change() -> None:
    """Shares of 1,000 each, level 0.3: a step of s gives 10·s as slope and (10·s)² over 2,100 as chi-square."""
    for step, direction in ((14, "no clear change"), (15, "up"), (-14, "no clear change"), (-15, "down")):
        tops = [300 + step * place for place in (-2, -1, 0, 1, 2)]
        found = trend.share_trend(YEARS, tops, [1_000] * 5, NAMES, [])
        assert found == Trend(direction, pytest.approx((10 * step) ** 2 / 2_100), "2018", "2022")


def test_a_rate_may_be_of_more_events_than_people() -> None:
    tops = [200, 300, 400, 500, 600]
    assert isinstance(trend.rate_trend(YEARS, tops, [100] * 5, NAMES, []), Trend)
    assert trend.share_trend(YEARS, tops, [100] * 5, NAMES, []) == NotCalculated(MORE_THAN_ALL)
    assert isinstance(trend.rate_trend(YEARS, [100] * 5, [100] * 5, NAMES, []), Trend)
    assert trend.rate_trend(YEARS, [0] * 5, [100] * 5, NAMES, []) == NotCalculated(NO_VARIATION)


@pytest.mark.parametrize("short", range(4))
def test_four_of_anything_are_too_few(short: int) -> None:
    given: list[Any] = [YEARS, RISING, [100] * 5, NAMES]
    given[short] = given[short][:4]
    assert trend.share_trend(*given, []) == NotCalculated(TOO_FEW)


@pytest.mark.parametrize(
    ("point", "expected"),
    [(2017.5, None), (2018.0, None), (2018.01, ACROSS_BREAK), (2022.0, ACROSS_BREAK), (2022.01, None)],
)
def test_a_break_counts_after_the_first_point_and_up_to_the_last(point: float, expected: str | None) -> None:
    found = trend.share_trend(YEARS, RISING, [100] * 5, NAMES, [point])
    assert found == NotCalculated(expected) if expected else isinstance(found, Trend)


def test_points_may_lie_a_hundredth_less_than_a_year_apart() -> None:
    for gap, is_yearly in ((0.9901, True), (0.98, False), (2.0, True)):
        times = [2019.0 - gap, *YEARS[1:]]
        found = trend.share_trend(times, RISING, [100] * 5, NAMES, [])
        assert isinstance(found, Trend) if is_yearly else found == NotCalculated(NOT_YEARLY)


def test_the_first_problem_of_the_last_five_points_is_told() -> None:
    assert trend.share_trend(YEARS, [1, None, -1, 4, 5], [100] * 5, NAMES, []) == NotCalculated(NOT_PUBLISHED)
    assert trend.share_trend(YEARS, [1, -1, None, 4, 5], [100] * 5, NAMES, []) == NotCalculated(BELOW_ZERO)
    older = trend.share_trend([2017.0, *YEARS], [None, *RISING], [100] * 6, ["2017", *NAMES], [])
    assert isinstance(older, Trend)


def test_numbers_beyond_what_can_be_worked_with_are_told() -> None:
    huge = [place * 1e307 for place in (1, 2, 3, 4, 5)]
    assert trend.rate_trend(YEARS, huge, [1e308] * 5, NAMES, []) == NotCalculated(TOO_LARGE)


@pytest.mark.parametrize(
    ("times", "values", "breaks", "expected"),
    [
        ([2020.0, 2021.0], [1.0, 2.0], [], Untested("up", "a", "b")),
        ([2020.0, 2021.0], [2.0, 1.0], [], Untested("down", "a", "b")),
        ([2020.0, 2021.0], [2.0, 2.0], [], Untested("the same", "a", "b")),
        ([2020.0, 2021.0], [0.0, -1.0], [], Untested("down", "a", "b")),
        ([2019.0, 2020.0, 2021.0], [9.0, 1.0, 2.0], [], Untested("up", "b", "c")),
        ([2020.0, 2020.5, 2021.0], [3.0, 1.0, 2.0], [], Untested("down", "a", "c")),
        ([2020.0, 2020.005, 2021.0], [3.0, 1.0, 2.0], [], Untested("up", "b", "c")),
        ([2020.0, 2021.0], [1.0, 2.0], [2020.0], Untested("up", "a", "b")),
        ([2020.0, 2021.0], [1.0, 2.0], [2021.5], Untested("up", "a", "b")),
        ([2020.0, 2021.0], [1.0, 2.0], [2020.5], ACROSS_BREAK),
        ([2020.0, 2021.0], [1.0, 2.0], [2021.0], ACROSS_BREAK),
        ([2019.0, 2020.0, 2021.0], [9.0, 1.0, 2.0], [2020.0], Untested("up", "b", "c")),
        ([2019.0, 2020.0, 2021.0], [9.0, 1.0, 2.0], [2020.5], ACROSS_BREAK),
        ([2020.0], [1.0], [], "there are fewer than two figures"),
        ([2020.0, 2021.0], [1.0], [], "there are fewer than two figures"),
        ([], [], [], "there are fewer than two figures"),
        ([2019.0, 2021.0], [1.0, 2.0], [], "the figure of the year before is not published"),
        ([2020.0, 2020.98], [1.0, 2.0], [], "the figure of the year before is not published"),
        ([2020.0, 2020.995], [1.0, 2.0], [], Untested("up", "a", "b")),
        ([2020.0, 2021.0], [1.0, None], [], "a figure is not published"),
        ([2020.0, 2021.0], [None, 1.0], [], "a figure is not published"),
        ([2020.0, 2021.0], [1.0, math.inf], [], "a figure is not published"),
    ],
)
def test_a_figure_without_counts_is_set_beside_the_nearest_one_of_a_year_before(
    times: Any, values: Any, breaks: Any, expected: Any
) -> None:
    reason = NotCalculated(expected) if isinstance(expected, str) else expected
    assert trend.untested_change(times, values, list("abc")[: len(times)], breaks) == reason


def test_points_exactly_a_hundredth_less_than_a_year_apart_are_yearly() -> None:
    times = [0.0, 0.99, 2.0, 3.0, 4.0]
    assert isinstance(trend.share_trend(times, RISING, [100] * 5, NAMES, []), Trend)
