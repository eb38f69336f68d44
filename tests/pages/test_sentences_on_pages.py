"""Every sentence a page says of figures comes from the figures, and is plain."""

import re
from html import unescape

import pytest

from components import measure_words
from data_access import sentences
from data_access.measured import measured_view, preferred_reference
from data_access.portal import served
from data_access.records import Selection
from data_access.views import indicator_view
from tests.data_access.measures.test_sentences import HIGHEST_GRADE, grade
from tests.pages.test_every_page import html_of, opened

REAL = served().repository
INDICATORS = list(REAL.catalogue.indicators)
NOT_OUR_WORDS = re.compile(r"\b(BAME|BME|non-White|non-white|race gap|ethnic minorities|caused|because of)\b")
UNDEFINED = re.compile(r"\brate\b(?! (for|of) )")


def said(indicator_id: str) -> list[str]:
    view = indicator_view(REAL, indicator_id, Selection())
    measured = measured_view(REAL, view, preferred_reference(view))
    told = [sentences.headline(view)]
    if view.by_group:
        told += measure_words.differences(measured)
    if len({row.period_code for row in view.series}) > 1:
        told += measure_words.trends(measured)
    return told


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_the_headline_and_every_sentence_on_the_page_are_those_made_from_the_figures(indicator_id: str) -> None:
    shown = unescape(html_of(opened("indicator", indicator=indicator_id)))
    headline, *others = said(indicator_id)
    assert f'<p class="ci-lead">{headline}</p>' in shown
    assert [sentence for sentence in others if sentence not in shown] == []


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_every_sentence_reads_at_grade_nine_or_lower_in_words_that_are_ours(indicator_id: str) -> None:
    for sentence in said(indicator_id):
        assert grade(sentence) <= HIGHEST_GRADE, sentence
        # What stands in quotation marks is the label of a source.
        ours = re.sub(r"[\"“][^\"”]*[\"”]", "", sentence)
        assert not NOT_OUR_WORDS.search(ours), sentence
        assert not UNDEFINED.search(sentence), sentence
