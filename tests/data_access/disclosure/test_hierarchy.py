"""Which sums join an indicator's counts, and which are left alone."""

from data_access.disclosure.hierarchy import Cell, Hierarchy, Place, build_hierarchy
from tests.data_access.disclosure.small_figures import GROUPS, ISLINGTON, QUARTERS, YEAR, catalogue

WARDS = [area.code for area in catalogue().codes.areas.values() if area.area_type == "ward" and area.vintage == "2022"]


def cell(group: str = "all", area: str = ISLINGTON, period: str = YEAR, category: str = "all") -> Cell:
    return Cell(Place(period, area, group, category))


def sums_over(counts: dict[Cell, float | None]) -> Hierarchy:
    return build_hierarchy(counts, catalogue().codes)


def test_groups_add_up_to_everybody() -> None:
    counts = {cell(): 60.0} | {cell(group): 10.0 for group in GROUPS}
    (found,) = sums_over({**counts}).sums
    assert found.total == cell()
    assert set(found.parts) == {cell(group) for group in GROUPS}


def test_finer_groups_add_up_to_their_broad_group_alone() -> None:
    counts = {cell(): 30.0, cell("eth5-asian"): 10.0, cell("eth5-black"): 20.0}
    counts |= {cell("eth18-chinese"): 4.0, cell("eth18-indian"): 6.0, cell("eth18-african"): 20.0}
    found = {each.total: set(each.parts) for each in sums_over({**counts}).sums}
    assert found == {
        cell(): {cell("eth5-asian"), cell("eth5-black")},
        cell("eth5-asian"): {cell("eth18-chinese"), cell("eth18-indian")},
        cell("eth5-black"): {cell("eth18-african")},
    }


def test_finer_groups_add_up_to_everybody_where_there_are_no_broad_ones() -> None:
    counts = {cell(): 10.0, cell("eth18-chinese"): 4.0, cell("eth18-african"): 6.0}
    (found,) = sums_over({**counts}).sums
    assert set(found.parts) == {cell("eth18-chinese"), cell("eth18-african")}


def test_two_classifications_are_joined_only_where_the_counts_prove_it() -> None:
    counts: dict[Cell, float | None] = {
        cell("eth5-asian"): 10.0,
        cell("dfe-asian"): 7.0,
        cell("dfe-chinese"): 3.0,
        cell("eth5-asian", period="cy2020"): 12.0,
        cell("dfe-asian", period="cy2020"): None,
        cell("dfe-chinese", period="cy2020"): 3.0,
    }
    assert len(sums_over(counts).sums) == 2
    assert sums_over(counts | {cell("dfe-asian"): 5.0}).sums == ()


def test_wards_of_one_vintage_add_up_to_the_borough() -> None:
    counts = {cell(): 170.0} | {cell(area=ward): 10.0 for ward in WARDS}
    (found,) = sums_over({**counts}).sums
    assert found.parts == tuple(cell(area=ward) for ward in WARDS)


def test_where_a_ward_has_no_row_its_people_are_an_unknown_part() -> None:
    counts: dict[Cell, float | None] = {cell(): 200.0, cell(area=WARDS[0]): None}
    counts |= {cell(area=ward): 10.0 for ward in WARDS[1:-1]}
    hierarchy = sums_over(counts)
    (found,) = hierarchy.sums
    assert len(found.parts) == 17
    assert hierarchy.missing == {found.parts[-1]}
    assert hierarchy.counts[found.parts[-1]] is None


def test_the_boroughs_of_a_region_are_not_all_listed_so_they_are_not_added_up() -> None:
    assert sums_over({cell(): None, cell(area="E13000001"): 100.0, cell(area="E12000007"): 300.0}).sums == ()


def test_categories_add_up_and_those_listed_right_after_one_may_be_its_parts() -> None:
    tenures = {
        "tenure-owned": 30.0,
        "tenure-owned-outright": 10.0,
        "tenure-owned-with-a-mortgage-or-loan": 20.0,
        "tenure-rented-privately": 25.0,
        "all": 55.0,
    }
    counts: dict[Cell, float | None] = {
        cell(category=code, area=ward): count for code, count in tenures.items() for ward in WARDS[:2]
    }
    found = {(each.total, set(each.parts) == set()): each for each in sums_over(counts).sums}
    parts = [{part.place.category for part in each.parts if isinstance(part, Cell)} for each in found.values()]
    assert parts.count({"tenure-owned-outright", "tenure-owned-with-a-mortgage-or-loan"}) == 2
    assert parts.count({"tenure-owned", "tenure-rented-privately"}) == 2


