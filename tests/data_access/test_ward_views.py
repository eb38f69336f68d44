"""What map, list, ward page and GeoJSON share: one reading of each figure by ward."""

from dataclasses import replace

import pytest

from data_access.boundaries import MEASURES, RATIO, SHARE, VALUE
from data_access.columns import PUBLISHED
from data_access.database import build, open_current
from data_access.files import Folders
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.repository import Repository
from data_access.ward_profile import STOPS, commitments_touched, group_lines, ward_profile
from data_access.ward_sentences import count_of, coverage, headline, one_ward, unknown_share
from data_access.ward_views import (
    WardMapView,
    boundaries_of,
    choices,
    choose,
    default_measure,
    indicators_of_vintage,
    unknown_in_borough,
    ward_codes,
    ward_indicators,
    ward_map_view,
    ward_rows,
)

FINSBURY_PARK = "E05013703"
OLD_WARDS = ["deprivation-score-2019-old-wards", "residents-by-ethnic-group-2011-old-wards"]


@pytest.fixture(scope="module")
def published() -> Repository:
    return served().repository


def view_of(repository: Repository, measure: str = VALUE, **wished: str) -> WardMapView:
    choice, _ = choose(repository, Selection(**{name: (code,) for name, code in wished.items()}))
    return ward_map_view(repository, boundaries_of(repository, choice.vintage), choice, measure)


def test_every_figure_by_ward_has_a_row_for_each_ward_of_its_vintage(published: Repository) -> None:
    for indicator_id in ward_indicators(published):
        for category in choices(published, indicator_id)["category"]:
            choice, offered = choose(published, Selection(indicator=(indicator_id,), category=(category,)))
            assert choice.category_code == category
            for ethnicity in offered["ethnicity"]:
                rows = ward_rows(published, replace(choice, ethnicity_code=ethnicity))
                assert sorted(row.area_code for row in rows) == sorted(ward_codes(published, choice.vintage))


def test_a_broad_group_does_not_bring_the_finer_groups_that_map_to_it(published: Repository) -> None:
    view = view_of(published, indicator="residents-by-ethnic-group", ethnicity="eth5-asian")
    assert {row.ethnicity_code for row in view.rows} == {"eth5-asian"}
    assert published.rows(view.selection) == list(view.rows)


def test_the_list_is_highest_first_and_hidden_wards_come_last_by_name(published: Repository) -> None:
    listed = view_of(published, SHARE, indicator=STOPS, ethnicity="eth5-asian").listed
    shown = [ward.value for ward in listed if ward.value is not None]
    assert shown == sorted(shown, reverse=True)
    assert [ward.area for ward in listed[len(shown) :]] == ["Holloway", "Mildmay", "Tufnell Park"]


def test_a_choice_that_has_no_figure_by_ward_gives_way_to_one_that_has(published: Repository) -> None:
    wished = Selection(indicator=("tenure",), ethnicity=("eth5-black",), period=("fy2014-15",))
    choice, _ = choose(published, wished)
    assert (choice.indicator_id, choice.ethnicity_code) == ("tenure", ALL)
    assert choice.period_code != "fy2014-15"


def test_a_portal_with_one_figure_by_ward_shows_that_one(repository: Repository) -> None:
    choice, offered = choose(repository, Selection())
    assert offered["indicator"] == [choice.indicator_id]


def test_a_portal_without_figures_by_ward_says_so(folders: Folders, server_url: str) -> None:
    for path in (folders.observations / "offences.csv", folders.config / "indicators" / "offences.toml"):
        path.unlink()
    build(folders, server_url, quiet=True)
    opened = open_current(folders, server_url)
    with pytest.raises(LookupError, match="no figure is published by ward"):
        choose(Repository(opened.engine), Selection())
    opened.engine.dispose()


def test_old_wards_have_their_own_shapes(published: Repository) -> None:
    assert indicators_of_vintage(published, "2014") == OLD_WARDS
    for indicator_id in OLD_WARDS:
        view = view_of(published, indicator=indicator_id)
        assert view.choice.vintage == "2014"
        assert len(view.measured.wards) == 16
    assert not set(OLD_WARDS) & set(indicators_of_vintage(published, "2022"))


