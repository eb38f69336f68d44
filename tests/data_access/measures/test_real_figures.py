"""Every figure of the portal can be measured, and gives finite numbers or a stated reason."""

import math
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from data_access.columns import PublicRow
from data_access.measures.comparison import Comparison
from data_access.measures.direction import wished_direction
from data_access.measures.reference import reference_codes
from data_access.measures.representation import KINDS, Base, Representation, base_from_rows
from data_access.measures.results import Estimate, NotCalculated
from data_access.measures.sentences import (
    comparison_sentence,
    people_sentence,
    representation_sentence,
    story_sentence,
    trend_sentence,
    unknown_sentence,
)
from data_access.measures.table import GroupMeasure, measure_groups, unknown_of
from data_access.measures.trend import Trend, Untested
from data_access.records import ALL

LONDON = "E12000007"


def bad_numbers(thing: Any) -> list[Any]:
    """Every number that is not finite, and every reason that is empty, within results."""
    if isinstance(thing, PublicRow | Base):
        return []
    if isinstance(thing, float):
        return [] if math.isfinite(thing) else [thing]
    if isinstance(thing, NotCalculated):
        return [] if thing.reason else [thing]
    if is_dataclass(thing):
        return [bad for entry in fields(thing) for bad in bad_numbers(getattr(thing, entry.name))]
    return []


@pytest.fixture(scope="module")
def measured(real: Any) -> list[GroupMeasure]:
    found: list[GroupMeasure] = []
    for (indicator, area, category, _), rows in real.views.items():
        for reference in reference_codes(rows) or [ALL]:
            found += measure_groups(
                real.indicators[indicator], rows, real.series[indicator, area, category], reference
            ).values()
    return found


def test_every_figure_is_measured_beside_every_reference(real: Any, measured: list[GroupMeasure]) -> None:
    assert {measure.row for measure in measured} == {row for rows in real.views.values() for row in rows}


def test_nothing_but_finite_numbers_and_reasons_comes_out(measured: list[GroupMeasure]) -> None:
    assert [measure for measure in measured if bad_numbers(measure)] == []


def test_every_sentence_of_every_figure_is_whole(real: Any, measured: list[GroupMeasure]) -> None:
    for measure in measured:
        indicator = real.indicators[measure.row.indicator_id]
        told = [
            comparison_sentence(measure, indicator),
            representation_sentence(measure, indicator),
            trend_sentence(measure.trend, wished_direction(indicator)),
            unknown_sentence(measure.unknown),
        ]
        assert all(sentence.endswith(".") and ".." not in sentence for sentence in told), told
        told += [people_sentence(measure), story_sentence(measure.story, indicator)]
        assert not any(word in sentence for sentence in told for word in ("[x]", "nan", "inf ", "None", "BAME")), told


def test_hidden_figures_give_their_reason_and_nothing_else(measured: list[GroupMeasure]) -> None:
    hidden = [measure for measure in measured if measure.row.marker != "published"]
    assert hidden
    for measure in hidden:
        assert isinstance(measure.value, NotCalculated)
        assert isinstance(measure.comparison, NotCalculated)
        assert isinstance(measure.people, NotCalculated)
        assert isinstance(measure.trend, NotCalculated)
        assert measure.flags == ()


def test_figures_without_counts_have_no_interval_and_no_likelihood(measured: list[GroupMeasure]) -> None:
    bare = [measure for measure in measured if measure.row.numerator is None and measure.row.marker == "published"]
    assert any(isinstance(measure.comparison, Comparison) for measure in bare)
    for measure in bare:
        assert not measure.may_say_likely
        assert not isinstance(measure.trend, Trend)
        assert isinstance(measure.people, NotCalculated)
        if isinstance(measure.comparison, Comparison):
            assert isinstance(measure.comparison.ratio, NotCalculated)
            assert isinstance(measure.comparison.gap, Estimate)
            assert measure.comparison.gap.interval is None
    assert any(isinstance(measure.trend, Untested) for measure in bare)


