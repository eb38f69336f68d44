"""A breakdown knows its total, its people not known, and how far they could move each group."""

from typing import Any

import pytest

from data_access.measures.arrays import NOT_PUBLISHED
from data_access.measures.breakdown import Breakdown, breakdowns
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.unknown import Unknown

HIDDEN = NotCalculated("that number is hidden or not published")
NONE = NotCalculated(NOT_PUBLISHED)


def of(*rows: Any) -> Breakdown:
    return Breakdown({row.ethnicity_code: row for row in rows})


@pytest.fixture
def part(row: Any) -> Any:
    """Makes a part of one total of 100."""

    def make(code: str, count: Any, total: Any = 100, **more: Any) -> Any:
        return row(code, count, total, measure_type="composition", **more)

    return make


def test_groups_are_neither_everybody_nor_people_not_known(row: Any) -> None:
    rows = [row("all", 9, 20), row("eth5-asian", 4, 10), row("eth5-white", marker="c"), row("eth5-unknown", 1, 2)]
    assert [entry.ethnicity_code for entry in of(*rows).groups] == ["eth5-asian", "eth5-white"]
    assert of(rows[0], rows[3]).groups == ()


def test_people_not_known_have_their_own_row(row: Any, part: Any) -> None:
    assert of(row("all", 9, 20), row("eth5-asian", 4, 10), row("eth5-unknown", 1, 2)).unknown == Unknown(1, 2)
    assert of(part("eth5-asian", 60), part("eth5-unknown", 7)).unknown == Unknown(7, 100)
    assert of(row("all", 9, 20), row("eth5-unknown", 1, 2, marker="c")).unknown == Unknown(None, None)


def test_without_their_own_row_they_are_what_the_groups_leave(row: Any, part: Any) -> None:
    shares = of(row("all", 30, 100), row("eth5-asian", 10, 40), row("eth5-white", 15, 50))
    assert shares.unknown == Unknown(5.0, 10.0)
    assert shares.unknown_share == Estimate(10.0)
    parts = of(part("eth5-asian", 60), part("eth5-white", 30))
    assert parts.unknown == Unknown(10.0, 100.0)
    assert parts.unknown_share == Estimate(10.0)


def test_groups_that_leave_nobody_leave_none_even_where_rounding_makes_it_less(row: Any, part: Any) -> None:
    assert of(row("all", 30, 100), row("eth5-asian", 10, 40), row("eth5-white", 20, 60)).unknown == Unknown(0.0, 0.0)
    assert of(row("all", 30, 100), row("eth5-asian", 15, 40), row("eth5-white", 20, 65)).unknown == Unknown(0.0, 0.0)
    assert of(part("eth5-asian", 60), part("eth5-white", 45)).unknown == Unknown(0.0, 100.0)


def test_as_many_people_are_left_as_are_counted_among_them_at_the_least(row: Any) -> None:
    """Five are left of the count, two of the number: so five at the least."""
    shares = of(row("all", 30, 100), row("eth5-asian", 10, 40), row("eth5-white", 15, 58))
    assert shares.unknown == Unknown(5.0, 5.0)


def test_nothing_is_left_where_a_group_or_the_total_is_not_shown(row: Any, part: Any) -> None:
    none = Unknown(None, None)
    assert of(row("all", 30, 100), row("eth5-asian", 10, 40), row("eth5-white", 15, 50, marker="c")).unknown == none
    assert of(row("all", 30, 100)).unknown == none
    assert of(row("eth5-asian", 10, 40), row("eth5-white", 15, 50)).unknown == none
    assert of(row("all", 30, 100, marker="x"), row("eth5-asian", 10, 40)).unknown == none
    assert of(part("eth5-asian", 60), part("eth5-white", 5, marker="c")).unknown == none


def test_one_missing_count_leaves_only_what_is_known(row: Any) -> None:
    """The numbers leave ten, but nobody can tell how many of them are counted: then neither is told."""
    found = of(row("all", None, 100), row("eth5-asian", 10, 90)).unknown
    assert found == Unknown(None, None)
    found = of(row("all", 30, None), row("eth5-asian", 10, 90)).unknown
    assert found == Unknown(20.0, None)