def test_a_shade_means_the_same_in_every_period(published: Repository) -> None:
    found = {
        period: view_of(published, indicator="recorded-offences-all", period=period).classes.breaks
        for period in choices(published, "recorded-offences-all")["period"]
    }
    assert len(found) == 3
    assert len(set(found.values())) == 1


def test_stops_in_finsbury_park_are_807_of_4403_of_which_197_black_and_277_not_stated(published: Repository) -> None:
    lines = {line.ward.ethnicity_code: line for line in group_lines(published, FINSBURY_PARK, STOPS)}
    borough = lines[ALL].borough
    counts = [count_of(lines[code].ward) for code in (ALL, "eth5-black", "eth5-unknown")]
    assert counts == [807, 197, 277]
    assert count_of(borough) == 4403
    assert unknown_share(lines["eth5-unknown"].ward, lines[ALL].ward) == "34.3% (277 of 807)"
    assert headline(view_of(published, indicator=STOPS)) == (
        "Of 4,403 stops and searches in Islington, 807 were in Finsbury Park and 376 in Arsenal; "
        "no other ward shown had more than 368."
    )


def test_the_sentence_on_one_group_of_stops_is_made_of_counts(published: Repository) -> None:
    view = view_of(published, SHARE, indicator=STOPS, ethnicity="eth5-asian")
    assert headline(view) == (
        "Of 237 stops and searches of people recorded as Asian in Islington, 36 were in Finsbury Park and 31 in "
        "Bunhill; no other ward shown had more than 20."
    )
    assert coverage(view) == "17 wards (2022 boundaries): 14 with a figure and 3 hidden to protect people"
    assert unknown_share(*unknown_in_borough(published, view)) == "31.8% (1,399 of 4,403)"


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_no_sentence_tells_a_hidden_count(published: Repository, measure: str) -> None:
    for ethnicity in choices(published, STOPS)["ethnicity"]:
        view = view_of(published, measure, indicator=STOPS, ethnicity=ethnicity)
        for ward in view.listed:
            row = view.row_of[ward.area_code]
            if row.marker != PUBLISHED:
                assert ward.value is None
                assert one_ward(view, ward.area_code) == f"{ward.area}: hidden to protect people."
                assert count_of(row) is None


def test_a_ratio_to_a_borough_that_is_not_published_is_refused_in_words(published: Repository) -> None:
    view = view_of(published, RATIO, indicator="children-low-income-share")
    assert headline(view) == "There is no figure for Islington in the same period and group to compare with."
    assert coverage(view) == "17 wards (2022 boundaries): this measure cannot be given"
    assert view.measured.values == ()


def test_stops_of_a_group_are_told_as_parts_of_its_total_and_all_else_as_figures(published: Repository) -> None:
    known = published.catalogue.indicators
    assert default_measure(known[STOPS], "eth5-black") == SHARE
    assert default_measure(known[STOPS], ALL) == VALUE
    assert default_measure(known["residents-by-ethnic-group"], "eth5-black") == VALUE


def test_the_profile_of_a_ward_has_every_indicator_and_part_with_the_maps_own_numbers(published: Repository) -> None:
    lines = ward_profile(published, boundaries_of(published, "2022"), FINSBURY_PARK)
    expected = {
        (indicator_id, category)
        for indicator_id in indicators_of_vintage(published, "2022")
        for category in choices(published, indicator_id)["category"]
    }
    assert {(line.indicator.id, line.row.category_code) for line in lines} == expected
    for line in lines:
        row = line.row
        view = view_of(
            published, indicator=row.indicator_id, category=row.category_code, ethnicity=ALL, period=row.period_code
        )
        assert view.measured == line.measured


def test_commitments_are_touched_through_the_links_of_the_figures(published: Repository) -> None:
    lines = ward_profile(published, boundaries_of(published, "2022"), FINSBURY_PARK)
    touched = commitments_touched(published, lines)
    assert set(touched) == {link.commitment_id for line in lines for link in line.indicator.links}
    assert list(touched) == [code for code in published.catalogue.commitments if code in touched]