def test_shares_of_one_total_are_never_compared_as_chances(measured: list[GroupMeasure]) -> None:
    parts = [measure for measure in measured if measure.row.measure_type == "composition"]
    assert all(isinstance(measure.comparison, NotCalculated) for measure in parts)


def test_free_school_meals_are_compared_with_ratio_and_gap_together(measured: list[GroupMeasure]) -> None:
    meals = [
        measure
        for measure in measured
        if measure.row.indicator_id == "free-school-meals" and isinstance(measure.comparison, Comparison)
    ]
    assert len(meals) > 200
    for measure in meals:
        assert isinstance(measure.comparison, Comparison)
        assert isinstance(measure.comparison.ratio, Estimate)
        assert isinstance(measure.comparison.gap, Estimate)
        assert isinstance(measure.people, Estimate)


def test_a_group_can_be_set_beside_itself_in_london(real: Any) -> None:
    key = ("free-school-meals", "E09000019", "all", "ay2021-22")
    london = real.views["free-school-meals", LONDON, "all", "ay2021-22"]
    found = measure_groups(real.indicators[key[0]], real.views[key], real.series[key[:3]], LONDON, elsewhere=london)
    black = found["dfe-black"]
    assert isinstance(black.comparison, Comparison)
    assert black.reference is not None
    assert (black.reference.area_code, black.reference.ethnicity_code) == (LONDON, "dfe-black")
    assert black.may_say_likely
    assert "Black pupils in Islington" in comparison_sentence(black, real.indicators[key[0]])
    assert isinstance(found[ALL].comparison, Comparison)


def test_officer_defined_groups_are_never_set_beside_self_defined_ones(real: Any) -> None:
    period = "r2021-12_2022-11"
    own = real.views["stop-and-search", "E09000019", "all", period]
    officer = real.views["stop-and-search-officer-defined", "E09000019", "all", period]
    indicator = real.indicators["stop-and-search-officer-defined"]
    assert all(
        isinstance(measure.comparison, NotCalculated)
        for measure in measure_groups(indicator, officer, officer, "eth5-white", elsewhere=own).values()
    )
    found = measure_groups(indicator, officer, officer, "officer-white", bases=[base_from_rows(own)])
    assert not any(isinstance(measure.representation, Representation) for measure in found.values())


def test_the_census_is_no_base_for_children_staff_households_or_stops(real: Any) -> None:
    census = base_from_rows(real.views["residents-by-ethnic-group", "E09000019", "all", "d2021-03-21"])
    assert isinstance(census, Base)
    for (indicator, area, category, _), rows in real.views.items():
        if indicator.startswith("residents-by") or real.indicators[indicator].measure_type != "composition":
            continue
        found = measure_groups(
            real.indicators[indicator], rows, real.series[indicator, area, category], ALL, bases=[census]
        )
        assert not any(isinstance(measure.representation, Representation) for measure in found.values())


def test_pupils_of_one_area_and_years_are_a_base_for_those_among_them(real: Any) -> None:
    key = ("children-cautioned-or-sentenced", "E09000019", "youth-any-offence", "r2012-09_2018-08")
    base = base_from_rows(real.views[key[0], key[1], "youth-all-pupils", key[3]])
    found = measure_groups(real.indicators[key[0]], real.views[key], [], ALL, bases=[base])["dfe-black"].representation
    assert isinstance(found, Representation)
    assert found.ratio.value == pytest.approx(30 / 26)
    assert found.ratio.interval is None
    assert not found.is_settled


def test_every_composition_by_ethnic_group_says_whom_it_counts(real: Any) -> None:
    by_group = {
        row.indicator_id
        for rows in real.views.values()
        for row in rows
        if row.measure_type == "composition" and row.ethnicity_code != ALL
    }
    assert by_group == set(KINDS)


def test_the_share_not_known_of_stops_is_that_of_the_caveat(real: Any) -> None:
    found = unknown_of(real.views["stop-and-search", "E09000019", "all", "r2021-12_2022-11"])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(31.8, abs=0.05)


def test_flags_differ_between_figures(measured: list[GroupMeasure]) -> None:
    found = {measure.flags for measure in measured}
    assert () in found
    assert len({flag.code for flags in found for flag in flags}) >= 5
