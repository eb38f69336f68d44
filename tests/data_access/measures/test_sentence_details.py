"""Every branch of every sentence, word for word."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures import sentences
from data_access.measures.comparison import Comparison
from data_access.measures.representation import Base, Representation
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.story import DifferentStories
from data_access.measures.table import GroupMeasure
from data_access.measures.trend import Trend, Untested

NONE = NotCalculated("why")
CHANCE = "We cannot tell whether this difference is chance."
MAY_BE = "The difference may be chance."
COULD = "Some people’s ethnic group is not known, and they could change which is higher."


def result(value: float, lower: float, upper: float) -> Estimate:
    return Estimate(value, Interval(lower, upper))


CLEAR = Comparison(result(2.0, 1.5, 2.5), result(10.0, 5.0, 15.0))
UNCLEAR = Comparison(result(1.04, 0.9, 1.3), result(1.0, -2.0, 4.0))


@pytest.fixture
def measure(row: Any) -> Any:
    """Makes the measure of Asian pupils beside White ones."""

    def make(compared: Any = CLEAR, **more: Any) -> GroupMeasure:
        plain = GroupMeasure(
            row=row("eth5-asian", 1, 2),
            reference=row("eth5-white", 1, 2),
            value=NONE,
            comparison=compared,
            people=NONE,
            representation=NONE,
            trend=NONE,
            story=None,
            unknown=NONE,
            order_could_reverse=False,
            flags=(),
        )
        return replace(plain, **more)

    return make


@pytest.mark.parametrize(
    ("code", "name", "unit", "people"),
    [
        ("all", "All people", "% of pupils", "all pupils"),
        ("eth5-black", "Black", "% of pupils", "Black pupils"),
        ("x", "White British", "per 1,000 children", "White British children"),
        ("x", "White Irish", "points", "White Irish people"),
        ("x", "Black African", "% of pupils", "Black African pupils"),
        ("x", "Black Caribbean", "% of pupils", "Black Caribbean pupils"),
        ("x", "Bangladeshi", "% of pupils", "Bangladeshi pupils"),
        ("x", "Chinese", "% of pupils", "Chinese pupils"),
        ("x", "Indian", "% of pupils", "Indian pupils"),
        ("x", "Pakistani", "% of pupils", "Pakistani pupils"),
        ("x", "Mixed", "% of pupils", "pupils from the Mixed group"),
        ("x", "Any other", "score", "people from the Any other group"),
    ],
)
def test_people_are_named_before_or_after_the_noun(row: Any, code: str, name: str, unit: str, people: str) -> None:
    assert sentences.people_of(row(code, ethnicity=name, unit=unit)) == people


def test_a_clear_difference_of_any_share_is_told_as_likely(meals: Any, measure: Any) -> None:
    assert sentences.comparison_sentence(measure(), meals) == (
        "Asian pupils were 2.0 times as likely as White pupils to be counted here (interval 1.5 to 2.5). "
        "The gap was 10.0 points (5.0 to 15.0)."
    )


def test_everybody_begins_a_sentence_with_a_capital(meals: Any, measure: Any, row: Any) -> None:
    elsewhere = row("all", 1, 2, area_code="E12000007", area="London")
    assert sentences.comparison_sentence(measure(row=row("all", 1, 2), reference=elsewhere), meals) == (
        "All pupils in Islington were 2.0 times as likely as those in London to be counted here "
        "(interval 1.5 to 2.5). The gap was 10.0 points (5.0 to 15.0)."
    )


def test_another_group_in_another_place_is_named_with_its_place(meals: Any, measure: Any, row: Any) -> None:
    elsewhere = row("eth5-white", 1, 2, area_code="E12000007", area="London")
    found = sentences.comparison_sentence(measure(reference=elsewhere), meals)
    assert found.startswith("Asian pupils in Islington were 2.0 times as likely as White pupils in London to be")


def test_a_clear_rate_is_told_in_its_own_unit_and_without_likelihood(meals: Any, measure: Any, row: Any) -> None:
    rate = replace(meals, measure_type="rate", unit="per 1,000 pupils", decimals=0)
    one = measure(row=row("eth5-asian", 1, 2, measure_type="rate"))
    assert one.may_say_likely
    assert sentences.comparison_sentence(one, rate) == (
        "The figure for Asian pupils was 2.0 times that for White pupils (interval 1.5 to 2.5). "
        "The gap was 10 per 1,000 pupils (5 to 15)."
    )


def test_a_doubt_is_chance_or_people_not_known(meals: Any, measure: Any) -> None:
    start = "The figure for Asian pupils was 2.0 times that for White pupils (interval 1.5 to 2.5). "
    found = sentences.comparison_sentence(measure(order_could_reverse=True), meals)
    assert found == f"{start}The gap was 10.0 points (5.0 to 15.0). {COULD}"
    assert sentences.comparison_sentence(measure(UNCLEAR), meals) == (
        "The figure for Asian pupils was 1.0 times that for White pupils (interval 0.9 to 1.3). "
        f"The gap was 1.0 points (−2.0 to 4.0). {MAY_BE}"
    )


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        (result(1.04, 0.9, 1.3), "1.0 times that for White pupils (interval 0.9 to 1.3)"),
        (result(1.06, 1.02, 1.1), "1.06 times that for White pupils (interval 1.02 to 1.10)"),
        (result(1.2, 1.04, 1.4), "1.20 times that for White pupils (interval 1.04 to 1.40)"),
        (result(0.9, 0.8, 0.96), "0.90 times that for White pupils (interval 0.80 to 0.96)"),
        (result(0.98, 0.4, 2.0), "1.0 times that for White pupils (interval 0.4 to 2.0)"),
        (result(0.5, 0.4, 0.6), "0.5 times that for White pupils (interval 0.4 to 0.6)"),
        (result(0.1, 0.05, 0.2), "0.1 times that for White pupils (interval 0.1 to 0.2)"),
        (result(0.09, 0.05, 0.2), "0.09 times that for White pupils (interval 0.05 to 0.20)"),
    ],
)
def test_a_ratio_has_two_decimals_where_one_would_hide_it(meals: Any, measure: Any, ratio: Any, told: str) -> None:
    one = measure(Comparison(ratio, result(1.0, -2.0, 4.0)))
    assert told in sentences.comparison_sentence(one, meals)


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (Estimate(2.94), f"was 2.9 points above that for White pupils. {CHANCE}"),
        (Estimate(0.5), f"was 0.5 points above that for White pupils. {CHANCE}"),
        (Estimate(-2.94), f"was 2.9 points below that for White pupils. {CHANCE}"),
        (Estimate(0.0), f"was the same as that for White pupils. {CHANCE}"),
        (
            result(20.0, 10.0, 30.0),
            "was 20.0 points above that for White pupils (interval of the gap 10.0 to 30.0). "
            "A ratio cannot be calculated: why.",
        ),
        (
            result(20.0, 0.5, 30.0),
            "was 20.0 points above that for White pupils (interval of the gap 0.5 to 30.0). "
            "A ratio cannot be calculated: why.",
        ),
        (
            result(-2.0, -5.0, 0.5),
            "was 2.0 points below that for White pupils (interval of the gap −5.0 to 0.5). "
            f"A ratio cannot be calculated: why. {MAY_BE}",
        ),
    ],
)
def test_a_gap_alone_is_told_above_below_or_the_same(meals: Any, measure: Any, gap: Any, told: str) -> None:
    found = sentences.comparison_sentence(measure(Comparison(NONE, gap)), meals)
    assert found == f"The figure for Asian pupils {told}"


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("points", "2.9 points above"),
        ("points of 100", "2.9 points above"),
        ("% of x", "2.9 points above"),
        ("score", "2.9 score above"),
        ("per 10 pupils", "2.9 per 10 pupils above"),
    ],
)
def test_a_gap_is_in_points_or_in_the_unit(meals: Any, measure: Any, unit: str, told: str) -> None:
    one = measure(Comparison(NONE, Estimate(2.94)))
    assert told in sentences.comparison_sentence(one, replace(meals, unit=unit))


def test_a_comparison_without_a_gap_or_a_reference_gives_the_reason(meals: Any, measure: Any) -> None:
    told = "This comparison cannot be calculated: why."
    assert sentences.comparison_sentence(measure(NONE), meals) == told
    other = NotCalculated("because")
    assert sentences.comparison_sentence(measure(Comparison(other, NONE)), meals) == told
    assert sentences.comparison_sentence(measure(Comparison(Estimate(2.0), NONE)), meals) == told
    assert sentences.comparison_sentence(measure(NONE, reference=None), meals) == told


def test_a_hidden_figure_is_told_first(meals: Any, measure: Any, row: Any) -> None:
    one = measure(row=row("eth5-mixed", marker="x"))
    assert sentences.comparison_sentence(one, meals) == "The figure for pupils from the Mixed group is not published."


@pytest.mark.parametrize(
    ("compared", "words"),
    [
        (CLEAR, "more likely"),
        (Comparison(result(1.1, 1.05, 1.2), result(0.5, 0.2, 0.9)), "more likely"),
        (Comparison(result(0.5, 0.4, 0.6), result(-5.0, -9.0, -1.0)), "less likely"),
        (UNCLEAR, ""),
        (NONE, ""),
        (Comparison(NONE, result(10.0, 5.0, 15.0)), ""),
    ],
)
def test_likelihood_is_said_only_of_clear_differences(measure: Any, compared: Any, words: str) -> None:
    assert sentences.likelihood_words(measure(compared)) == words
    assert sentences.likelihood_words(measure(compared, order_could_reverse=True)) == ""


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (result(55.4, 40.0, 70.0), "That is 55 more pupils than at the share for White pupils"),
        (result(0.6, 0.4, 70.0), "That is 1 more pupils than at the share for White pupils"),
        (result(-55.4, -70.0, -40.0), "That is 55 fewer pupils than at the share for White pupils"),
    ],
)
def test_the_gap_in_people_is_more_or_fewer(measure: Any, people: Any, told: str) -> None:
    ends = {55.4: "40 to 70", 0.6: "0 to 70", -55.4: "−70 to −40"}[people.value]
    assert sentences.people_sentence(measure(people=people)) == f"{told} (interval of the gap {ends})."


def test_there_is_no_gap_in_people_to_tell_without_one_or_without_a_reference(measure: Any) -> None:
    assert sentences.people_sentence(measure()) == ""
    assert sentences.people_sentence(measure(people=result(5.0, 1.0, 9.0), reference=None)) == ""


BASE = Base("residents", "all", "Residents", None, "E09000019", "cy2021", "2021", "Census", "Five groups", {})
FROM = "The base is Residents, 2021, from Census."


@pytest.mark.parametrize(
    ("ratio", "is_settled", "told"),
    [
        (result(2.0, 1.5, 2.5), True, f"2.0 times as much (interval 1.5 to 2.5). {FROM}"),
        (result(2.0, 1.5, 2.5), False, f"2.0 times as much (interval 1.5 to 2.5). {COULD} {FROM}"),
        (result(1.2, 0.8, 2.5), False, f"1.2 times as much (interval 0.8 to 2.5). {MAY_BE} {FROM}"),
        (result(1.2, 1.0, 2.5), False, f"1.2 times as much (interval 1.0 to 2.5). {MAY_BE} {FROM}"),
        (Estimate(2.0), False, f"2.0 times as much. {CHANCE} {FROM}"),
        (Estimate(1.04), False, f"1.04 times as much. {CHANCE} {FROM}"),
    ],
)
def test_representation_is_told_with_its_doubt_and_its_base(
    meals: Any, measure: Any, ratio: Any, is_settled: bool, told: str
) -> None:
    one = measure(value=Estimate(50.04), representation=Representation(ratio, 24.96, BASE, is_settled))
    found = sentences.representation_sentence(one, meals)
    assert found == f"The Asian group was 50.0% here and 25.0% of the base: {told}"


def test_representation_without_a_base_or_a_share_gives_the_reason(meals: Any, measure: Any) -> None:
    no_base = measure(value=Estimate(50.0), representation=NotCalculated("no suitable population base"))
    assert sentences.representation_sentence(no_base, meals) == "No suitable population base."
    no_share = measure(representation=Representation(Estimate(2.0), 25.0, BASE, False))
    assert sentences.representation_sentence(no_share, meals) == "Cannot be calculated: why."
    neither = measure(representation=NotCalculated("no base"))
    assert sentences.representation_sentence(neither, meals) == "No base."


@pytest.mark.parametrize(
    ("trend", "wish", "told"),
    [
        (Trend("down", 9.9, "2017", "2021"), "lower", "From 2017 to 2021 the figure went down: getting better."),
        (Trend("down", 9.9, "2017", "2021"), "higher", "From 2017 to 2021 the figure went down: getting worse."),
        (Trend("up", 9.9, "2017", "2021"), "none", "From 2017 to 2021 the figure went up."),
        (
            Untested("down", "2020", "2021"),
            "lower",
            "The figure went down from 2020 to 2021. This was not tested, so it may be chance.",
        ),
    ],
)
def test_a_trend_is_told_word_for_word(trend: Any, wish: Any, told: str) -> None:
    assert sentences.trend_sentence(trend, wish) == told


def test_a_story_says_which_of_the_two_widened(meals: Any) -> None:
    before, now = Comparison(Estimate(1.5), Estimate(15.0)), Comparison(Estimate(2.0), Estimate(10.25))
    start = "The ratio and the gap tell different stories. From 2020 to 2021 the ratio"
    grew = DifferentStories(before, now, "2020", "2021", ratio_grew=True)
    assert sentences.story_sentence(grew, meals) == (
        f"{start} widened (1.5 to 2.0) and the gap narrowed (15.0 to 10.3 points)."
    )
    fell = DifferentStories(now, before, "2020", "2021", ratio_grew=False)
    assert sentences.story_sentence(fell, replace(meals, unit="score", decimals=0)) == (
        f"{start} narrowed (2.0 to 1.5) and the gap widened (10 to 15 score)."
    )


@pytest.mark.parametrize(
    ("unknown", "told"),
    [
        (Estimate(4.06), "The ethnic group of 4.1% is not known."),
        (Estimate(30.0), "The ethnic group of 30.0% is not known."),
        (
            Estimate(30.1),
            "The ethnic group of 30.1% is not known. That is a lot, so read every group’s figure with care.",
        ),
        (NONE, "We cannot tell how many people’s ethnic group is not known: why."),
    ],
)
def test_the_share_not_known_is_told_word_for_word(unknown: Any, told: str) -> None:
    assert sentences.unknown_sentence(unknown) == told
