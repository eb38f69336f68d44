"""Every page, run whole: it draws, it shows what the repository holds, and no address breaks it."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
from streamlit.testing.v1 import AppTest

from data_access import register
from data_access.columns import PublicRow
from data_access.commitments.statuses import PASSED
from data_access.formats import cell, short_period, symbol
from data_access.page_list import PAGES, PageSpec, find
from data_access.portal import served
from data_access.records import ALL, ISLINGTON, Catalogue, Selection
from data_access.repository import Repository
from data_access.selection import parse_strictly
from data_access.views import IndicatorView, indicator_view, is_shown
from tests.gathered_page import page_at

ROOT = Path(__file__).parents[2]
# One per way of showing figures: counts by group, many dates, no counts, wards, groups and wards, one date.
SHAPES = (
    "children-looked-after",
    "homelessness-duty-owed",
    "good-level-of-development",
    "children-low-income-share",
    "stop-and-search",
    "rough-sleeping-snapshot",
    "ethnicity-pay-gap",
)


def repository() -> Repository:
    return served().repository


def catalogue() -> Catalogue:
    return repository().catalogue


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = page_at(ROOT / "pages" / find(page).script)
    for name, value in address.items():
        app.query_params[name] = value
    return drawn(app)


def drawn(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return "".join(entry.value for entry in (*app.html, *app.markdown))


def notices(app: AppTest) -> list[str]:
    return re.findall(r'<p class="ci-notice".*?</p>', html_of(app), re.DOTALL)


class Table(NamedTuple):
    """A table as a reader finds it."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


def tables(app: AppTest) -> Iterator[Table]:
    for table in re.findall(r"<table.*?</table>", html_of(app), re.DOTALL):
        root = ET.fromstring(re.sub(r"<img[^>]*>", "", table))  # noqa: S314  # the page is our own
        rows = [["".join(part.itertext()) for part in row] for row in root.findall("./tbody/tr")]
        heads = ["".join(part.itertext()) for part in root.findall("./thead/tr/th")]
        yield Table("".join(root.find("./caption").itertext()), heads, rows)  # type: ignore[union-attr]


def table_named(app: AppTest, start: str) -> Table:
    (found,) = [table for table in tables(app) if table.caption.startswith(start)]
    return found


@pytest.mark.parametrize("spec", PAGES, ids=[spec.script for spec in PAGES])
def test_every_page_draws_and_says_its_name(spec: PageSpec) -> None:
    assert html_of(opened(spec.url)).count(f'<h1 class="ci-h1">{spec.heading}</h1>') == 1


def test_the_whole_first_page_has_its_head_and_its_foot() -> None:
    html = html_of(drawn(AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=60)))
    assert html.index('class="ci-mast"') < html.index("<h1") < html.index('class="ci-foot"')
    assert html.count("<h1") == 1


@cache
def page_of(indicator_id: str) -> AppTest:
    """The page of an indicator, run once for all the tests that only look at it."""
    return opened("indicator", indicator=indicator_id)


@cache
def view(indicator_id: str) -> IndicatorView:
    return indicator_view(repository(), indicator_id, Selection())


@pytest.mark.parametrize("indicator_id", sorted(catalogue().indicators))
def test_the_page_of_every_indicator_draws_and_shows_its_caveats(indicator_id: str) -> None:
    html = html_of(page_of(indicator_id))
    assert f'<h1 class="ci-h1">{escape(catalogue().indicators[indicator_id].title)}</h1>' in html
    for caveat in catalogue().indicators[indicator_id].caveats:
        assert f"<li>{escape(caveat)}</li>" in html


def figures_of(app: AppTest, about: IndicatorView) -> Table:
    return table_named(app, f"{about.indicator.title}, {catalogue().codes.areas[about.choice.area_code].label}: ")


def cells_shown(table: Table) -> dict[tuple[str, str], str]:
    """The figures of a table by group and head, or by group and date where dates stand down the table."""
    by_date = table.heads[0] == "Date"
    found = {}
    for row in table.rows:
        for head, figure in zip(table.heads[1:], row[1:], strict=True):
            found[(head, row[0]) if by_date else (row[0], head)] = figure
    return found


def date_of(row: PublicRow, table: Table) -> str:
    """How a table writes the date of a row: shorter over a column."""
    return row.period if table.heads[0] == "Date" else short_period(catalogue().codes.periods[row.period_code])


def rows_held(about: IndicatorView) -> list[PublicRow]:
    choice = about.choice
    return repository().rows(
        Selection(
            indicator=(choice.indicator_id,),
            area=(choice.area_code,),
            classification=(ALL, choice.classification_code),
            category=(choice.category_code,),
        )
    )


