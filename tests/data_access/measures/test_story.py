"""Ratio and gap tell different stories only where both are there and their rounded moves disagree."""

import pytest

from data_access.measures.comparison import Comparison
from data_access.measures.results import Estimate, NotCalculated
from data_access.measures.story import DifferentStories, different_stories


def both(ratio: float | None, gap: float | None) -> Comparison:
    none = NotCalculated("why")
    return Comparison(none if ratio is None else Estimate(ratio), none if gap is None else Estimate(gap))


def story(before: Comparison, now: Comparison, decimals: int = 1) -> DifferentStories | None:
    return different_stories(before, now, "2020", "2021", decimals)


@pytest.mark.parametrize(
    ("before", "now", "ratio_grew"),
    [
        (both(2.0, 10.0), both(1.5, 15.0), False),
        (both(1.5, 15.0), both(2.0, 10.0), True),
        (both(2.0, 1.0), both(1.9, 1.1), False),
        (both(1.0, 5.0), both(1.5, 4.8), True),
        (both(0.5, -10.0), both(0.8, -12.0), False),
        (both(0.8, -12.0), both(0.5, -10.0), True),
        (both(2.0, -5.0), both(3.0, 4.0), True),
        (both(1.0, 0.2), both(1.2, 0.0), True),
        (both(1.2, 0.0), both(1.1, 0.2), False),
        (both(1.2, 0.5), both(1.3, 0.0), True),
        (both(1.3, 0.0), both(1.2, 0.5), False),
    ],
)
def test_moves_that_disagree_are_a_story(before: Comparison, now: Comparison, ratio_grew: bool) -> None:
    assert story(before, now) == DifferentStories(before, now, "2020", "2021", ratio_grew=ratio_grew)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (both(2.0, 10.0), both(3.0, 15.0)),
        (both(3.0, 15.0), both(2.0, 10.0)),
        (both(2.0, 10.0), both(2.0, 15.0)),
        (both(2.0, 10.0), both(2.04, 5.0)),
        (both(2.0, 10.0), both(1.5, 10.0)),
        (both(2.0, 10.0), both(1.5, 10.04)),
        (both(2.0, 10.0), both(0.5, 5.0)),
        (both(1.1, 0.1), both(1.3, 0.2)),
        (both(None, 10.0), both(1.5, 15.0)),
        (both(2.0, 10.0), both(None, 15.0)),
        (both(2.0, None), both(1.5, 15.0)),
        (both(2.0, 10.0), both(1.5, None)),
    ],
)
def test_moves_that_agree_or_do_not_show_are_none(before: Comparison, now: Comparison) -> None:
    assert story(before, now) is None


def test_the_gap_is_rounded_as_it_is_shown() -> None:
    assert story(both(2.0, 10.0), both(1.5, 10.04), decimals=2) is not None
    assert story(both(2.0, 10.0), both(1.5, 10.4), decimals=0) is None
