"""Every published figure has one plain sentence with its number, place and period, and a hidden one has no number."""

import re

import pytest

from data_access.columns import PublicRow
from data_access.figure_ids import FigureId, find
from data_access.figure_sentences import figure_sentence, figure_text
from data_access.formats import figure, number
from data_access.portal import served
from data_access.records import Indicator, Selection
from data_access.views import is_shown
from tests.data_access.measures.test_sentences import HIGHEST_GRADE, grade

REPOSITORY = served("2026-1").repository
ROWS = REPOSITORY.rows(Selection())
INDICATORS = REPOSITORY.catalogue.indicators


def said(figure_id: str) -> str:
    row = find(FigureId.parse(f"2026-1.{figure_id}"))
    return figure_sentence(row, INDICATORS[row.indicator_id])


@pytest.mark.parametrize(
    ("figure_id", "sentence"),
    [
        (
            "children-looked-after.d2024-03-31.E09000019.eth5-asian.all",
            "In Islington on 31 March 2024: 16 of 299 children looked after (5.4%) were in the Asian group.",
        ),
        (
            "children-looked-after.d2021-03-31.E09000019.all.all",
            "In Islington on 31 March 2021, there were 343 children looked after.",
        ),
        (
            "free-school-meals.ay2019-20.E09000019.dfe-black.all",
            "Free school meals eligibility, by ethnic group: in 2019/20, the figure for Black pupils in Islington "
            "was 37.5% (2,130 of 5,679).",
        ),
        (
            "stop-and-search.r2021-12_2022-11.E09000019.eth5-asian.all",
            "In Islington from December 2021 to November 2022: 237 of 4,403 stops and searches (5.4%) were of people "
            "recorded as Asian.",
        ),
        (
            "stop-and-search.r2021-12_2022-11.E05013701.eth5-mixed.all",
            "Stops and searches, by self-described ethnic group: from December 2021 to November 2022, the figure for "
            "people recorded as Mixed in Canonbury is hidden to protect people.",
        ),
        (
            "suspensions.ay2022-23.E13000001.all.all",
            "Suspensions from school: in 2022/23, the figure for Inner London is not published.",
        ),
        (
            "median-age.d2021-03-21.E05013697.all.all",
            "Median age of residents: on 21 March 2021, the figure for Arsenal was 33 years.",
        ),
    ],
)
def test_the_sentence_of_a_figure_says_whose_it_is_where_and_when(figure_id: str, sentence: str) -> None:
    assert said(figure_id) == sentence


def numbers_of(row: PublicRow, indicator: Indicator) -> set[str]:
    shown = {figure(row.value, indicator.unit, indicator.decimals)}
    return shown if row.numerator is None else {*shown, number(row.numerator)}


def test_every_sentence_has_the_number_the_place_and_the_period_or_says_that_there_is_none() -> None:
    for row in ROWS:
        indicator = INDICATORS[row.indicator_id]
        sentence = figure_sentence(row, indicator)
        assert row.area in sentence, sentence
        assert row.period in sentence, sentence
        assert sentence.endswith(".")
        if is_shown(row):
            assert any(text in sentence for text in numbers_of(row, indicator)), sentence
            assert figure_text(row, indicator)
        else:
            assert sentence.endswith(("is hidden to protect people.", "is not published.", "does not apply."))
            assert figure_text(row, indicator) == ""


def test_a_sentence_of_a_hidden_figure_has_no_number_but_those_of_its_labels() -> None:
    for row in ROWS:
        if not is_shown(row):
            rest = figure_sentence(row, INDICATORS[row.indicator_id])
            for label in (row.indicator, row.category, row.period, row.ethnicity, row.area):
                rest = rest.replace(label, "")
            assert not re.search(r"\d", rest), rest


def test_our_words_around_the_names_of_outcomes_groups_and_places_read_at_grade_nine_or_lower() -> None:
    for row in ROWS:
        ours = figure_sentence(row, INDICATORS[row.indicator_id])
        stated = row.ethnicity.removeprefix("As stated: ").removesuffix(" (as recorded by an officer)")
        for label in (row.indicator, row.category, row.ethnicity, stated, row.area, row.unit.removeprefix("% of ")):
            ours = ours.replace(label, "this")
        assert grade(ours) <= HIGHEST_GRADE, ours
