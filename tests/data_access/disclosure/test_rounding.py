"""Rounding that keeps every total the sum of its parts."""

import pytest

from data_access.disclosure.errors import InconsistentSumsError
from data_access.disclosure.rounding import round_controlled
from data_access.disclosure.tables import Sum, Table
from tests.data_access.disclosure.random_tables import random_tables


def test_each_count_goes_to_a_multiple_beside_it_and_sums_hold() -> None:
    table = Table({"t": 27, "a": 3, "b": 12, "c": 12}, [Sum("t", ("a", "b", "c"))])
    rounded = round_controlled(table)
    assert rounded == {"t": 25, "a": 5, "b": 10, "c": 10}


def test_multiples_and_noughts_stay_as_they_are() -> None:
    assert round_controlled(Table({"a": 0, "b": 10}, [])) == {"a": 0, "b": 10}


def test_another_base_can_be_asked_for() -> None:
    assert round_controlled(Table({"a": 14.0}, []), base=10) == {"a": 10}


def test_random_tables_stay_additive_and_near() -> None:
    for table in random_tables(seed=3, number=100, largest=5):
        rounded = round_controlled(table)
        assert all(sum(sign * rounded[key] for key, sign in entry.signed) == 0 for entry in table.sums)
        assert all(rounded[key] % 5 == 0 and abs(rounded[key] - count) < 5 for key, count in table.counts.items())
        assert all(rounded[key] == 0 for key, count in table.counts.items() if count == 0)


def test_a_sum_with_a_cell_that_nobody_knows_is_not_kept() -> None:
    table = Table({"t": 27, "a": 3}, [Sum("t", ("a", "b"))], hidden_by_publisher=frozenset({"b"}))
    assert round_controlled(table) == {"t": 25, "a": 5}


def test_where_no_rounding_keeps_the_sums_it_is_said() -> None:
    table = Table({"t": 10, "a": 10, "b": 5}, [Sum("t", ("a", "b"))])
    with pytest.raises(InconsistentSumsError, match="publish fewer totals"):
        round_controlled(table)