@pytest.mark.parametrize("indicator_id", SHAPES)
def test_the_table_of_an_indicator_holds_exactly_the_rows_of_the_repository(indicator_id: str) -> None:
    about = view(indicator_id)
    table = figures_of(page_of(indicator_id), about)
    rows = rows_held(about)
    counted = any(row.numerator is not None for row in rows)
    decimals = 0 if counted else about.indicator.decimals
    expected = {
        (row.ethnicity, date_of(row, table)): cell(
            row.numerator if counted else row.value, row.marker, row.flags, decimals
        )
        for row in rows
    }
    dates = {date for _, date in expected}
    shown = {key: figure for key, figure in cells_shown(table).items() if key[1] in dates}
    assert {key: figure for key, figure in shown.items() if figure != symbol("x")} == {
        key: figure for key, figure in expected.items() if figure != symbol("x")
    }
    assert expected.keys() <= shown.keys()


def test_beside_the_counts_stand_the_shares_of_the_chosen_date() -> None:
    about = view("children-looked-after")
    table = figures_of(page_of(about.indicator.id), about)
    assert [row[-1] for row in table.rows] == [
        cell(row.value, row.marker, row.flags, about.indicator.decimals)
        for row in (*about.by_group, about.total)
        if row
    ]


def test_the_table_of_wards_holds_every_ward_from_the_greatest_to_the_least() -> None:
    about = view("children-low-income-share")
    rows = sorted(about.wards, key=lambda row: -(row.value or 0))
    table = table_named(page_of(about.indicator.id), f"{about.indicator.title} by ward, ")
    assert [row[0] for row in table.rows] == [row.area for row in rows]
    assert [row[1] for row in table.rows] == [
        cell(row.value, row.marker, row.flags, about.indicator.decimals) for row in rows
    ]


def test_a_hidden_figure_is_a_symbol_in_the_table_and_the_symbol_is_explained() -> None:
    about = view("children-looked-after")
    hidden = [row for row in about.by_group if not is_shown(row)]
    assert hidden
    app = page_of(about.indicator.id)
    table = figures_of(app, about)
    shown = cells_shown(table)
    assert {shown[row.ethnicity, date_of(row, table)] for row in hidden} == {"[c]"}
    assert "<b>[c]</b>" in html_of(app)


def file_links(app: AppTest) -> list[tuple[str, str]]:
    """The CSV files offered: the query of each and the words on its size."""
    found = re.findall(r'href="/api/v1/\w+\.csv\?([^"]*)" download>[^<]*<span>([^<]*)</span>', html_of(app))
    return [(unescape(query), size) for query, size in found]


@pytest.mark.parametrize("indicator_id", SHAPES[:3])
def test_the_file_of_an_indicator_holds_as_many_rows_as_the_link_says(indicator_id: str) -> None:
    query, size = file_links(page_of(indicator_id))[0]
    selection = parse_strictly(parse_qs(query), catalogue())
    assert repository().rows(selection) == rows_held(view(indicator_id))
    assert size == f"{len(rows_held(view(indicator_id))):,} rows"


EXPLORED = Selection(ethnicity=("eth5-black",), service_area=("children",))


def test_the_rows_of_explore_are_those_of_the_repository_a_page_at_a_time() -> None:
    app = opened("explore", ethnicity="eth5-black", service_area="children")
    total = repository().count(EXPLORED)
    for page in (1, 2):
        app.pagination[0].set_value(page)
        drawn(app)
        rows = repository().rows(EXPLORED, limit=25, offset=25 * (page - 1))
        table = table_named(app, "Figures ")
        assert table.caption == f"Figures {25 * page - 24} to {25 * page} of {total:,}"
        assert [(row[0], row[1], row[2], row[3], row[7]) for row in table.rows] == [
            (
                row.indicator,
                row.area,
                row.period,
                row.ethnicity,
                cell(row.value, row.marker, row.flags, catalogue().indicators[row.indicator_id].decimals),
            )
            for row in rows
        ]


def test_explore_offers_the_very_rows_it_shows() -> None:
    query, size = file_links(opened("explore", ethnicity="eth5-black", service_area="children"))[0]
    assert parse_strictly(parse_qs(query), catalogue()) == EXPLORED
    assert size == f"{repository().count(EXPLORED):,} rows"


def test_a_choice_made_in_a_box_changes_what_is_shown_and_the_address() -> None:
    app = opened("explore")
    app.multiselect(key="choose-ethnicity").set_value(["eth5-black"])
    drawn(app)
    assert app.query_params["ethnicity"] in ("eth5-black", ["eth5-black"])
    assert f"Showing {repository().count(Selection(ethnicity=('eth5-black',))):,} figures: Black." in html_of(app)


@pytest.mark.parametrize("name", ["strand", "service_area", "ethnicity", "ward", "period"])
def test_an_unknown_code_on_explore_is_told_and_left_out(name: str) -> None:
    app = opened("explore", **{name: "<script>"})
    (notice,) = notices(app)
    assert "“&lt;script&gt;”" in notice
    assert "so it was left out." in notice
    assert f"Showing {repository().count(Selection()):,} figures: everything published." in html_of(app)


