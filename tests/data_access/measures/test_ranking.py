"""Differences are ranked by the end of the interval that is nearest to none, and weak ones are left out."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures.comparison import Comparison
from data_access.measures.quality import BREAK, ESTIMATE, LOW_CONFIDENCE, PROVISIONAL, SMALL, UNKNOWN
from data_access.measures.ranking import RULES, Disparity, Ranking, widest_disparities
from data_access.measures.representation import Base, Representation
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.table import GroupMeasure

NONE = NotCalculated("why")
LEFT_OUT = (
    "Figures without counts are left out. So are differences that may be chance, or that people not known could turn "
    "round. So are estimates, figures at a break, weak sources and hidden figures."
)


def between(lower: float, upper: float) -> Estimate:
    return Estimate((lower + upper) / 2, Interval(lower, upper))


@pytest.fixture
def measure(row: Any) -> Any:
    """Makes the measure of one group, whose order people not known cannot turn round."""

    def make(ratio: Any = NONE, gap: Any = NONE, code: str = "eth5-asian", **more: Any) -> GroupMeasure:
        made = GroupMeasure(
            row=row(code, 1, 2, **more),
            reference=row("eth5-white", 1, 2),
            value=NONE,
            comparison=Comparison(ratio, gap),
            people=NONE,
            representation=NONE,
            trend=NONE,
            story=None,
            unknown=NONE,
            order_could_reverse=False,
            flags=(),
        )
        assert made.row.ethnicity_code == code
        return made

    return make


@pytest.mark.parametrize(
    ("gap", "at_least"),
    [
        (between(2.0, 8.0), 2.0),
        (between(-8.0, -3.0), 3.0),
        (between(0.5, 0.9), 0.5),
        (between(0.5, 3.0), 0.5),
        (between(-0.9, -0.25), 0.25),
        (between(0.0, 8.0), None),
        (between(-1.0, 8.0), None),
        (between(-8.0, 0.0), None),
    ],
)
def test_a_share_counts_by_the_end_of_the_gap_that_is_nearest_to_none(
    measure: Any, gap: Any, at_least: float | None
) -> None:
    one = measure(between(1.5, 2.0), gap)
    expected = () if at_least is None else (Disparity(one, at_least),)
    rule = f"Shares are ranked by the gap: the end of its interval that is nearest to none. {LEFT_OUT}"
    assert widest_disparities([one], "proportion") == Ranking("proportion", rule, expected)


@pytest.mark.parametrize(
    ("ratio", "at_least"),
    [
        (between(1.25, 2.0), 1.25),
        (between(0.25, 0.5), 2.0),
        (between(0.25, 0.8), 1.25),
        (between(2.0, 4.0), 2.0),
        (between(1.0, 2.0), None),
        (between(0.5, 1.0), None),
        (between(0.5, 2.0), None),
        (between(0.0, 0.0), None),
        (Estimate(2.0), None),
        (NONE, None),
    ],
)
def test_a_rate_counts_by_the_end_of_the_ratio_that_is_nearest_to_one(
    measure: Any, ratio: Any, at_least: float | None
) -> None:
    one = measure(ratio, between(2.0, 8.0), measure_type="rate")
    expected = () if at_least is None else (Disparity(one, at_least),)
    rule = f"Rates are ranked by the ratio: the end of its interval that is nearest to 1. {LEFT_OUT}"
    assert widest_disparities([one], "rate") == Ranking("rate", rule, expected)


def part(one: GroupMeasure, ratio: Any, is_settled: bool) -> GroupMeasure:
    base = Base("residents", "all", "Residents", None, "E09000019", "cy2021", "2021", "Census", "Five groups", {})
    return replace(one, representation=Representation(ratio, 25.0, base, is_settled))


@pytest.mark.parametrize(
    ("ratio", "is_settled", "at_least"),
    [
        (between(1.25, 2.0), True, 1.25),
        (between(0.25, 0.5), True, 2.0),
        (between(1.25, 2.0), False, None),
        (Estimate(2.0), True, None),
    ],
)
def test_a_part_of_a_total_counts_by_its_representation(
    measure: Any, ratio: Any, is_settled: bool, at_least: float | None
) -> None:
    one = part(measure(measure_type="composition"), ratio, is_settled)
    expected = () if at_least is None else (Disparity(one, at_least),)
    assert widest_disparities([one], "composition").disparities == expected


def test_a_part_without_a_base_is_left_out_and_the_rule_says_so(measure: Any) -> None:
    one = measure(between(1.5, 2.0), between(2.0, 8.0), measure_type="composition")
    assert widest_disparities([one], "composition") == Ranking(
        "composition",
        "Parts of a total are ranked by their share over that of a base that fits: the end of the interval that is "
        f"nearest to 1. Parts without such a base are left out. {LEFT_OUT}",
        (),
    )


def test_the_widest_come_first_and_ties_go_by_indicator_then_group(measure: Any) -> None:
    def gap(size: float, code: str, title: str) -> GroupMeasure:
        made: GroupMeasure = measure(between(1.5, 2.0), between(size, 20.0), code, indicator=title)
        return made

    given = [
        gap(2.0, "eth5-mixed", "Meals"),
        gap(2.0, "eth5-asian", "Meals"),
        gap(5.0, "eth5-mixed", "Zeal"),
        gap(2.0, "eth5-white", "Absence"),
        gap(9.0, "eth5-other", "Zeal"),
    ]
    found = widest_disparities(given, "proportion").disparities
    assert [(entry.at_least, entry.measure.row.indicator, entry.measure.row.ethnicity) for entry in found] == [
        (9.0, "Zeal", "Other"),
        (5.0, "Zeal", "Mixed"),
        (2.0, "Absence", "White"),
        (2.0, "Meals", "Asian"),
        (2.0, "Meals", "Mixed"),
    ]


@pytest.mark.parametrize(
    ("flag", "is_ranked"),
    [(BREAK, False), (ESTIMATE, False), (LOW_CONFIDENCE, False), (UNKNOWN, False), (PROVISIONAL, True), (SMALL, True)],
)
def test_four_flags_keep_a_figure_out(measure: Any, flag: Any, is_ranked: bool) -> None:
    one = replace(measure(between(1.5, 2.0), between(2.0, 8.0)), flags=(flag,))
    assert bool(widest_disparities([one], "proportion").disparities) is is_ranked


def test_everybody_other_kinds_and_orders_that_could_turn_are_left_out(measure: Any) -> None:
    clear = measure(between(1.5, 2.0), between(2.0, 8.0))
    left_out = [
        replace(clear, row=clear.row._replace(ethnicity_code="all")),
        replace(clear, row=clear.row._replace(measure_type="rate")),
        replace(clear, order_could_reverse=True),
        replace(clear, comparison=NONE),
    ]
    assert [entry.measure for entry in widest_disparities([*left_out, clear], "proportion").disparities] == [clear]


def test_counts_and_scores_are_not_ranked(measure: Any) -> None:
    one = measure(between(1.5, 2.0), between(2.0, 8.0), measure_type="mean")
    assert widest_disparities([one], "mean") == Ranking("mean", "Counts and scores are not ranked.", ())
    assert set(RULES) == {"proportion", "rate", "composition"}
