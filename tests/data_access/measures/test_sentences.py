"""Every sentence is plain, follows the evidence, and gives no cause."""

import re
from dataclasses import replace
from typing import Any

import pytest

from data_access.measures import sentences
from data_access.measures.direction import direction_words, wished_direction
from data_access.measures.ranking import RULES
from data_access.measures.representation import base_from_rows
from data_access.measures.results import Estimate, NotCalculated
from data_access.measures.table import measure_groups
from data_access.measures.trend import Trend, Untested

HIGHEST_GRADE = 9


def grade(text: str) -> float:
    """The Flesch–Kincaid grade of a text, with syllables counted as runs of vowels.

    Source: J. P. Kincaid and others, Derivation of New Readability Formulas for Navy Enlisted Personnel (1975).
    """
    words = re.findall(r"[A-Za-z’']+", text)
    ends = max(len(re.findall(r"[.:;!?](?:\s|$)", text)), 1)
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    runs = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith(("e", "es", "ed")) and not word.lower().endswith(("le", "ted", "ded"))
    return max(len(runs) - silent, 1)


@pytest.fixture
def view(row: Any) -> list[Any]:
    return [
        row("all", 300, 1_000),
        row("eth5-black", 100, 200),
        row("eth5-mixed", 50, 200),
        row("eth5-white", 130, 580),
        row("eth5-unknown", 10, 20),
    ]


def told(indicator: Any, rows: Any, code: str, reference: str = "eth5-white", **more: Any) -> str:
    return sentences.comparison_sentence(measure_groups(indicator, rows, rows, reference, **more)[code], indicator)


def test_a_clear_difference_gives_ratio_and_gap_together(meals: Any, view: Any) -> None:
    named = replace(meals, id="free-school-meals")
    rows = [row._replace(indicator_id="free-school-meals") for row in view]
    assert told(named, rows, "eth5-black") == (
        "Black pupils were 2.2 times as likely as White pupils to be eligible for free school meals "
        "(interval 1.8 to 2.7). The gap was 27.6 points (19.8 to 35.2)."
    )


def test_other_names_follow_the_noun(meals: Any, view: Any) -> None:
    assert told(meals, view, "eth5-mixed") == (
        "The figure for pupils from the Mixed group was 1.1 times that for White pupils (interval 0.8 to 1.5). "
        "The gap was 2.6 points (−4.0 to 9.8). The difference may be chance."
    )


def test_what_people_not_known_could_change_is_told(meals: Any, view: Any, row: Any) -> None:
    many = [*view[:-1], row("eth5-unknown", 400, 800)]
    sentence = told(meals, many, "eth5-black")
    assert sentence.endswith(sentences.COULD_REVERSE)
    assert "likely" not in sentence


def test_figures_without_counts_say_that_chance_cannot_be_told(meals: Any, row: Any) -> None:
    rows = [row("eth5-black", value=44.6), row("eth5-white", value=47.5)]
    assert told(meals, rows, "eth5-black") == (
        "The figure for Black pupils was 2.9 points below that for White pupils. "
        "We cannot tell whether this difference is chance."
    )
    assert "the same as" in told(meals, [rows[0], rows[1]._replace(value=44.6)], "eth5-black")


def test_a_count_of_zero_leaves_the_gap(meals: Any, row: Any) -> None:
    sentence = told(meals, [row("eth5-black", 0, 50), row("eth5-white", 20, 100)], "eth5-black")
    assert "20.0 points below" in sentence
    assert "A ratio cannot be calculated: a count is zero" in sentence


def test_a_clear_ratio_close_to_one_keeps_two_decimals(meals: Any, row: Any) -> None:
    rows = [row("all", 107_000, 200_000), row("eth5-black", 55_000, 100_000), row("eth5-white", 52_000, 100_000)]
    assert "1.06 times as likely" in told(meals, rows, "eth5-black")


def test_more_likely_is_said_only_where_it_is_earned(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, view, "eth5-white")
    assert sentences.likelihood_words(found["eth5-black"]) == "more likely"
    assert sentences.likelihood_words(found["eth5-mixed"]) == ""
    other_way = measure_groups(meals, view, view, "eth5-black")
    assert sentences.likelihood_words(other_way["eth5-white"]) == "less likely"


def test_hidden_figures_and_refusals_are_told(meals: Any, view: Any, row: Any) -> None:
    rows = [row("eth5-black", marker="c"), *view[2:]]
    assert told(meals, rows, "eth5-black") == "The figure for Black pupils is hidden to protect people."
    assert told(meals, view, "eth5-white") == "This comparison cannot be calculated: this is the reference itself."


def test_the_gap_in_people_is_told(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, view, "eth5-white")
    assert sentences.people_sentence(found["eth5-black"]) == (
        "That is 55 more pupils than at the share for White pupils (interval of the gap 40 to 70)."
    )
    assert sentences.people_sentence(found["eth5-white"]) == ""


@pytest.mark.parametrize(
    ("trend", "wish", "sentence"),
    [
        (Trend("up", 20.0, "2017", "2021"), "lower", "From 2017 to 2021 the figure went up: getting worse."),
        (Trend("up", 20.0, "2017", "2021"), "higher", "From 2017 to 2021 the figure went up: getting better."),
        (Trend("down", 20.0, "2017", "2021"), "none", "From 2017 to 2021 the figure went down."),
        (Trend("no clear change", 1.0, "2017", "2021"), "lower", "From 2017 to 2021 there was no clear change."),
        (NotCalculated("why"), "lower", "The trend cannot be calculated: why."),
        (
            Untested("up", "2020", "2021"),
            "lower",
            "The figure went up from 2020 to 2021. This was not tested, so it may be chance.",
        ),
        (
            Untested("the same", "2020", "2021"),
            "lower",
            "The figure stayed the same from 2020 to 2021. This was not tested, so it may be chance.",
        ),
    ],
)
def test_a_trend_is_told_by_what_was_hoped_for(trend: Any, wish: Any, sentence: str) -> None:
    assert sentences.trend_sentence(trend, wish) == sentence


