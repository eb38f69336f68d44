"""What is hidden to protect the small counts: safe, few, and never anything it may not touch."""

import pytest

from data_access.disclosure.audit import exposures
from data_access.disclosure.complementary import protect
from data_access.disclosure.errors import UnprotectableError
from data_access.disclosure.primary import small_cells
from data_access.disclosure.tables import Key, Rule, Sum, Table
from tests.data_access.disclosure.exact import fewest_hidden
from tests.data_access.disclosure.random_tables import flat, random_tables, table_of

RULE = Rule()


def row_of(*counts: float, **more: object) -> Table:
    """A total and its parts, named by their place."""
    parts = {number: count for number, count in enumerate(counts)}
    return Table({"total": sum(counts), **parts}, [Sum("total", tuple(parts))], **more)  # type: ignore[arg-type]


def is_safe(table: Table, hidden: frozenset[Key]) -> bool:
    return not exposures(table.published(hidden), table.sums, RULE, table.hidden_by_publisher)


def test_without_a_small_count_nothing_is_hidden() -> None:
    assert protect(row_of(0, 7, 12), RULE).hidden == frozenset()


def test_a_small_count_takes_the_smallest_that_protects_it_with_it() -> None:
    protection = protect(row_of(3, 40, 12, 100), RULE)
    assert protection.primary == {0}
    assert protection.complementary == {2}


def test_a_nought_can_protect_a_small_count_where_the_two_come_to_enough() -> None:
    assert protect(row_of(3, 3, 50, 60), RULE).complementary == frozenset()
    # Three and nothing come to three: whoever adds up sees that both are below five.
    assert protect(row_of(3, 0, 50, 60), RULE).complementary == {2}


def test_two_small_counts_that_come_to_less_than_five_need_a_third() -> None:
    assert len(protect(row_of(1, 2, 50, 60), RULE).complementary) == 1


def test_with_nothing_else_to_hide_the_total_goes_too() -> None:
    assert protect(row_of(3, 0), RULE).hidden == {0, "total"}


def test_full_time_equivalents_are_protected_like_people() -> None:
    table = row_of(0.6, 3.4, 7.5, 20.1)
    protection = protect(table, RULE)
    assert protection.primary == {0, 1}
    assert is_safe(table, protection.hidden)


def test_in_wards_by_groups_both_ways_of_adding_up_are_closed() -> None:
    leaves = {("w0", "g0"): 3, ("w0", "g1"): 20, ("w1", "g0"): 18, ("w1", "g1"): 25, ("w2", "g0"): 30, ("w2", "g1"): 9}
    table = table_of([flat("w", 3), flat("g", 2)], {key: float(count) for key, count in leaves.items()})
    protection = protect(table, RULE)
    assert is_safe(table, protection.hidden)
    assert len(protection.hidden) == fewest_hidden(table, RULE)


def test_what_its_publisher_hid_stays_hidden_and_helps_to_protect() -> None:
    counts: dict[Key, float] = {"total": 30, "a": 3, "b": 15}
    table = Table(counts, [Sum("total", ("a", "b", "c"))], hidden_by_publisher=frozenset({"c"}))
    protection = protect(table, RULE)
    assert protection.hidden == {"a"}
    assert table.published(protection.hidden)["c"] is None


def test_what_the_publisher_hid_does_not_help_where_it_can_be_worked_out_elsewhere() -> None:
    counts: dict[Key, float] = {"total": 30, "a": 3, "b": 15, "other": 20, "d": 8}
    sums = [Sum("total", ("a", "b", "c")), Sum("other", ("c", "d"))]
    table = Table(counts, sums, hidden_by_publisher=frozenset({"c"}))
    protection = protect(table, RULE)
    assert protection.complementary
    assert is_safe(table, protection.hidden)


def test_a_kept_cell_is_never_chosen() -> None:
    table = row_of(3, 12, 40, 100, kept=frozenset({1}))
    assert protect(table, RULE).complementary == {2}


def test_where_kept_cells_give_a_small_count_away_it_is_refused_by_name() -> None:
    table = row_of(3, 12, 40, kept=frozenset({1, 2, "total"}))
    with pytest.raises(UnprotectableError, match="0 can be worked out") as refused:
        protect(table, RULE)
    assert refused.value.keys == (0,)


def test_what_is_tied_to_a_hidden_cell_is_hidden_with_it() -> None:
    table = row_of(3, 12, 40, hides_too=[(1, 2)])
    assert protect(table, RULE).complementary in ({2}, {1, 2})
    tied = row_of(3, 12, 40, hides_too=[(0, 1), (1, 2)])
    assert protect(tied, RULE).hidden >= {0, 1, 2}


def test_a_cell_that_another_unit_hides_is_hidden_and_made_safe() -> None:
    table = row_of(30, 12, 40, also_hidden=frozenset({0}))
    protection = protect(table, RULE)
    assert protection.primary == {0}
    assert is_safe(table, protection.hidden)


def test_rounding_in_a_sum_is_not_counted_on_beyond_what_it_hides() -> None:
    table = Table({"total": 53.0, "a": 3.0, "b": 10.0, "c": 41.0}, [Sum("total", ("a", "b", "c"), slack=1.0)])
    protection = protect(table, RULE)
    assert protection.hidden == {"a", "b"}
    assert is_safe(table, protection.hidden)


def test_among_as_many_cells_those_with_the_fewest_people_are_lost() -> None:
    assert protect(row_of(4, 300, 30, 200), RULE).complementary == {2}


def test_on_two_thousand_random_hierarchical_tables_no_hidden_count_can_be_worked_out() -> None:
    published: dict[Key, float | None] = {}
    sums: list[Sum] = []
    for number, table in enumerate(random_tables(seed=2026, number=2_000, largest=4)):
        # Without patience, because the greedy way is the one that could leave something open.
        protection = protect(table, RULE, patience=0)
        assert protection.primary == small_cells(table, RULE)
        published |= {(number, key): count for key, count in table.published(protection.hidden).items()}
        sums += [Sum((number, each.total), tuple((number, part) for part in each.parts)) for each in table.sums]
    assert sum(count is None for count in published.values()) > 5_000
    assert exposures(published, sums, RULE) == []


def test_larger_random_tables_with_three_levels_and_wards_are_safe_with_patience_too() -> None:
    for number, table in enumerate(random_tables(seed=5, number=15, largest=5)):
        assert is_safe(table, protect(table, RULE).hidden), number


def test_hardly_more_is_hidden_than_the_fewest_cells_that_could_be() -> None:
    tables = [table for table in random_tables(seed=11, number=90, largest=5) if len(table.counts) <= 30]
    small = [table for table in tables if small_cells(table, RULE)]
    fewest = sum(fewest_hidden(table, RULE) for table in small)
    needed = fewest - sum(len(small_cells(table, RULE)) for table in small)
    assert needed > 100
    # Of the cells that are not small in themselves, which is the harder count.
    hidden = sum(len(protect(table, RULE).complementary) for table in small)
    in_haste = sum(len(protect(table, RULE, patience=0).complementary) for table in small)
    assert needed <= hidden <= 1.02 * needed
    assert in_haste <= 1.25 * needed
