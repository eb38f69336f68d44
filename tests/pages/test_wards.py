"""The ward map and the page of one ward, run whole."""

import json
import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from components.map_choice import ward_address
from data_access.formats import flag_symbols
from data_access.page_list import find
from data_access.portal import served
from data_access.records import Selection
from data_access.selection import parse_strictly
from data_access.ward_views import WardMapView, boundaries_of, choose, default_measure, ward_codes, ward_map_view
from tests.gathered_page import page_at

ROOT = Path(__file__).parents[2]
FINSBURY_PARK = "E05013703"
STOPS_OF_ASIAN = {"indicator": "stop-and-search", "ethnicity": "eth5-asian"}
VIEWS = (
    {},
    STOPS_OF_ASIAN,
    {"indicator": "tenure", "category": "tenure-owned", "measure": "share"},
    {"indicator": "residents-by-detailed-ethnic-group", "ethnicity": "detail-african-arab"},
    {"indicator": "recorded-offences-all", "period": "fy2023-24", "measure": "share"},
    {"indicator": "residents-by-ethnic-group-2011-old-wards", "ethnicity": "eth5-black"},
    {"indicator": "residents-by-ethnic-group", "ethnicity": "eth19-irish", "measure": "ratio", "view": "hexagons"},
    {"indicator": "median-age", "measure": "ratio"},
)


def opened(page: str, **address: str) -> AppTest:
    app = page_at(ROOT / "pages" / find(page).script)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@cache
def ward_page() -> AppTest:
    """The page of Finsbury Park, run once for all the tests that only look at it."""
    return opened("ward", ward=FINSBURY_PARK)


def html_of(app: AppTest) -> str:
    return "".join(entry.value for entry in (*app.html, *app.markdown))


def notices(app: AppTest) -> list[str]:
    found = re.findall('<p class="ci-notice".*?</p>', html_of(app), re.DOTALL)
    return [re.sub("<[^>]*>", "", notice) for notice in found]


def expected(address: dict[str, str]) -> WardMapView:
    repository = served().repository
    wished = Selection(**{name: (code,) for name, code in address.items() if name not in {"measure", "view", "ward"}})
    choice, _ = choose(repository, wished)
    usual = default_measure(repository.catalogue.indicators[choice.indicator_id], choice.ethnicity_code)
    return ward_map_view(repository, boundaries_of(repository, choice.vintage), choice, address.get("measure", usual))


def listed(app: AppTest) -> list[tuple[str, str, str]]:
    """The list: address, name and number of each ward, in its order."""
    every = re.findall("<table.*?</table>", html_of(app), re.DOTALL)
    (table,) = [found for found in every if "<caption><span>The wards, highest first" in found]
    pattern = r'<th scope="row"[^>]*><a href="([^"]*)"[^>]*>([^<]*)</a></th><td[^>]*>([^<]*)</td>'
    return [tuple(map(unescape, found)) for found in re.findall(pattern, table)]  # type: ignore[misc]


@pytest.mark.parametrize("address", VIEWS)
def test_the_list_has_every_ward_of_the_view_in_its_order(address: dict[str, str]) -> None:
    view = expected(address)
    assert listed(opened("wards", **address)) == [
        (ward_address(ward.area_code), ward.area, f"{ward.text} {flag_symbols(ward.flags)}".rstrip())
        for ward in view.listed
    ]


@pytest.mark.parametrize("address", [view for view in VIEWS if view.get("view") != "hexagons"])
def test_the_map_writes_the_numbers_of_the_list_into_the_wards(address: dict[str, str]) -> None:
    app = opened("wards", **address)
    for drawn in app.get("deck_gl_json_chart"):
        layers = {layer["id"]: layer for layer in json.loads(drawn.proto.json)["layers"]}
        written = sorted(entry["text"] for entry in layers["numbers"]["data"])
        assert written == sorted(ward.text for ward in expected(address).measured.wards)
        assert not any("mapStyle" in layer for layer in layers)


def test_there_is_a_deck_and_a_drawing_for_desk_and_for_phone_and_hexagons_need_no_deck() -> None:
    as_map, as_hexagons = opened("wards"), opened("wards", view="hexagons")
    assert len(as_map.get("deck_gl_json_chart")) == 2
    assert not as_hexagons.get("deck_gl_json_chart")
    for app in (as_map, as_hexagons):
        assert "If the map does not appear, the list has the same figures." in html_of(app)


def test_the_legend_counts_every_ward_once_and_states_its_rule() -> None:
    html = html_of(opened("wards", **STOPS_OF_ASIAN))
    (legend,) = re.findall(r'<ul class="ci-legend".*?</ul>', html)
    assert sum(int(count) for count in re.findall(r": (\d+) wards?</span>", legend)) == 17
    assert "[c] hidden to protect people: 3 wards" in legend
    assert "the breaks are rounded and stay the same from period to period" in html