def test_the_wish_is_that_of_the_commitment_else_of_all_links(meals: Any) -> None:
    assert wished_direction(meals) == "lower"
    assert wished_direction(meals, "promise") == "lower"
    assert wished_direction(meals, "other") == "none"
    assert wished_direction(meals, "not linked") == "none"
    both = replace(meals, links=(*meals.links, replace(meals.links[0], commitment_id="third", direction="higher")))
    assert wished_direction(both) == "none"
    assert wished_direction(both, "third") == "higher"
    assert direction_words("up", "none") == "going up"


def test_ratio_and_gap_with_different_stories_are_told(meals: Any, row: Any) -> None:
    def year(code: str, count: int, start: int) -> Any:
        return row(code, count, 1_000, period_code=f"ay{start}-{start - 1999}", period=f"{start}/{start - 1999}")

    series = [year("eth5-black", 200, 2020), year("eth5-white", 100, 2020)]
    now = [year("eth5-black", 400, 2021), year("eth5-white", 250, 2021)]
    measure = measure_groups(meals, now, [*series, *now], "eth5-white")["eth5-black"]
    assert sentences.story_sentence(measure.story, meals) == (
        "The ratio and the gap tell different stories. From 2020/21 to 2021/22 the ratio narrowed (2.0 to 1.6) "
        "and the gap widened (10.0 to 15.0 points)."
    )
    assert sentences.story_sentence(None, meals) == ""


def test_the_share_not_known_is_told_with_a_warning_above_thirty() -> None:
    assert sentences.unknown_sentence(Estimate(4.1)) == "The ethnic group of 4.1% is not known."
    assert "with care" in sentences.unknown_sentence(Estimate(59.1))
    assert sentences.unknown_sentence(NotCalculated("why")).endswith("not known: why.")


def staff(meals: Any, row: Any, counts: Any, base_counts: Any) -> tuple[Any, Any]:
    def rows(category: str, parts: Any) -> list[Any]:
        more = {"measure_type": "composition", "indicator_id": "social-workers-by-role", "category_code": category}
        codes = ("eth5-black", "eth5-white", "eth5-unknown")
        return [row(code, part, sum(parts), source="a survey", **more) for code, part in zip(codes, parts, strict=True)]

    indicator = replace(meals, id="social-workers-by-role", measure_type="composition")
    bases = [base_from_rows(rows("all", base_counts))]
    return indicator, measure_groups(indicator, rows("senior", counts), [], "all", bases=bases)["eth5-black"]


def test_representation_names_its_base_year_and_source(meals: Any, row: Any) -> None:
    indicator, measure = staff(meals, row, (100, 95, 5), (200, 600, 0))
    assert sentences.representation_sentence(measure, indicator) == (
        "The Black group was 50.0% here and 25.0% of the base: 2.0 times as much (interval 1.7 to 2.3). "
        "The base is Free school meals, 2021/22, from a survey."
    )
    indicator, measure = staff(meals, row, (10, 90, 100), (200, 600, 0))
    assert sentences.COULD_REVERSE in sentences.representation_sentence(measure, indicator)
    indicator, measure = staff(meals, row, (50, 150, 0), (200, 600, 0))
    assert sentences.MAY_BE_CHANCE in sentences.representation_sentence(measure, indicator)


def test_every_template_reads_at_grade_nine_or_below(meals: Any, view: Any, row: Any) -> None:
    named = replace(meals, id="free-school-meals")
    found = measure_groups(meals, view, view, "eth5-white")
    bare = [row("eth5-black", value=44.6), row("eth5-white", value=47.5)]
    many = [*view[:-1], row("eth5-unknown", 400, 800)]
    zero = [row("eth5-black", 0, 50), row("eth5-white", 20, 100)]
    indicator, part = staff(meals, row, (10, 90, 100), (200, 600, 0))
    texts = [
        told(named, [entry._replace(indicator_id="free-school-meals") for entry in view], "eth5-black"),
        *(told(meals, rows, "eth5-black") for rows in (bare, many, zero)),
        told(meals, view, "eth5-mixed"),
        sentences.people_sentence(found["eth5-black"]),
        sentences.representation_sentence(part, indicator),
        sentences.trend_sentence(Trend("up", 20.0, "2017/18", "2021/22"), "lower"),
        sentences.trend_sentence(Trend("no clear change", 1.0, "2017/18", "2021/22"), "lower"),
        sentences.trend_sentence(Untested("up", "2020/21", "2021/22"), "lower"),
        sentences.unknown_sentence(Estimate(59.1)),
        sentences.unknown_sentence(NotCalculated("that number is hidden or not published")),
        "The ratio and the gap tell different stories. From 2020 to 2021 the ratio narrowed (2.0 to 1.6) "
        "and the gap widened (10.0 to 15.0 points).",
        *RULES.values(),
    ]
    graded = {text: round(grade(text), 1) for text in texts}
    assert {text: level for text, level in graded.items() if level > HIGHEST_GRADE} == {}


def test_the_grade_of_a_text_is_that_of_the_formula() -> None:
    """Six words, one sentence, six syllables: 0.39 × 6 + 11.8 − 15.59."""
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
