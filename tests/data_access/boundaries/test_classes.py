"""Classes: round breaks, no value in two of them, the same words as rule, and classes around the borough."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.boundaries import FIXED, QUANTILE, RULES, classes, classes_around
from data_access.formats import rounded
from tests.data_access.boundaries.ward_rows import real_maps

FIGURES = st.lists(st.floats(-1e5, 1e5, allow_nan=False), max_size=60)
EVERY_RULE = pytest.mark.parametrize("rule", RULES)


def test_quantile_classes_hold_about_the_same_number_of_figures() -> None:
    found = classes([float(value) for value in range(1, 101)], unit="stops", decimals=0)
    assert found.breaks == (20, 40, 60, 80)
    assert found.labels == ("less than 20", "20 to 39", "40 to 59", "60 to 79", "80 or more")
    assert found.shades == (0, 1, 2, 3, 4)
    assert found.rule.startswith("Five classes, each holding about the same number of ward figures over all periods")


def test_fixed_classes_are_equally_wide() -> None:
    found = classes([3, 8, 12, 49], unit="%", decimals=1, rule=FIXED)
    assert found.breaks == (10, 20, 30, 40)
    assert found.labels == ("less than 10.0%", "10.0 to 19.9%", "20.0 to 29.9%", "30.0 to 39.9%", "40.0% or more")
    assert found.rule == "Five classes of equal width, breaks 10.0% apart, the same from period to period."


@EVERY_RULE
def test_equal_figures_are_one_class(rule: str) -> None:
    found = classes([4.0, 4.0, 4.04], unit="%", decimals=1, rule=rule)
    assert (found.breaks, found.labels) == ((), ("every figure",))
    assert found.class_of(4.04) == 0


@EVERY_RULE
def test_no_figure_has_no_class(rule: str) -> None:
    assert classes([], unit="%", decimals=1, rule=rule).labels == ()


@EVERY_RULE
def test_two_different_figures_are_two_classes_at_least(rule: str) -> None:
    found = classes([0] * 50 + [1], unit="stops", decimals=0, rule=rule)
    assert len(found.labels) == 2
    assert (found.class_of(0), found.class_of(1)) == (0, 1)


@EVERY_RULE
@pytest.mark.parametrize("decimals", [0, 1, 2])
@given(values=FIGURES)
def test_classes_are_at_most_five_in_order_and_none_is_empty(values: list[float], decimals: int, rule: str) -> None:
    found = classes(values, unit="%", decimals=decimals, rule=rule)
    assert len(found.labels) == len(found.shades) <= 5
    assert list(found.breaks) == sorted(set(found.breaks))
    assert all(rounded(value, decimals) == value for value in found.breaks)
    assert len(set(found.labels)) == len(found.labels)
    ordered = sorted(values, key=lambda value: rounded(value, decimals))
    places = [found.class_of(value) for value in ordered]
    assert places == sorted(places)
    assert all(0 <= place < len(found.labels) for place in places)
    if rule == QUANTILE and len(set(rounded(value, decimals) for value in values)) > 1:
        assert set(places) == set(range(len(found.labels)))


def test_a_value_is_in_the_class_whose_words_hold_it_as_it_is_written() -> None:
    found = classes([float(value) for value in range(1, 101)], unit="%", decimals=0)
    assert found.class_of(39.4) == 1
    assert found.class_of(39.5) == 2
    assert found.class_of(20) == 1


def test_classes_around_the_borough_have_a_middle() -> None:
    found = classes_around(1, unit="times Islington’s figure", decimals=2)
    assert found.is_diverging
    assert found.labels[0] == "below Islington (less than 0.75)"
    assert found.labels[2] == "about the same as Islington (0.90 to 1.09)"
    assert [found.class_of(value) for value in (0.5, 0.75, 0.9, 1.0, 1.1, 1.33)] == [0, 1, 2, 2, 3, 4]


def test_a_ward_whose_interval_holds_the_borough_is_about_the_same() -> None:
    found = classes_around(20, unit="%", decimals=1)
    assert found.class_of(30, 19, 45) == 2
    assert found.class_of(30, 21, 45) == 4
    assert found.class_of(30) == 4


def test_classes_around_a_small_figure_keep_their_breaks_apart() -> None:
    assert len(set(classes_around(0.2, unit="%", decimals=1).breaks)) == 4


def test_there_are_no_classes_around_nothing() -> None:
    with pytest.raises(ValueError, match="above zero"):
        classes_around(0, unit="%", decimals=1)


def test_a_rule_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="quantile and fixed"):
        classes([1, 2], unit="%", decimals=1, rule="jenks")


@EVERY_RULE
def test_every_real_figure_has_round_breaks_and_full_classes(rule: str) -> None:
    for found in real_maps():
        values = [float(row.value) for row in found.rows if row.value is not None]
        drawn = classes(values, unit="%", decimals=found.decimals, rule=rule)
        sizes = Counter(drawn.class_of(value) for value in values)
        assert len(drawn.labels) <= 5
        if rule == QUANTILE:
            assert set(sizes) == set(range(len(drawn.labels))) or not values
        assert all(len(re.sub(r"[^1-9]", "", f"{value:.6g}")) <= 6 for value in drawn.breaks)