def test_a_category_that_others_in_the_place_have_is_an_unknown_part_of_those_that_lack_it() -> None:
    counts: dict[Cell, float | None] = {
        cell(category="role-senior-manager"): 10.0,
        cell(category="role-case-holder"): 50.0,
        cell(): 60.0,
        cell("eth5-black", category="role-senior-manager"): None,
        cell("eth5-black"): 20.0,
    }
    hierarchy = sums_over(counts)
    (black,) = [each for each in hierarchy.sums if each.total == cell("eth5-black")]
    assert len(black.parts) == 2
    assert set(black.parts) & hierarchy.missing


def test_quarters_add_up_to_their_year_and_points_in_time_to_nothing() -> None:
    counts = {cell(): 40.0} | {cell(period=quarter): 10.0 for quarter in QUARTERS}
    (found,) = sums_over({**counts}).sums
    assert set(found.parts) == {cell(period=quarter) for quarter in QUARTERS}
    assert sums_over({cell(period="d2024-03-31"): 10.0, cell(period="d2025-03-31"): 10.0}).sums == ()


def test_three_of_the_four_quarters_make_no_year() -> None:
    assert sums_over({cell(): 40.0, **{cell(period=quarter): 10.0 for quarter in QUARTERS[:3]}}).sums == ()


def test_a_sum_that_does_not_hold_is_listed_and_not_used() -> None:
    counts = {cell(): 90.0} | {cell(group): 10.0 for group in GROUPS}
    hierarchy = sums_over({**counts})
    assert hierarchy.sums == ()
    assert [each.total for each in hierarchy.unused] == [cell()]


def test_a_sum_off_by_rounding_is_used_with_as_much_slack() -> None:
    counts = {cell(): 61.0} | {cell(group): 10.0 for group in GROUPS}
    (found,) = sums_over({**counts}).sums
    assert found.slack == 1


def test_rounding_of_full_time_equivalents_is_counted_in_tenths() -> None:
    counts = {cell(): 60.3} | {cell(group): 10.0 for group in GROUPS}
    assert len(sums_over({**counts}).sums) == 1
    assert sums_over({**counts, cell(): 61.0, cell("eth5-asian"): 10.1}).sums == ()


def test_a_sum_with_unknown_parts_is_used_unless_its_kind_is_known_not_to_hold() -> None:
    unknown: dict[Cell, float | None] = {cell(): 60.0, cell(GROUPS[0]): None, cell(GROUPS[1]): 20.0}
    assert len(sums_over(unknown).sums) == 1
    elsewhere = {cell(period="cy2020"): 99.0, **{cell(group, period="cy2020"): 10.0 for group in GROUPS[:2]}}
    assert sums_over(unknown | elsewhere).sums == ()


def test_a_sum_whose_known_parts_pass_its_total_is_not_used() -> None:
    assert sums_over({cell(): 10.0, cell(GROUPS[0]): None, cell(GROUPS[1]): 40.0}).sums == ()


def test_sums_that_contradict_one_another_are_not_used() -> None:
    # The wards say that at least 30 of the borough are Black; the groups of the borough leave 10 for them.
    counts: dict[Cell, float | None] = {cell(): 100.0, cell("eth5-white"): 90.0, cell("eth5-black"): None}
    counts |= {cell("eth5-black", area=ward): 30.0 for ward in WARDS}
    hierarchy = sums_over(counts)
    assert hierarchy.sums == ()
    assert len(hierarchy.unused) == 2


def test_a_share_and_its_complement_make_the_number_it_is_of() -> None:
    place = Place(YEAR, ISLINGTON, "all", "all")
    (found,) = sums_over({Cell(place): 20.0, Cell(place, "rest"): 30.0, Cell(place, "base"): 50.0}).sums
    assert found.total == Cell(place, "base")
    assert found.parts == (Cell(place), Cell(place, "rest"))