def test_the_share_not_known_is_of_people_and_in_one_total_of_the_total(row: Any, part: Any) -> None:
    assert of(row("all", 9, 20), row("eth5-asian", 4, 10), row("eth5-unknown", 1, 2)).unknown_share == Estimate(10.0)
    assert of(part("eth5-asian", 60), part("eth5-unknown", 25)).unknown_share == Estimate(25.0)
    assert of(part("eth5-asian", 60), part("eth5-unknown", None, None, value=8.5)).unknown_share == Estimate(8.5)
    for rows in (
        (row("all", 9, 20), row("eth5-asian", 4, 10), row("eth5-unknown", 1, 2, marker="c")),
        (part("eth5-asian", 60), part("eth5-unknown", 7, marker="c")),
    ):
        assert of(*rows).unknown_share == HIDDEN
    assert of(row("eth5-asian", 4, 10)).unknown_share == NONE


def test_the_total_of_parts_is_their_own_where_everybody_has_no_row(part: Any) -> None:
    assert of(part("all", 90, 90), part("eth5-asian", 60, 100)).unknown_share == Estimate(pytest.approx(100 / 3))
    hidden = of(part("all", 90, 90, marker="c"), part("eth5-asian", 60, 100))
    assert hidden.unknown == Unknown(None, None)
    assert of(part("eth5-unknown", None, None)).unknown_share == NONE


def test_parts_of_a_total_are_at_least_what_is_counted_and_at_most_that_and_all_not_known(part: Any) -> None:
    rows = [part("eth5-asian", 60), part("eth5-white", 30), part("eth5-other", 5, marker="c"), part("eth5-unknown", 4)]
    assert of(*rows).bounds == {"eth5-asian": Interval(60.0, 64.0), "eth5-white": Interval(30.0, 34.0)}


def test_shares_have_bounds_by_the_groups_own_size(row: Any) -> None:
    """Of 100 Asian pupils 50 count; 10 of 20 not known count: 50 of 110 at the least and 60 of 110 at the most."""
    found = of(row("all", 70, 200), row("eth5-asian", 50, 100), row("eth5-unknown", 10, 20))
    assert found.bounds == {"eth5-asian": Interval(pytest.approx(5_000 / 110), pytest.approx(6_000 / 110))}
    assert found.bound_of("eth5-asian") == found.bounds["eth5-asian"]
    assert found.bound_of("eth5-white") == NONE


def test_rates_and_scores_have_no_bounds(row: Any) -> None:
    for kind in ("rate", "mean", "count"):
        found = of(row("all", 9, 20), row("eth5-asian", 4, 10, measure_type=kind), row("eth5-unknown", 1, 2))
        assert found.bounds == {"eth5-asian": NONE}


def test_everybodys_figure_stays_where_it_is(row: Any) -> None:
    assert of(row("all", 50, 200), row("eth5-asian", 4, 10)).bound_of("all") == Interval(25.0, 25.0)
    assert of(row("all", 50, 200, marker="c"), row("eth5-asian", 4, 10)).bound_of("all") == NONE
    assert of(row("all"), row("eth5-asian", 4, 10)).bound_of("all") == NONE
    assert of(row("eth5-asian", 4, 10)).bound_of("all") == NONE


def test_an_order_could_turn_where_bounds_meet(row: Any) -> None:
    def asian(count: int) -> Breakdown:
        return of(row("all", 50, 100), row("eth5-asian", count, 100), row("eth5-unknown", 0, 0))

    assert not asian(60).could_reverse("eth5-asian", asian(60), "all")
    assert asian(50).could_reverse("eth5-asian", asian(60), "all")
    assert not asian(60).could_reverse("eth5-asian", asian(40), "eth5-asian")
    assert asian(60).could_reverse("eth5-asian", asian(40), "eth5-white")


def test_each_list_of_groups_is_a_breakdown_with_everybody_in_it(row: Any) -> None:
    everybody = row("all", 9, 20)
    one, other = row("eth5-asian", 4, 10), row("officer-asian", 5, 10, ethnicity_classification="Officer")
    found = breakdowns([one, everybody, other])
    assert {label: dict(part.rows) for label, part in found.items()} == {
        "Five groups": {"all": everybody, "eth5-asian": one},
        "All people": {"all": everybody},
        "Officer": {"all": everybody, "officer-asian": other},
    }
    assert list(found) == ["Five groups", "All people", "Officer"]
    assert breakdowns([]) == {}