@pytest.mark.parametrize("name", ["period", "area", "classification", "category", "ward", "ethnicity"])
def test_an_unknown_code_on_an_indicator_is_told_and_left_out(name: str) -> None:
    app = opened("indicator", indicator="neet", **{name: "nonsense"})
    (notice,) = notices(app)
    assert "“nonsense”" in notice
    assert "so it was left out." in notice


REGISTER_BOXES = [
    *("strand", "service_area", "type", "nature"),
    *("status_reported", "status_shown", "status_clock", "measured", "data"),
]


@pytest.mark.parametrize("name", REGISTER_BOXES)
def test_an_unknown_code_in_the_register_is_told_and_left_out(name: str) -> None:
    app = opened("commitments", **{name: "nonsense"})
    (notice,) = notices(app)
    assert "“nonsense”" in notice
    assert f"Showing {len(catalogue().commitments)} commitments: all of them." in html_of(app)


def test_an_unknown_place_to_compare_with_is_told() -> None:
    notice = " ".join(notices(opened("indicator", indicator="homelessness-duty-owed", reference="nowhere")))
    assert "“nowhere”, which is not a known group or place to compare with here" in notice


def test_a_table_does_not_mix_counts_with_per_cents() -> None:
    shown = html_of(opened("indicator", indicator="children-cautioned-or-sentenced"))
    assert "8,490" not in shown.partition("The figures")[2].partition("What was promised")[0]


def test_an_unknown_indicator_is_told_and_all_of_them_are_listed() -> None:
    app = opened("indicator", indicator="nonsense")
    assert "“nonsense”, which is not a known outcome here" in notices(app)[0]
    for indicator_id in catalogue().indicators:
        assert f'href="indicator?indicator={indicator_id}"' in html_of(app)


def test_an_unknown_commitment_is_told_and_the_register_is_shown() -> None:
    app = opened("commitments", commitment="nonsense")
    assert "“nonsense”, which is not a known commitment here." in notices(app)[0]
    assert f"Showing {len(catalogue().commitments)} commitments" in html_of(app)


IMPOSSIBLE = Selection(strand=("employer",), ward=("E05013703",))


def test_an_impossible_choice_on_explore_is_told_with_the_nearest_wider_one() -> None:
    assert repository().count(IMPOSSIBLE) == 0
    app = opened("explore", strand="employer", ward="E05013703")
    wider = len(repository().coverage(Selection(ward=IMPOSSIBLE.ward)))
    assert wider > len(repository().coverage(Selection(strand=IMPOSSIBLE.strand)))
    assert notices(app) == [
        f'<p class="ci-notice" role="note">No outcome matches all of these choices. Without the strand, {wider} do.</p>'
    ]
    assert '<a href="explore?ward=E05013703" target="_self">Remove the strand</a>' in html_of(app)
    assert "No figure matches, so there is no table." in html_of(app)


def test_an_impossible_choice_in_the_register_is_told_with_a_way_back() -> None:
    assert register.matching(served().snapshot(), {"type": ("governance",), "measured": ("direct",)}) == []
    app = opened("commitments", type="governance", measured="direct")
    assert "No commitment matches all of these choices." in notices(app)[0]
    assert '<a href="commitments" target="_self">Show all commitments</a>' in html_of(app)


def test_a_ward_without_figures_leads_to_the_borough_and_the_page_says_so() -> None:
    assert repository().count(Selection(indicator=("neet",), ward=("E05013703",))) == 0
    assert view("neet").choice.area_code == ISLINGTON
    assert "Showing everybody together in Islington" in html_of(opened("indicator", indicator="neet", ward="E05013703"))


def test_the_register_shows_the_commitments_whose_date_has_passed() -> None:
    now = served().snapshot()
    passed = [entry.title for entry in catalogue().commitments.values() if now.statuses[entry.id].clock.is_passed]
    app = opened("commitments", status_clock=list(PASSED))
    listed = [row[0] for table in tables(app) if table.caption.endswith(" of the strategy") for row in table.rows]
    forums = [forum.name for forum in catalogue().forums.values()]
    assert sorted(title for title in listed if title not in forums) == sorted(passed)


@pytest.mark.parametrize("kind", ["action", "target", "outcome", "governance"])
def test_a_commitment_of_each_kind_has_a_page_with_its_four_questions(kind: str) -> None:
    entry = next(entry for entry in catalogue().commitments.values() if entry.type == kind)
    html = html_of(opened("commitments", commitment=entry.id))
    assert html.count("<h1") == 1
    for question in ("What is the issue?", "What will be done?", "What is hoped for?", "How would we know?"):
        assert f"<dt>{question}</dt>" in html
