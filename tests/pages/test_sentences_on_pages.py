"""Every sentence a page says of figures comes from the figures, and is plain."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

import pytest

from data_access import measure_words, sentences
from data_access.database import open_current
from data_access.editions.folder import folders_of
from data_access.files import DEFAULT_FOLDERS
from data_access.measured import measured_view, preferred_reference, references
from data_access.portal import default_edition
from data_access.records import ALL, Selection
from data_access.repository import Repository
from data_access.views import IndicatorView, indicator_view
from tests.data_access.measures.test_sentences import HIGHEST_GRADE, grade
from tests.pages.test_every_page import html_of, opened


class _ReadOnce(Repository):
    """The served repository, reading each selection once, since views of one indicator share most of what they read."""

    codes_with_figures = cache(Repository.codes_with_figures)
    rows = cache(Repository.rows)


REAL = _ReadOnce(open_current(folders_of(DEFAULT_FOLDERS, default_edition())).engine)
INDICATORS = list(REAL.catalogue.indicators)
NOT_OUR_WORDS = re.compile(r"\b(BAME|BME|non-White|non-white|race gap|ethnic minorities|caused|because of)\b")
UNDEFINED = re.compile(r"\brate\b(?! (for|of) )")


def said(view: IndicatorView, reference: str) -> Iterator[str]:
    """What an indicator's page says of a choice, its headline first."""
    measured = measured_view(REAL, view, reference)
    yield sentences.headline(view)
    if view.by_group:
        yield from measure_words.differences(measured)
    if len({row.period_code for row in view.series}) > 1:
        yield from measure_words.trends(measured)
    yield from filter(None, [sentences.hidden_groups(view), measure_words.could_reverse(measured)])
    if len(view.wards) > 1:
        yield sentences.ward_range(view)


def every_view() -> Iterator[IndicatorView]:
    """Each place, part, date and list of groups that an indicator has figures for, and the page without a choice."""
    groups = REAL.catalogue.codes.ethnic_groups
    for indicator_id in INDICATORS:
        yield indicator_view(REAL, indicator_id, Selection())
        rows = REAL.rows(Selection(indicator=(indicator_id,)))
        found = [(row.area_code, row.category_code, row.period_code) for row in rows]
        lists = [groups[row.ethnicity_code].classification_code for row in rows]
        # Everybody is shown beside every list of groups, and alone only where the place has none.
        with_groups = {place for (place, _, _), code in zip(found, lists, strict=True) if code != ALL}
        for (place, part, date), code in sorted(set(zip(found, lists, strict=True))):
            if code != ALL or place not in with_groups:
                yield indicator_view(
                    REAL,
                    indicator_id,
                    Selection(area=(place,), category=(part,), period=(date,), classification=(code,)),
                )


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_the_headline_and_every_sentence_on_the_page_are_those_made_from_the_figures(indicator_id: str) -> None:
    view = indicator_view(REAL, indicator_id, Selection())
    shown = unescape(html_of(opened("indicator", indicator=indicator_id)))
    headline, *others = said(view, preferred_reference(view))
    assert f'<p class="ci-lead">{headline}</p>' in shown
    assert [sentence for sentence in others if sentence not in shown] == []


def test_every_sentence_of_every_view_reads_at_grade_nine_or_lower_in_words_that_are_ours() -> None:
    choices, told = set(), set()
    for view in every_view():
        choices.add(view.choice)
        told.update(said(view, preferred_reference(view)))
        for reference in references(view) if view.by_group else ():
            told.update(measure_words.differences(measured_view(REAL, view, reference)))
    assert len(choices) > 2_000
    assert {sentence: round(grade(sentence), 1) for sentence in told if grade(sentence) > HIGHEST_GRADE} == {}
    # What stands in quotation marks is the label of a source.
    ours = [re.sub(r"[\"“][^\"”]*[\"”]", "", sentence) for sentence in told]
    assert [sentence for sentence in ours if NOT_OUR_WORDS.search(sentence) or UNDEFINED.search(sentence)] == []
