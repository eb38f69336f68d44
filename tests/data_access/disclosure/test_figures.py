"""Which count each number of a row is."""

from data_access.disclosure.figures import place_of, read_figures
from data_access.disclosure.hierarchy import Cell
from tests.data_access.disclosure.small_figures import indicator, row, shares


def test_the_whole_of_a_composition_is_the_count_of_everybody() -> None:
    rows = shares({"eth5-black": 20, "eth5-white": 30})
    figures = read_figures(indicator(), rows)
    everybody = Cell(place_of(rows[0]))
    assert set(figures.bases.values()) == {everybody}
    assert figures.counts[everybody] == 50


def test_denominators_tell_a_whole_that_is_hidden_or_has_no_row() -> None:
    everybody, black, white = shares({"eth5-black": 20, "eth5-white": 30})
    without = read_figures(indicator(), [black, white])
    hidden = read_figures(indicator(), [row(None, None, marker="c"), black, white])
    assert without.counts[Cell(place_of(everybody))] == 50
    assert hidden.counts[Cell(place_of(everybody))] == 50


def test_a_composition_by_category_is_of_all_categories() -> None:
    rows = [row(30, 50, category="tenure-owned"), row(50, 50)]
    assert set(read_figures(indicator(), rows).bases.values()) == {Cell(place_of(rows[1]))}


def test_a_denominator_that_is_no_rows_count_is_a_cell_of_its_own() -> None:
    rows = [row(40, 40), row(20, 35, group="eth5-black")]
    assert read_figures(indicator(), rows).bases[place_of(rows[1])] == Cell(place_of(rows[1]), "base")


def test_a_proportion_has_a_complement() -> None:
    (only,) = rows = [row(20, 50)]
    figures = read_figures(indicator("proportion"), rows)
    assert figures.counts == {
        Cell(place_of(only)): 20,
        Cell(place_of(only), "rest"): 30,
        Cell(place_of(only), "base"): 50,
    }


def test_a_share_without_its_count_gives_the_count_all_the_same() -> None:
    (only,) = rows = [row(40, 50)]
    bare = read_figures(indicator("proportion"), [type(only)(**{**vars(only), "numerator": None})])
    assert bare.counts == read_figures(indicator("proportion"), rows).counts


def test_counts_may_stand_in_the_value() -> None:
    (only,) = rows = [row(7)]
    assert read_figures(indicator("count"), rows).counts == {Cell(place_of(only)): 7}


def test_rates_without_counts_have_no_cells() -> None:
    figures = read_figures(indicator("rate"), [row(7), row(None, None, group="eth5-black", marker="c")])
    assert figures.counts == {}


def test_markers_are_unknown_counts_but_for_figures_that_do_not_apply() -> None:
    rows = [row(9), row(None, group="eth5-black", marker="c"), row(None, group="eth5-white", marker="z")]
    assert list(read_figures(indicator("count"), rows).counts.values()) == [9, None]
