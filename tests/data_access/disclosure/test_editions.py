"""What earlier editions add to what an attacker knows."""

from data_access.disclosure.editions import read_earlier, split_editions
from data_access.disclosure.figures import place_of, read_figures
from data_access.disclosure.hierarchy import Cell
from data_access.disclosure.tables import Key
from tests.data_access.disclosure.small_figures import catalogue, indicator, row, shares

THEN = {"eth5-asian": 8, "eth5-black": 40, "eth5-white": 60}
HIDDEN = [row(None, 108, group="eth5-asian", marker="c"), row(None, 108, group="eth5-black", marker="c")]


def counts_now(counts: dict[str, float]) -> dict[Key, float | None]:
    return {key: count for key, count in read_figures(indicator(), shares(counts)).counts.items()}


def test_a_new_edition_begins_where_a_place_comes_again() -> None:
    first, second = shares(THEN), shares(THEN)[:2]
    assert split_editions([*first, *second]) == [first, second]
    assert split_editions([]) == []


def test_figures_shown_alike_are_known_and_revised_ones_are_not() -> None:
    earlier = read_earlier(indicator(), shares(THEN), catalogue())
    alike = earlier.shown_alike(counts_now(THEN | {"eth5-asian": 3, "eth5-black": 45}))
    assert Cell(place_of(row(0, group="eth5-white"))) in alike
    assert Cell(place_of(row(0, group="eth5-asian"))) not in alike


def test_a_sum_with_hidden_cells_is_joined_to_the_counts_of_now() -> None:
    everybody, *_, white = shares(THEN)
    earlier = read_earlier(indicator(), [everybody, *HIDDEN, white], catalogue())
    joined = earlier.joined_to(counts_now(THEN), 0)
    assert len(joined.sums) == 1
    assert joined.constants == {}
    assert joined.unknown == frozenset()


def test_a_sum_that_the_counts_of_now_do_not_keep_says_nothing_of_them() -> None:
    everybody, *_, white = shares(THEN)
    earlier = read_earlier(indicator(), [everybody, *HIDDEN, white], catalogue())
    assert earlier.joined_to(counts_now(THEN | {"eth5-asian": 30}), 0).sums == ()


def test_counts_that_only_the_earlier_edition_shows_are_joined_as_known() -> None:
    everybody, *_, white = shares(THEN)
    earlier = read_earlier(indicator(), [everybody, *HIDDEN, white], catalogue())
    now = {key: count for key, count in counts_now(THEN).items() if key != Cell(place_of(white))}
    joined = earlier.joined_to(now, 3)
    assert list(joined.constants.values()) == [60]
