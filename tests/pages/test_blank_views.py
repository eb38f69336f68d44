"""A view that is blank says why, and leads to the nearest one that is not."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from data_access import blank_views
from data_access.interface_text import text_of
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, indicator_view, is_shown
from tests.gathered_page import page_of
from tests.pages.test_every_page import html_of, notices, opened

REPOSITORY = served().repository
INDICATORS = REPOSITORY.catalogue.indicators
PERIODS = REPOSITORY.catalogue.codes.periods


def view_of(indicator_id: str, **wished: tuple[str, ...]) -> IndicatorView:
    return indicator_view(REPOSITORY, indicator_id, Selection(**wished))


def section(app: AppTest, key: str) -> str:
    """What a page says from one heading to the next."""
    return unescape(html_of(app)).partition(f'id="{key}"')[2].partition("<h2")[0]


def indicators_led_to(html: str) -> list[str]:
    return re.findall(r'href="/?indicator\?indicator=([a-z0-9-]+)"', html)


def test_without_figures_by_group_the_page_leads_to_outcomes_that_have_some() -> None:
    assert view_of("neet").by_group == ()
    said = section(opened("indicator", indicator="neet"), "each-group")
    assert text_of("blank.no-groups-here") in said
    near = indicators_led_to(said)
    assert len(near) == 3
    assert all(view_of(found).by_group for found in near)


def test_without_figures_by_ward_the_page_leads_to_some_and_to_the_map() -> None:
    said = section(opened("indicator", indicator="children-looked-after"), "wards")
    assert text_of("blank.no-wards-here") in said
    near = indicators_led_to(said)
    assert len(near) == 3
    assert all(len(view_of(found).wards) > 1 for found in near)
    assert 'href="wards"' in said


def test_a_figure_with_wards_and_groups_has_neither_word() -> None:
    shown = unescape(html_of(opened("indicator", indicator="stop-and-search")))
    assert not any(text_of(key) in shown for key in ("blank.no-groups-here", "blank.no-wards-here"))


def test_a_code_without_a_figure_here_is_told_with_what_is_shown_for_it() -> None:
    told = notices(opened("indicator", indicator="children-looked-after", ward="E05013702", period="d2021-03-21"))
    assert any("“Clerkenwell”, so the page shows “Islington”" in unescape(notice) for notice in told), told
    assert any("No figure is published here for “21 March 2021”" in unescape(notice) for notice in told), told
    shown = notices(opened("indicator", indicator="children-looked-after"))
    assert not any("No figure is published here" in notice for notice in shown)


def hidden(view: IndicatorView, markers: dict[str, str]) -> IndicatorView:
    """The view with its newest groups marked, ``markers`` by code and the rest by the mark of the empty code."""
    now = view.choice.period_code
    series = tuple(
        row._replace(marker=markers.get(row.ethnicity_code, markers[""]), value=None, numerator=None)
        if row.period_code == now and row.ethnicity_code != ALL
        else row
        for row in view.series
    )
    return replace(view, series=series, groups=tuple(row for row in series if row.period_code == now))


@pytest.mark.parametrize(
    ("markers", "key"),
    [
        ({"": "c"}, "blank.all-hidden"),
        ({"": "x"}, "blank.not-published"),
        ({"": "x", "eth5-black": "c"}, "blank.some-hidden"),
    ],
)
def test_where_no_group_is_shown_the_reason_and_the_newest_other_date_are_told(
    markers: dict[str, str], key: str
) -> None:
    view = view_of("children-looked-after")
    blank = hidden(view, markers)
    assert blank_views.no_group_shown(blank) == text_of(key)
    nearest = blank_views.nearest_period(blank)
    assert nearest is not None
    assert nearest.period_code == view.options["period"][1]
    assert is_shown(nearest)


def test_where_a_group_is_shown_nothing_is_said_of_it() -> None:
    assert blank_views.no_group_shown(view_of("children-looked-after")) == ""
    assert blank_views.no_group_shown(view_of("neet")) == ""


def test_a_choice_with_one_date_has_no_other_to_lead_to() -> None:
    view = view_of("residents-by-ethnic-group")
    assert blank_views.nearest_period(view) is None


def test_a_figure_of_two_years_ago_is_told_to_be_the_newest_held() -> None:
    view = view_of("residents-by-ethnic-group")
    end = date(2021, 3, 21)
    told = "The newest figure held here is for the time up to 21 March 2021. None newer has been found."
    assert blank_views.none_since(view, PERIODS, end + timedelta(days=730)) == told
    assert blank_views.none_since(view, PERIODS, end + timedelta(days=729)) == ""
    assert told in unescape(html_of(opened("indicator", indicator="residents-by-ethnic-group")))


def failing() -> None:
    """The script of a page that cannot be drawn, with what the shell does then."""
    from components import blank_parts

    try:
        {}["nothing"]
    except KeyError as error:
        blank_parts.failed(error)


def test_a_page_that_fails_is_told_with_a_reference_that_the_log_has(caplog: pytest.LogCaptureFixture) -> None:
    app = page_of(failing).run()
    (told,) = notices(app)
    found = re.search(r"Reference ([0-9A-F]{4})\.", told)
    assert found
    assert text_of("blank.failed") in unescape(told)
    assert 'role="alert"' in told
    assert "Traceback" not in html_of(app)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        f"A page could not be drawn. Reference {found[1]}"
    ]
    assert 'href="data"' in html_of(app)
