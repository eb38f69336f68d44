"""One ethnic group's page and the reference that a reader picks."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.test_every_page import html_of, notices, opened, table_named

GROUPS = ("eth5-asian", "eth5-black", "eth5-mixed", "eth5-white", "eth5-other")


def test_without_a_group_the_page_lists_them_all() -> None:
    shown = html_of(opened("group"))
    assert all(f"group?ethnicity={code}" in shown for code in GROUPS)


def test_a_group_that_is_not_known_is_told() -> None:
    assert "“nonsense”, which is not a known ethnic group here" in notices(opened("group", ethnicity="nonsense"))[0]


@pytest.mark.parametrize("code", GROUPS)
def test_the_page_of_a_group_says_how_many_figures_there_are(code: str) -> None:
    shown = html_of(opened("group", ethnicity=code))
    assert "in Islington there are" in shown
    assert "What stands out" in shown


def test_what_stands_out_for_a_group_is_told_with_ratio_and_gap() -> None:
    app = opened("group", ethnicity="eth5-black")
    found = table_named(app, "Differences that the evidence supports")
    assert [row[0].partition(",")[0] for row in found.rows] == ["Free school meals eligibility"]
    assert "times as likely as White pupils" in found.rows[0][3]
    assert "The gap was 14.5 points (12.9 to 16.1)" in found.rows[0][3]


def test_the_reference_that_is_picked_is_the_one_in_the_sentences() -> None:
    beside_white = html_of(opened("indicator", indicator="free-school-meals", reference="dfe-white"))
    beside_london = html_of(opened("indicator", indicator="free-school-meals"))
    assert "as likely as White pupils" in beside_white
    assert "as likely as those in London" in beside_london


def test_the_table_of_measures_shows_intervals_and_hides_what_is_hidden() -> None:
    rows = {
        row[0]: row
        for row in table_named(
            opened("indicator", indicator="children-looked-after"),
            "Children looked after, by ethnic group, Islington, 31 March 2025",
        ).rows
    }
    assert rows["Black"][1:3] == ["34.8", "29.4 to 40.5"]
    assert rows["Other"][1:3] == ["[c]", "[c]"]
    assert "All people" not in rows


def test_the_overview_lists_the_widest_differences_and_why_the_others_are_not_ranked() -> None:
    app = opened("")
    assert table_named(app, "The widest differences").rows
    shown = html_of(app)
    assert "Shares are ranked by the gap" in shown
    assert "no suitable population base" in shown


def test_explore_sets_the_chosen_group_beside_white_with_ratio_and_gap_together() -> None:
    rows = {row[0]: row for row in table_named(opened("explore", ethnicity="eth5-black"), "Outcomes that match").rows}
    meals = rows["Free school meals eligibility, by ethnic group"]
    assert meals[3] == "1.4 times, 14.5 points above"
    assert meals[5] == "Up"
    assert rows["Attainment 8 score, by ethnic group"][3] == "2.9 points below, chance not tested"
    assert rows["Children looked after, by ethnic group"][3] == "Not compared"


def test_explore_tells_trend_and_care_for_everybody_too() -> None:
    found = table_named(opened("explore"), "Outcomes that match")
    assert "Beside White" not in found.heads
    cells = {row[0]: row[found.heads.index("Trend, and care")] for row in found.rows}
    assert cells["Residents supported into paid work"]
    assert any("break" in cell or "estimate" in cell for cell in cells.values())


def test_groups_stand_by_name_or_highest_first_as_the_reader_picks() -> None:
    start = "Children looked after, by ethnic group, Islington, 31 March 2025"
    by_name = table_named(opened("indicator", indicator="children-looked-after"), start)
    highest = table_named(opened("indicator", indicator="children-looked-after", sort="value"), start)
    assert [row[0] for row in by_name.rows] == ["Asian", "Black", "Mixed", "White", "Other", "Not known"]
    assert [row[0] for row in highest.rows][:4] == ["Black", "White", "Mixed", "Asian"]
    assert {row[0] for row in highest.rows[4:]} == {"Other", "Not known"}


def test_the_group_by_ward_is_the_one_that_was_picked_whatever_was_picked_before() -> None:
    everybody = html_of(opened("indicator", indicator="stop-and-search"))
    black = html_of(opened("indicator", indicator="stop-and-search", ethnicity="eth5-black"))
    assert "by ward, All people," in everybody
    assert "by ward, Black," in black
    assert "for the Black group, figures ran from" in black
    assert "These are for 17 Islington wards." in black


def test_the_address_in_the_citation_reopens_the_same_view() -> None:
    picked = {"indicator": "free-school-meals", "reference": "dfe-white", "sort": "value", "period": "ay2019-20"}
    first = html_of(opened("indicator", **picked))
    address = unescape(first.partition('<p class="ci-cite">')[2].partition("</p>")[0]).split()[-1]
    again = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    assert picked.items() <= again.items()
    assert html_of(opened("indicator", **again)) == first
