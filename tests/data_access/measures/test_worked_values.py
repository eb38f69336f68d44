"""Every method gives the values that its source, or an independent implementation of it, gives."""

import numpy as np
import pytest
from scipy.stats.contingency import relative_risk
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

from data_access.measures.comparison import (
    Comparison,
    compare_rates,
    compare_rates_with_whole,
    compare_shares,
    compare_shares_with_whole,
    compare_values,
)
from data_access.measures.intervals import rate_intervals, share_intervals
from data_access.measures.people import gap_in_people
from data_access.measures.results import Estimate, Interval, Result
from data_access.measures.trend import CRITICAL, Trend, rate_score, share_score, share_trend


def ends(result: Result) -> tuple[float, float]:
    assert isinstance(result, Estimate)
    assert result.interval is not None
    return result.interval.lower, result.interval.upper


def value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


def only(found: list) -> Comparison:
    (comparison,) = found
    assert isinstance(comparison, Comparison)
    return comparison


@pytest.mark.parametrize(
    ("count", "of", "lower", "upper"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_shares_have_the_intervals_of_newcombe_1998_table_i_method_3(
    count: int, of: int, lower: float, upper: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872."""
    assert ends(share_intervals([count], [of])[0]) == pytest.approx((lower, upper), abs=0.005)


def test_a_share_has_the_interval_of_the_public_health_package() -> None:
    """100 of 10,000 in the tests of the Python port of PHEindicatormethods."""
    expected = (0.8229336148148417, 1.2146982255114647)
    assert ends(share_intervals([100], [10_000])[0]) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.6235, 11.668), (9, 4.1154, 17.085)],
)
def test_few_events_have_the_exact_limits_of_ulm_1990(events: int, lower: float, upper: float) -> None:
    """Garwood's limits as K. Ulm gives them, American Journal of Epidemiology 131 (1990), 373–375."""
    assert ends(rate_intervals([events], [1])[0]) == pytest.approx((lower, upper), abs=0.0006)


def test_ten_events_and_more_have_the_limits_of_byar() -> None:
    """The tests of other implementations of Byar’s method give 50.1632 and 82.8491 for 65 events, 81.3621 for 100."""
    found = rate_intervals([65, 100], [1, 1])
    assert ends(found[0]) == pytest.approx((50.1632, 82.8491), abs=5e-5)
    assert ends(found[1])[0] == pytest.approx(81.36210549052788)


@pytest.mark.parametrize("events", [10, 30, 65, 400])
def test_the_limits_of_byar_lie_close_to_the_exact_ones(events: int) -> None:
    """Breslow and Day (1987), 69, on how good the approximation is; the exact limits are those of statsmodels."""
    exact = confint_poisson(events, 1, method="exact-c")
    assert ends(rate_intervals([events], [1])[0]) == pytest.approx(exact, rel=0.002)


def test_a_rate_is_per_its_base() -> None:
    found = rate_intervals([65], [1_000], per=10_000)[0]
    assert value(found) == 650
    assert ends(found) == pytest.approx((501.632, 828.491), abs=0.0005)


@pytest.mark.parametrize(
    ("pair", "lower", "upper"),
    [
        ((56, 70, 48, 80), 5.24, 33.39),
        ((9, 10, 3, 10), 17.05, 80.90),
        ((6, 7, 2, 7), 5.82, 80.62),
        ((5, 56, 0, 29), -3.81, 19.26),
        ((0, 10, 0, 20), -16.11, 27.75),
        ((0, 10, 0, 10), -27.75, 27.75),
        ((10, 10, 0, 20), 67.91, 100.0),
        ((10, 10, 0, 10), 60.75, 100.0),
    ],
)
def test_gaps_have_the_intervals_of_newcombe_1998_table_ii_method_10(
    pair: tuple[int, int, int, int], lower: float, upper: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890."""
    a, m, b, n = pair
    assert ends(only(compare_shares([a], [m], (b, n))).gap) == pytest.approx((lower, upper), abs=0.006)


def test_a_ratio_has_the_interval_of_sahai_and_khurshid_1996() -> None:
    """10 of 75 beside 12 of 225: the worked example in the help of ``scipy.stats.contingency.relative_risk``."""
    ratio = only(compare_shares([10], [75], (12, 225))).ratio
    assert value(ratio) == pytest.approx(2.5)
    assert ends(ratio) == pytest.approx((1.1261564003469628, 5.549850800541033))


def test_a_ratio_has_the_interval_of_scipy_for_the_physicians_health_study() -> None:
    """189 of 11,034 beside 104 of 11,037: A. Agresti, Categorical Data Analysis (2002), gives 1.82, 1.43 to 2.31."""
    ratio = only(compare_shares([189], [11_034], (104, 11_037))).ratio
    independent = relative_risk(189, 11_034, 104, 11_037).confidence_interval()
    assert value(ratio) == pytest.approx(1.82, abs=0.005)
    assert ends(ratio) == pytest.approx((independent.low, independent.high))


def test_rates_have_the_ratio_and_nearly_the_gap_of_statsmodels() -> None:
    """60 events in 51,477.5 person-years beside 30 in 54,308.7: Gu and others, Biometrical Journal 50 (2008)."""
    found = only(compare_rates([60], [51_477.5], (30, 54_308.7)))
    assert value(found.ratio) == pytest.approx(2.11, abs=0.001)
    assert ends(found.ratio) == pytest.approx((1.36127, 3.27054), abs=5e-5)
    gap = confint_poisson_2indep(60, 51_477.5, 30, 54_308.7, compare="diff", method="mover", method_mover="exact-c")
    assert ends(found.gap) == pytest.approx(gap, rel=0.003)


def test_beside_a_whole_the_interval_is_that_of_part_and_rest() -> None:
    """Half the people are the group, so the gap to the whole is half of the gap to the rest (Newcombe’s 56/70)."""
    found = only(compare_shares_with_whole([56], [70], (56 + 42, 140)))
    rest = only(compare_shares([56], [70], (42, 70)))
    assert value(found.gap) == pytest.approx(100 * (56 / 70 - 98 / 140))
    assert ends(found.gap) == pytest.approx(tuple(end / 2 for end in ends(rest.gap)))
    assert value(found.ratio) == pytest.approx((56 / 70) / (98 / 140))


def test_a_rate_beside_a_whole_has_the_ratio_of_the_two_rates() -> None:
    found = only(compare_rates_with_whole([30], [100], (50, 300), 1_000))
    assert value(found.ratio) == pytest.approx((30 / 100) / (50 / 300))
    assert value(found.gap) == pytest.approx(1_000 * (30 / 100 - 50 / 300))


def test_figures_without_counts_have_a_gap_and_no_interval() -> None:
    found = only(compare_values([44.6], 47.5))
    assert found.gap == Estimate(pytest.approx(-2.9))
    assert not found.is_clear


def test_the_gap_in_people_is_observed_less_expected() -> None:
    """80% of 70 beside 60%: 56 people, where 42 were expected; the ends are Newcombe’s gap times 70."""
    found = gap_in_people(only(compare_shares([56], [70], (48, 80))), 70)
    assert value(found) == pytest.approx(14)
    assert ends(found) == pytest.approx((0.0524315 * 70, 0.3338727 * 70), abs=1e-4)


def test_the_trend_of_shares_is_that_of_armitage_1955() -> None:
    """Carriers among children by size of tonsils: 19 of 516, 29 of 589, 24 of 293; chi-square for trend 7.19."""
    counts, totals = np.array([19.0, 29.0, 24.0]), np.array([516.0, 589.0, 293.0])
    assert share_score(np.arange(3.0), counts, totals)[1] == pytest.approx(7.19, abs=0.005)


def test_the_trend_of_shares_is_that_of_agresti_for_alcohol_and_malformation() -> None:
    """Scores 0, 0.5, 1.5, 4, 7 in A. Agresti, Categorical Data Analysis (2002), 90: M² is 6.57."""
    counts, others = np.array([48.0, 38, 5, 1, 1]), np.array([17_066.0, 14_464, 788, 126, 37])
    scores = np.array([0, 0.5, 1.5, 4, 7])
    found = share_score(scores, counts, counts + others)[1]
    # Agresti’s M² has the number of people less one where Cochran and Armitage have all.
    everybody = (counts + others).sum()
    assert found * (everybody - 1) / everybody == pytest.approx(6.57, abs=0.005)
    table = Table(np.column_stack([counts, others]))
    independent = table.test_ordinal_association(row_scores=scores, col_scores=np.array([1, 0]))
    assert found == pytest.approx(independent.zscore**2, rel=1e-4)


def test_the_trend_of_shares_is_that_of_r() -> None:
    """The example in the help of R’s ``prop.trend.test``: smokers among patients, X-squared 8.2249."""
    counts, totals = np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82])
    assert share_score(np.arange(4.0), counts, totals)[1] == pytest.approx(8.2249, abs=5e-5)


def test_the_trend_of_rates_is_the_score_test_of_a_poisson_model() -> None:
    """An independent implementation: the score test of statsmodels’ generalised linear model."""
    times, events, people = np.arange(5.0), np.array([30.0, 28, 41, 45, 60]), np.array([1e4, 1.1e4, 9e3, 1e4, 1.2e4])
    model = GLM(events, np.ones((5, 1)), family=Poisson(), exposure=people).fit()
    independent = model.score_test(exog_extra=times[:, None])[0]
    assert rate_score(times, events, people)[1] == pytest.approx(float(np.squeeze(independent)), rel=1e-6)


def test_the_level_of_the_trend_test_is_that_of_fingertips() -> None:
    """9.5495 in ``assign_trend_markers`` of PHEindicatormethods."""
    assert pytest.approx(9.5495, abs=5e-5) == CRITICAL


def test_the_example_counts_of_the_fingertips_trend_markers_are_a_clear_fall() -> None:
    """Counts and denominators in the help of ``assign_trend_markers`` of PHEindicatormethods."""
    found = share_trend(
        [1, 2, 3, 4, 5], [1367, 1332, 1199, 1023, 994], [44701, 44064, 42811, 41527, 40299], list("abcde"), []
    )
    assert isinstance(found, Trend)
    assert (found.direction, found.first, found.last) == ("down", "a", "e")


def test_an_interval_holds_its_ends() -> None:
    assert Interval(1, 2).contains(1)
    assert not Interval(1, 2).contains(2.1)
