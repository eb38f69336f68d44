"""Which counts are small in themselves."""

import pytest

from data_access.disclosure.primary import small_cells
from data_access.disclosure.tables import Rule, Table


@pytest.mark.parametrize(("count", "small"), [(0, False), (0.4, True), (1, True), (4, True), (4.8, True), (5, False)])
def test_counts_above_nothing_and_below_five_are_small(count: float, small: bool) -> None:
    assert (small_cells(Table({"a": count}, []), Rule()) == {"a"}) is small


def test_a_decimal_that_stands_for_five_is_not_small() -> None:
    assert small_cells(Table({"a": 0.1 * 3 + 4.7}, []), Rule()) == frozenset()


def test_the_smallest_count_that_may_be_shown_is_a_setting() -> None:
    assert small_cells(Table({"a": 7}, []), Rule(smallest=10)) == {"a"}


def test_a_kept_cell_is_not_hidden_however_small() -> None:
    assert small_cells(Table({"a": 2}, [], kept=frozenset({"a"})), Rule()) == frozenset()
