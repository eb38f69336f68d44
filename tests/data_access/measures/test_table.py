"""One view is measured group by group, and refuses what cannot be compared."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures.comparison import Comparison
from data_access.measures.quality import (
    BREAK,
    ESTIMATE,
    FEW,
    LOW_CONFIDENCE,
    PROVISIONAL,
    SMALL,
    UNKNOWN,
    quality_flags,
)
from data_access.measures.ranking import RULES, widest_disparities
from data_access.measures.reference import A_COUNT, NO_REFERENCE, OF_ONE_TOTAL, compare, reference_codes
from data_access.measures.representation import Representation, base_from_rows
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.table import measure_groups, unknown_of
from data_access.measures.trend import Trend, Untested
from data_access.measures.units import noun_of, rate_base


@pytest.fixture
def view(row: Any) -> list[Any]:
    """290 of 1,000 pupils: Asian 100 of 200, Mixed 50 of 200, White 130 of 580, not known 10 of 20."""
    return [
        row("all", 290, 1_000),
        row("eth5-asian", 100, 200),
        row("eth5-mixed", 50, 200),
        row("eth5-white", 130, 580),
        row("eth5-unknown", 10, 20),
    ]


def test_each_group_has_a_value_with_its_interval(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, view, "eth5-white")
    assert list(found) == [row.ethnicity_code for row in view]
    asian = found["eth5-asian"].value
    assert isinstance(asian, Estimate)
    assert asian.value == 50
    assert asian.interval is not None


def test_a_published_interval_is_kept(meals: Any, row: Any) -> None:
    only = [row("eth5-asian", 1, 2, value=49.0, lower=40.0, upper=60.0)]
    assert measure_groups(meals, only, [], "all")["eth5-asian"].value == Estimate(49.0, Interval(40.0, 60.0))


def test_no_rows_give_no_measures(meals: Any) -> None:
    assert measure_groups(meals, [], [], "all") == {}
    assert isinstance(unknown_of([]), NotCalculated)


def test_when_all_is_hidden_every_part_says_so(meals: Any, row: Any) -> None:
    hidden = [row("eth5-asian", marker="c"), row("eth5-white", marker="c")]
    for measure in measure_groups(meals, hidden, hidden, "eth5-white").values():
        assert measure.value == NotCalculated("hidden to protect people")
        assert measure.comparison == NotCalculated("hidden to protect people")
        assert measure.flags == ()


def test_a_hidden_reference_is_told(meals: Any, row: Any) -> None:
    rows = [row("eth5-asian", 10, 20), row("eth5-white", marker="x")]
    found = measure_groups(meals, rows, [], "eth5-white")["eth5-asian"].comparison
    assert found == NotCalculated("the reference group is not published")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"ethnicity_code": "officer-white", "ethnicity_classification": "Officer"},
            "the groups are of different lists",
        ),
        ({"indicator_id": "else"}, "the figures are of different indicators"),
        ({"period_code": "ay2020-21"}, "the figures are of different times"),
        ({"category_code": "else"}, "the figures are of different parts"),
        ({"ethnicity_code": "eth5-unknown"}, "people whose ethnic group is not known are not a group"),
        ({"ethnicity_code": "eth5-asian"}, "this is the reference itself"),
    ],
)
def test_figures_that_do_not_belong_together_are_not_compared(row: Any, change: Any, reason: str) -> None:
    other = row("eth5-white", 5, 10)._replace(**change)
    assert compare(row("eth5-asian", 5, 10), other) == NotCalculated(reason)


def test_kinds_of_measure_without_chances_have_no_ratio(row: Any) -> None:
    pairs = {"composition": OF_ONE_TOTAL, "count": A_COUNT}
    for kind, reason in pairs.items():
        one, other = (row(code, 5, 10, measure_type=kind) for code in ("eth5-asian", "eth5-white"))
        assert compare(one, other) == NotCalculated(reason)
    score, other = (
        row(code, value=value, measure_type="mean") for code, value in (("eth5-asian", 5), ("eth5-white", 7))
    )
    found = compare(score, other)
    assert isinstance(found, Comparison)
    assert found.gap == Estimate(-2.0)
    assert compare(score, None) == NotCalculated(NO_REFERENCE)


def test_rates_are_compared_per_their_base(row: Any) -> None:
    more = {"measure_type": "rate", "unit": "per 1,000 people"}
    one, other, everybody = (
        row("eth5-asian", 30, 100, **more),
        row("eth5-white", 20, 200, **more),
        row("all", 50, 300, **more),
    )
    for reference, gap in ((other, 200), (everybody, 1_000 * (0.3 - 50 / 300))):
        found = compare(one, reference)
        assert isinstance(found, Comparison)
        assert isinstance(found.gap, Estimate)
        assert found.gap.value == pytest.approx(gap)
    assert isinstance(compare(one._replace(unit="people per square kilometre"), other), NotCalculated)


def test_a_clear_difference_that_people_not_known_cannot_turn_round_may_be_called_likely(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, view, "eth5-white")
    assert found["eth5-asian"].may_say_likely
    assert not found["eth5-white"].may_say_likely


def test_people_not_known_can_take_the_words_away(meals: Any, view: Any, row: Any) -> None:
    many = [*view[:-1], row("eth5-unknown", 400, 800)]
    found = measure_groups(meals, many, many, "eth5-white")["eth5-asian"]
    assert found.order_could_reverse
    assert not found.may_say_likely
    hidden = [*view[:-1], row("eth5-unknown", marker="c")]
    assert not measure_groups(meals, hidden, [], "eth5-white")["eth5-asian"].may_say_likely


def test_without_an_unknown_group_what_groups_leave_of_the_total_is_not_known(meals: Any, view: Any) -> None:
    found = unknown_of(view[:-1])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(2)
    assert measure_groups(meals, view[:-1], [], "eth5-white")["eth5-asian"].may_say_likely


def test_what_hidden_groups_leave_is_not_worked_out(view: Any, row: Any) -> None:
    assert isinstance(unknown_of([view[0], view[1], row("eth5-white", marker="c")]), NotCalculated)


def yearly(row: Any, code: str, counts: list[int], of: int = 1_000, **more: Any) -> list[Any]:
    return [
        row(code, count, of, period_code=f"ay{year}-{year - 1999}", period=f"{year}/{year - 1999}", **more)
        for year, count in zip(range(2021 - len(counts) + 1, 2022), counts, strict=True)
    ]


def test_a_trend_is_of_the_last_five_years(meals: Any, row: Any) -> None:
    series = yearly(row, "eth5-asian", [900, 100, 200, 300, 400, 500])
    trend = measure_groups(meals, series[-1:], series[::-1], "all")["eth5-asian"].trend
    assert isinstance(trend, Trend)
    assert (trend.direction, trend.first, trend.last) == ("up", "2017/18", "2021/22")


def test_a_trend_stops_at_the_year_that_is_looked_at(meals: Any, row: Any) -> None:
    series = yearly(row, "eth5-asian", [100, 200, 300, 400, 500])
    assert isinstance(measure_groups(meals, series[3:4], series, "all")["eth5-asian"].trend, NotCalculated)


def test_a_break_of_the_indicator_or_of_a_row_ends_a_trend(meals: Any, broken_meals: Any, row: Any) -> None:
    series = yearly(row, "eth5-asian", [100, 200, 300, 400, 500])
    flagged = [*series[:3], series[3]._replace(flags="b"), series[4]]
    for indicator, rows in ((broken_meals, series), (meals, flagged)):
        assert isinstance(measure_groups(indicator, rows[-1:], rows, "all")["eth5-asian"].trend, NotCalculated)


def test_figures_without_counts_have_an_untested_direction(meals: Any, row: Any) -> None:
    series = [
        entry._replace(numerator=None, denominator=None)
        for entry in yearly(row, "eth5-asian", [100, 200, 300, 400, 350])
    ]
    assert measure_groups(meals, series[-1:], series, "all")["eth5-asian"].trend == Untested(
        "down", "2020/21", "2021/22"
    )


def test_ratio_and_gap_that_go_different_ways_are_told(meals: Any, row: Any) -> None:
    series = yearly(row, "eth5-asian", [200, 400]) + yearly(row, "eth5-white", [100, 250])
    story = measure_groups(meals, [series[1], series[3]], series, "eth5-white")["eth5-asian"].story
    assert story is not None
    assert not story.ratio_grew
    same = yearly(row, "eth5-asian", [200, 400]) + yearly(row, "eth5-white", [100, 100])
    assert measure_groups(meals, [same[1], same[3]], same, "eth5-white")["eth5-asian"].story is None


def test_no_story_is_told_across_a_break(broken_meals: Any, row: Any) -> None:
    series = yearly(row, "eth5-asian", [200, 300, 400]) + yearly(row, "eth5-white", [100, 200, 250])
    late = [series[2], series[5]]
    story = measure_groups(broken_meals, late, series, "eth5-white")["eth5-asian"].story
    assert story is None or story.first == "2020/21"


NO_UNKNOWN = Estimate(0.0)


@pytest.mark.parametrize(
    ("change", "flags"),
    [
        ({}, ()),
        ({"denominator": 29}, (SMALL,)),
        ({"measure_type": "rate", "numerator": 9}, (FEW,)),
        ({"flags": "b"}, (BREAK,)),
        ({"flags": "ep"}, (PROVISIONAL, ESTIMATE)),
        ({"flags": "u"}, (LOW_CONFIDENCE,)),
        ({"source_id": "press"}, (LOW_CONFIDENCE,)),
        ({"source_id": "press", "flags": "u"}, (LOW_CONFIDENCE,)),
        ({"period_code": "ay2019-20"}, (BREAK,)),
        ({"flags": "r"}, ()),
        ({"marker": "c", "flags": "bpeu"}, ()),
    ],
)
def test_flags_come_from_rules(row: Any, change: Any, flags: Any) -> None:
    one = row("eth5-asian", 20, 100)._replace(**change)
    found = quality_flags(one, NO_UNKNOWN, break_periods={"ay2019-20"}, uncertain_sources={"press"})
    assert set(found) == set(flags)
    assert all(flag.reason for flag in found)


def test_many_not_known_are_flagged_beside_groups_alone(row: Any) -> None:
    assert quality_flags(row("eth5-asian", 20, 100), Estimate(30.1)) == (UNKNOWN,)
    assert quality_flags(row("all", 20, 100), Estimate(30.1)) == ()


def test_differences_are_ranked_by_what_they_are_at_the_least(meals: Any, view: Any) -> None:
    ranking = widest_disparities(measure_groups(meals, view, view, "eth5-white").values(), "proportion")
    assert [entry.measure.row.ethnicity_code for entry in ranking.disparities] == ["eth5-asian"]
    assert ranking.rule == RULES["proportion"]
    gap = ranking.disparities[0].measure.comparison
    assert isinstance(gap, Comparison)
    assert isinstance(gap.gap, Estimate)
    assert gap.gap.interval is not None
    assert ranking.disparities[0].at_least == pytest.approx(gap.gap.interval.lower)


@pytest.mark.parametrize("change", [{"flags": "e"}, {"flags": "b"}, {"flags": "u"}, {"numerator": None}])
def test_weak_figures_never_enter_a_ranking(meals: Any, view: Any, change: Any) -> None:
    rows = [view[0], view[1]._replace(**change), *view[2:]]
    ranking = widest_disparities(measure_groups(meals, rows, [], "eth5-white").values(), "proportion")
    assert ranking.disparities == ()


def test_rates_are_ranked_by_ratio_and_scores_not_at_all(meals: Any, row: Any) -> None:
    more = {"measure_type": "rate", "unit": "per 1,000 people"}
    rows = [row("eth5-asian", 300, 1_000, **more), row("eth5-white", 100, 1_000, **more)]
    measures = measure_groups(meals, rows, [], "eth5-white").values()
    # For rates the bounds of people not known cannot be told, so nothing is ranked.
    assert widest_disparities(measures, "rate").disparities == ()
    assert widest_disparities(measures, "mean").rule == "Counts and scores are not ranked."


@pytest.fixture
def parts(row: Any) -> Any:
    """Makes the parts of one total: 60 Asian, 120 White and 20 not known, of one indicator and category."""

    def make(category: str, asian: int, white: int, unknown: int) -> list[Any]:
        total = asian + white + unknown
        more = {"measure_type": "composition", "indicator_id": "social-workers-by-role", "category_code": category}
        counts = {"all": total, "eth5-asian": asian, "eth5-white": white, "eth5-unknown": unknown}
        return [row(code, count, total, **more) for code, count in counts.items()]

    return make


def test_a_share_over_that_of_a_fitting_base_is_representation(meals: Any, parts: Any) -> None:
    staff = replace(meals, id="social-workers-by-role", measure_type="composition")
    base = base_from_rows(parts("all", 200, 600, 0))
    found = measure_groups(staff, parts("role-senior-manager", 100, 95, 5), [], "all", bases=[base])
    asian = found["eth5-asian"].representation
    assert isinstance(asian, Representation)
    assert asian.ratio.value == pytest.approx(2)
    assert asian.share_of_base == 25
    assert asian.is_settled
    assert (asian.base.period, asian.base.source) == ("2021/22", "School census, Department for Education")
    assert isinstance(found["eth5-unknown"].representation, NotCalculated)
    ranking = widest_disparities(found.values(), "composition")
    assert [entry.measure.row.ethnicity_code for entry in ranking.disparities] == ["eth5-asian", "eth5-white"]


def test_people_not_known_unsettle_representation(meals: Any, parts: Any) -> None:
    staff = replace(meals, id="social-workers-by-role", measure_type="composition")
    base = base_from_rows(parts("all", 200, 600, 0))
    found = measure_groups(staff, parts("role-senior-manager", 10, 90, 100), [], "all", bases=[base])["eth5-asian"]
    assert isinstance(found.representation, Representation)
    assert found.representation.ratio.excludes(1)
    assert not found.representation.is_settled


def test_a_base_without_groups_is_none(row: Any) -> None:
    assert isinstance(base_from_rows([row("all", 1, 2)]), NotCalculated)
    assert isinstance(base_from_rows([]), NotCalculated)


def test_readers_may_pick_white_white_british_and_everybody(row: Any) -> None:
    codes = ["all", "eth19-british", "eth5-white", "eth5-asian", "eth19-white-and-asian", "dfe-minor-white-british"]
    rows = [row(code, 1, 2) for code in codes]
    assert reference_codes(rows) == ["eth19-british", "eth5-white", "dfe-minor-white-british", "all"]
    assert reference_codes([row("eth5-white", marker="c")]) == []


@pytest.mark.parametrize(
    ("unit", "per", "noun"),
    [
        ("per 10,000 children", 10_000, "children"),
        ("per 100,000 aged 10 to 17", 100_000, "aged 10 to 17"),
        ("% of pupils", None, "pupils"),
        ("people per square kilometre", None, "people"),
        ("per 0 people", None, "people"),
    ],
)
def test_a_unit_says_what_it_is_per_and_of_whom(unit: str, per: float | None, noun: str) -> None:
    assert rate_base(unit) == per
    assert noun_of(unit) == noun