def test_the_ward_of_the_address_is_outlined_and_its_figures_are_opened() -> None:
    app = opened("wards", **STOPS_OF_ASIAN, ward=FINSBURY_PARK)
    layers = {layer["id"] for layer in json.loads(app.get("deck_gl_json_chart")[0].proto.json)["layers"]}
    assert "chosen" in layers
    html = html_of(app)
    assert "Outlined: Finsbury Park." in html
    assert "36 stops and searches of people recorded as Asian" in html
    assert f'href="{ward_address(FINSBURY_PARK)}"' in html


def test_a_choice_in_a_box_goes_into_the_address() -> None:
    app = opened("wards")
    app.selectbox(key="choose-view").set_value("hexagons").run()
    assert app.query_params["view"] in ("hexagons", ["hexagons"])
    app.selectbox(key="choose-indicator").set_value("tenure").run()
    assert "Households by tenure" in html_of(app)


def test_figures_of_old_wards_have_a_banner_and_both_outlines_are_explained() -> None:
    app = opened("wards", indicator="deprivation-score-2019-old-wards", view="hexagons", ward=FINSBURY_PARK)
    told = notices(app)
    assert any(notice.startswith("These figures are for the 16 wards as they were until May 2022.") for notice in told)
    assert any("cannot be outlined here" in notice for notice in told)
    html = html_of(app)
    assert "In May 2022 the 16 wards of before became 17." in html
    assert "Broken lines: the wards until then." in html


@pytest.mark.parametrize("name", ["indicator", "ethnicity", "period", "category", "ward", "measure", "view"])
def test_an_unknown_code_is_told_and_left_out(name: str) -> None:
    (told,) = [notice for notice in notices(opened("wards", **{name: "<b>"})) if "The address asked for" in notice]
    assert "“&lt;b&gt;”" in told
    assert "so it was left out." in told


def test_a_group_without_figures_by_ward_is_told() -> None:
    told = notices(opened("wards", indicator="tenure", ethnicity="eth5-black"))
    assert "No figure by ward is published for “Black” here, so the map shows “All people”." in told


def test_the_files_hold_the_rows_of_the_map() -> None:
    html = html_of(opened("wards", **STOPS_OF_ASIAN))
    (query,) = {unescape(found) for found in re.findall(r'observations\.csv\?([^"]*?)" download>CSV <', html)}
    repository = served().repository
    assert repository.rows(parse_strictly(parse_qs(query), repository.catalogue)) == list(expected(STOPS_OF_ASIAN).rows)
    assert "/api/v1/wards.geojson?indicator=stop-and-search&amp;ethnicity=eth5-asian&amp;category=all" in html


def test_without_a_ward_all_of_today_are_listed_by_name() -> None:
    html = html_of(opened("ward"))
    for code in ward_codes(served().repository, "2022"):
        assert f'href="{ward_address(code)}"' in html
    (told,) = notices(opened("ward", ward="Finsbry Park"))
    assert told.endswith("The nearest name is Finsbury Park.")


@pytest.mark.parametrize("code", ward_codes(served().repository))
def test_every_ward_has_a_page_with_its_name_and_its_own_rows_to_take_away(code: str) -> None:
    area = served().repository.catalogue.codes.areas[code]
    html = html_of(opened("ward", ward=code))
    assert f'<h1 class="ci-h1">{area.label}</h1>' in html.replace("&#x27;", "'").replace("&amp;", "&")
    rows = served().repository.count(Selection(ward=(code,)))
    assert f'href="/api/v1/observations.csv?ward={code}" download>CSV <span>{rows:,} rows</span>' in html
    assert ("These figures are for the 16 wards as they were" in html) == (area.vintage == "2014")


def test_stops_in_finsbury_park_stand_beside_residents_with_the_unknown_share_and_no_rate() -> None:
    html = html_of(ward_page())
    assert "807 of 4,403 recorded stops in Islington were in Finsbury Park." in html
    assert "197 of them, 24.4%, were of people recorded as Black; 19.8% of the ward’s residents are Black." in html
    assert "No answer is recorded for 34.3% (277 of 807) of the stops here" in html
    assert "People stopped need not live here." in html
    stops = html[html.index('id="stops"') : html.index('id="promised"')]
    assert "per 1,000" not in stops
    assert "for each resident" not in stops


def test_residents_are_told_by_5_19_and_detailed_groups() -> None:
    html = html_of(ward_page())
    assert "Residents by broad ethnic group, 21 March 2021" in html
    assert "Residents by 19 ethnic groups, 21 March 2021" in html
    groups, others = (
        int(re.search(pattern, html).group(1))  # type: ignore[union-attr]
        for pattern in (
            r"(\d+) detailed groups that anybody here gave",
            r"(\d+) other detailed groups",
        )
    )
    assert groups + others == 283


def test_what_was_promised_is_listed_with_how_well_the_figure_fits() -> None:
    html = html_of(ward_page())
    assert "No commitment of the strategy names a ward." in html
    assert "Commitments that figures of this ward speak to" in html
    assert "commitments?commitment=children-outcome-04" in html
