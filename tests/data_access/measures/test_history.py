"""A group's figures over time: which rows make a series, which test is made, and from when a story is told."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures.comparison import Comparison, compare_shares
from data_access.measures.history import breaks_of, group_series, has_counts, story_of, trend_of
from data_access.measures.results import NotCalculated
from data_access.measures.story import DifferentStories
from data_access.measures.trend import ACROSS_BREAK, TOO_FEW, Untested, rate_trend, share_trend
from data_access.records import Break

TIMES = [2017 + 8 / 12, 2018 + 8 / 12, 2019 + 8 / 12, 2020 + 8 / 12, 2021 + 8 / 12]
NAMES = ["2017/18", "2018/19", "2019/20", "2020/21", "2021/22"]
COUNTS = [100, 150, 170, 230, 250]


@pytest.fixture
def years(row: Any) -> Any:
    """Makes the figures of one group of 1,000 in the years up to 2021/22."""

    def make(code: str, counts: Any, of: Any = 1_000, **more: Any) -> list[Any]:
        first = 2022 - len(counts)
        return [
            row(code, count, of, period_code=f"ay{year}-{year - 1999}", period=f"{year}/{year - 1999}", **more)
            for year, count in enumerate(counts, first)
        ]

    return make


def test_rows_of_either_count_alone_have_no_counts(row: Any) -> None:
    assert has_counts(row("x", 0, 0))
    assert not has_counts(row("x", 1, None))
    assert not has_counts(row("x", None, 1))
    assert not has_counts(row("x"))


def test_a_series_holds_shown_figures_with_a_time_in_order_of_time(years: Any, row: Any) -> None:
    series = [entry._replace(edition=str(9 - place)) for place, entry in enumerate(years("eth5-asian", COUNTS))]
    hidden = row("eth5-asian", 1, 2, marker="c", period_code="ay2015-16")
    timeless = row("eth5-asian", 1, 2, period_code="soon")
    key = ("meals", "E09000019", "all", "eth5-asian", "ay")
    assert group_series([hidden, *series[::-1], timeless]) == {key: series}


def test_groups_places_categories_indicators_and_spans_are_series_of_their_own(row: Any) -> None:
    rows = [
        row("eth5-asian", 1, 2),
        row("eth5-white", 1, 2),
        row("eth5-asian", 1, 2, area_code="else"),
        row("eth5-asian", 1, 2, category_code="else"),
        row("eth5-asian", 1, 2, indicator_id="else"),
        row("eth5-asian", 1, 2, period_code="m2021-09"),
    ]
    assert list(group_series(rows).values()) == [[entry] for entry in rows]


def test_shares_and_rates_are_tested_each_by_its_own_test(meals: Any, years: Any) -> None:
    for kind, test in (("proportion", share_trend), ("composition", share_trend), ("rate", rate_trend)):
        rows = years("eth5-asian", COUNTS, measure_type=kind)
        expected = test(TIMES, COUNTS, [1_000] * 5, NAMES, [])
        assert trend_of(meals, rows[-1], group_series(rows)) == expected
        assert trend_of(meals, rows[-1], group_series(rows[:-1])) == expected


def test_scores_and_rows_that_lack_a_count_in_the_last_five_years_are_not_tested(meals: Any, years: Any) -> None:
    untested = Untested("up", "2020/21", "2021/22")
    scores = years("eth5-asian", COUNTS, measure_type="mean")
    assert trend_of(meals, scores[-1], group_series(scores)) == untested
    lacking = years("eth5-asian", [90, *COUNTS])
    lacking[1] = lacking[1]._replace(numerator=None)
    assert trend_of(meals, lacking[-1], group_series(lacking)) == untested
    older = [lacking[0]._replace(denominator=None), *years("eth5-asian", COUNTS)]
    assert trend_of(meals, older[-1], group_series(older)) == share_trend(TIMES, COUNTS, [1_000] * 5, NAMES, [])


def test_a_hidden_or_lone_figure_has_no_trend(meals: Any, years: Any) -> None:
    rows = years("eth5-asian", COUNTS)
    hidden = trend_of(meals, rows[-1]._replace(marker="c"), group_series(rows))
    assert hidden == NotCalculated("the newest figure is not shown")
    assert trend_of(meals, rows[-1], {}) == NotCalculated(TOO_FEW)
    assert trend_of(meals, rows[3], group_series(rows)) == NotCalculated(TOO_FEW)


def test_breaks_are_those_of_the_indicator_and_of_flagged_rows(meals: Any, years: Any) -> None:
    rows = years("eth5-asian", COUNTS)
    rows[2] = rows[2]._replace(flags="pb")
    rows[3] = rows[3]._replace(flags="p")
    broken = replace(meals, breaks=(Break("cy2015", "why"), Break("soon", "why")))
    assert breaks_of(broken, rows) == [2015.0, TIMES[2]]
    assert breaks_of(meals, []) == []
    assert trend_of(meals, rows[-1], group_series(rows)) == NotCalculated(ACROSS_BREAK)


# Asian and White pupils of 1,000: the ratio falls from 3 to 1.7 and the gap rises from 10 to 18 points.
ASIAN, WHITE = [150, 200, 300, 370, 450], [50, 80, 150, 200, 270]


def story(indicator: Any, asian: Any, white: Any) -> DifferentStories | None:
    return story_of(indicator, asian[-1], white[-1], group_series([*asian, *white]))


def of_years(first: int, last: int = 4) -> DifferentStories:
    before, now = (compare_shares([ASIAN[place]], [1_000], (WHITE[place], 1_000))[0] for place in (first, last))
    assert isinstance(before, Comparison)
    assert isinstance(now, Comparison)
    return DifferentStories(before, now, NAMES[first], NAMES[last], ratio_grew=False)


def test_a_story_is_of_the_first_and_last_of_five_figures(meals: Any, years: Any) -> None:
    assert story(meals, years("eth5-asian", ASIAN), years("eth5-white", WHITE)) == of_years(0)
    six = story(meals, years("eth5-asian", [999, *ASIAN]), years("eth5-white", [1, *WHITE]))
    assert six == of_years(0)


@pytest.mark.parametrize(("broken", "first"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, None)])
def test_a_story_starts_at_the_last_break(meals: Any, years: Any, broken: int, first: int | None) -> None:
    """A break of the indicator, of the group’s own row or of the reference’s: it is all the same."""
    expected = None if first is None else of_years(first)
    asian, white = years("eth5-asian", ASIAN), years("eth5-white", WHITE)
    code = asian[broken].period_code
    assert story(replace(meals, breaks=(Break(code, "why"),)), asian, white) == expected
    for rows in (asian, white):
        rows[broken] = rows[broken]._replace(flags="b")
        assert story(meals, asian, white) == expected


def test_a_break_after_the_last_figure_does_not_matter(meals: Any, years: Any) -> None:
    later = replace(meals, breaks=(Break("ay2022-23", "why"),))
    assert story(later, years("eth5-asian", ASIAN), years("eth5-white", WHITE)) == of_years(0)


def test_a_story_is_of_years_that_both_have_and_in_the_groups_own_words(meals: Any, years: Any) -> None:
    asian, white = years("eth5-asian", ASIAN), years("eth5-white", WHITE)
    assert story(meals, asian[1:], white) == of_years(1)
    assert story(meals, asian, white[2:]) == of_years(2)
    assert story(meals, asian, [entry._replace(period="then") for entry in white]) == of_years(0)
    assert story(meals, asian[-1:], white) is None


def test_there_is_no_story_without_a_reference_here(meals: Any, years: Any) -> None:
    asian, white = years("eth5-asian", ASIAN), years("eth5-white", WHITE)
    series = group_series([*asian, *white])
    assert story_of(meals, asian[-1], None, series) is None
    elsewhere = [entry._replace(area_code="E12000007") for entry in asian]
    assert story_of(meals, asian[-1], elsewhere[-1], group_series([*asian, *elsewhere])) is None


def test_there_is_no_story_where_either_end_cannot_be_compared(meals: Any, years: Any) -> None:
    for place in (0, 4):
        asian, white = years("eth5-asian", ASIAN), years("eth5-white", WHITE)
        white[place] = white[place]._replace(ethnicity_classification="Officer")
        assert story(meals, asian, white) is None
