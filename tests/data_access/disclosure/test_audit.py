"""What an attacker can work out, against ranges worked out by hand or by trying every table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.disclosure.audit import Exposure, derivable_ranges, exposures
from data_access.disclosure.errors import InconsistentSumsError
from data_access.disclosure.tables import Key, Rule, Sum

ROW = Sum("total", ("a", "b", "c"))


def test_one_hidden_part_is_known_exactly() -> None:
    assert derivable_ranges({"total": 20, "a": None, "b": 7, "c": 10}, [ROW]) == {"a": (3, 3)}


def test_two_hidden_parts_share_what_the_others_leave() -> None:
    found = derivable_ranges({"total": 20, "a": None, "b": None, "c": 10}, [ROW])
    assert found == {"a": (0, 10), "b": (0, 10)}


def test_a_hidden_total_is_at_least_what_its_shown_parts_come_to() -> None:
    found = derivable_ranges({"total": None, "a": None, "b": 7, "c": 10}, [ROW])
    assert found == {"total": (17, float("inf")), "a": (0, float("inf"))}


def test_a_hidden_cell_in_no_sum_can_be_anything() -> None:
    assert derivable_ranges({"a": None, "b": 3}, []) == {"a": (0, float("inf"))}


def test_large_totals_bound_what_they_bound_and_nothing_else() -> None:
    published: dict[Key, float | None] = {"total": 60_000_000, "a": None, "b": None, "c": 10, "free": None, "d": None}
    found = derivable_ranges(published, [ROW, Sum("free", ("d",))])
    assert found["a"] == (0, 59_999_990)
    assert found["d"] == (0, float("inf"))


def test_crossed_sums_narrow_what_each_alone_leaves_open() -> None:
    published: dict[Key, float | None] = {
        "r1": 9,
        "r2": 8,
        "c1": 14,
        "c2": 3,
        "11": None,
        "12": None,
        "21": None,
        "22": None,
    }
    sums = [Sum("r1", ("11", "12")), Sum("r2", ("21", "22")), Sum("c1", ("11", "21")), Sum("c2", ("12", "22"))]
    assert derivable_ranges(published, sums) == {"11": (6, 9), "12": (0, 3), "21": (5, 8), "22": (0, 3)}


def test_people_are_whole_where_every_published_count_is() -> None:
    # Three sums of two parts each: their halves would fit fractions, but only 1 and 1 and 1 are whole.
    sums = [Sum("x", ("a", "b")), Sum("y", ("b", "c")), Sum("z", ("a", "c", "d"))]
    whole = derivable_ranges({"x": 3, "y": 3, "z": 3, "a": None, "b": None, "c": None, "d": None}, sums)
    parts = derivable_ranges({"x": 3.0, "y": 3.0, "z": 3.5, "a": None, "b": None, "c": None, "d": None}, sums)
    assert whole["a"] == (0, 1)
    assert parts["a"] == pytest.approx((0, 1.75))


def test_rounding_of_a_sum_widens_the_range() -> None:
    found = derivable_ranges({"total": 20, "a": None, "b": 7, "c": 10}, [Sum("total", ("a", "b", "c"), slack=1.5)])
    assert found["a"] == (2, 4)


def test_figures_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(InconsistentSumsError, match="contradict"):
        derivable_ranges({"total": 5, "a": None, "b": 7, "c": 10}, [ROW])


def test_a_sum_over_a_cell_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        derivable_ranges({"total": 5, "a": None}, [ROW])


def test_only_what_the_range_gives_away_is_an_exposure() -> None:
    published: dict[Key, float | None] = {"total": 20, "a": None, "b": None, "c": 16}
    assert exposures(published, [ROW], Rule()) == [Exposure("a", 0, 4), Exposure("b", 0, 4)]
    assert exposures(published, [ROW], Rule(), not_judged=frozenset({"a"})) == [Exposure("b", 0, 4)]
    assert exposures(published | {"c": 15, "b": None}, [ROW], Rule()) == []


def test_a_cell_that_must_be_large_is_exposed_too_since_it_was_not_hidden_for_being_small() -> None:
    published: dict[Key, float | None] = {"t": 30, "u": 22, "a": None, "b": None, "c": None}
    sums = [Sum("t", ("a", "b")), Sum("u", ("b", "c"))]
    assert [each.key for each in exposures(published, sums, Rule())] == ["a"]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.sets(st.integers(0, 8), min_size=1))
def test_ranges_are_those_of_every_table_that_fits(cells: list[int], hidden: set[int]) -> None:
    keys = ("11", "12", "21", "22", "r1", "r2", "c1", "c2", "t")
    parts = [("r1", "11", "12"), ("r2", "21", "22"), ("c1", "11", "21"), ("c2", "12", "22"), ("t", "r1", "r2")]

    def table(a: int, b: int, c: int, d: int) -> tuple[int, ...]:
        return a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d

    true = table(*cells)
    # The shown counts come to 8 at most, so a cell that reaches 9 has no bound.
    tables = [table(*inner) for inner in product(range(10), repeat=4)]
    fitting = [each for each in tables if all(each[place] == true[place] for place in set(range(9)) - hidden)]
    published = {key: None if place in hidden else float(true[place]) for place, key in enumerate(keys)}
    found = derivable_ranges(published, [Sum(total, (first, second)) for total, first, second in parts])
    for place in hidden:
        values = [each[place] for each in fitting]
        low, high = found[keys[place]]
        assert low == min(values)
        assert high == (max(values) if max(values) < 9 else float("inf"))
