"""The stocktake and the pack, run whole: they follow the clock, agree with the files, and answer a committee."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from data_access import clock
from data_access.commitments.stocktake import READING_ORDER
from data_access.page_list import find
from data_access.portal import served
from data_access.records import Commitment
from data_access.stocktake_account import FILES, account
from tests.gathered_page import page_at

ROOT = Path(__file__).parents[2]
NOVEMBER = date(2026, 11, 23)
FEBRUARY = date(2027, 2, 1)


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOVEMBER)


def set_clock(monkeypatch: pytest.MonkeyPatch, on: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: on)


def opened(page: str, **address: str) -> str:
    """The HTML of a page, as text without its tags and with them."""
    app = page_at(ROOT / "pages" / find(page).script)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "".join(entry.value for entry in (*app.html, *app.markdown))


def words_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def promises_of_2021() -> Iterator[Commitment]:
    now = served().snapshot()
    for entry in now.catalogue.commitments.values():
        if (
            entry.due
            and entry.due.year == 2021
            and entry.type == "target"
            and not now.statuses[entry.id].reported.update
        ):
            yield entry


def row_of(html: str, title: str) -> str:
    (found,) = [row for row in re.findall(r"<tr.*?</tr>", html) if f">{title}</a>" in unescape(row)]
    return words_of(found)


@pytest.mark.parametrize("on", [NOVEMBER, FEBRUARY])
def test_every_target_of_2021_without_an_update_has_passed_by_the_right_days(
    monkeypatch: pytest.MonkeyPatch, on: date
) -> None:
    set_clock(monkeypatch, on)
    promises = list(promises_of_2021())
    assert len(promises) > 15
    register, ledger = opened("commitments"), opened("stocktake").partition("Questions to ask")[0]
    for entry in promises:
        days = f"{(on - entry.due).days:,}" if entry.due else ""
        assert f"Date passed {days} days ago" in row_of(register, entry.title)
        assert f" {days} " in row_of(ledger, entry.title)


def test_a_passed_date_shows_its_searches() -> None:
    for entry in promises_of_2021():
        text = words_of(opened("commitments", commitment=entry.id))
        searched = served().snapshot().statuses[entry.id].searched
        assert searched.own or "for accounts of the whole strategy" in text
        for search in (*searched.own, *searched.wide):
            assert f"[{search.id}]" in text


def test_the_sections_stand_in_the_order_a_committee_reads() -> None:
    html = opened("stocktake")
    places = [html.index(f'id="{key}"') for key in READING_ORDER]
    assert places == sorted(places)
    assert account(served(), 2026).taken.sentence in html


def test_every_file_is_offered_for_the_choice() -> None:
    for page in ("stocktake", "pack"):
        html = unescape(opened(page, year="2023", strand="employer"))
        for name in FILES:
            assert f"/api/v1/stocktake/{name}?year=2023&strand=employer" in html


def test_an_earlier_year_stands_at_its_end() -> None:
    text = words_of(opened("stocktake", year="2021", strand="employer"))
    assert "Employer, as it stood on 31 December 2021" in text
    assert "25 mentoring pairings started" not in text.partition("Questions to ask")[0]


@pytest.mark.parametrize(("name", "value"), [("year", "1066"), ("strand", "nonsense")])
def test_an_unknown_choice_is_told_and_left_out(name: str, value: str) -> None:
    text = words_of(opened("stocktake", **{name: value}))
    assert f"“{value}”, which is not a known {name} here" in text
    assert "Showing 144 commitments: all strands, as it stood on 23 November 2026." in text


def section(text: str, heading: str, following: str) -> str:
    return text.partition(heading)[2].partition(following)[0]


def test_the_pack_answers_which_housing_dates_have_passed_with_no_result() -> None:
    text = words_of(opened("pack", strand="service-provider"))
    housing = section(text, "Housing: dates that have passed", "Housing: commitments")
    expected = [e for e in account(served(), 2026).taken.ledger if e.commitment.service_area_code == "housing"]
    assert len(expected) == 3
    for entry in expected:
        assert entry.commitment.title in housing
        assert f" {entry.days:,} " in housing
    assert housing.count("Not yet searched by itself: no result is held.") == 3


def test_the_pack_answers_which_promises_about_children_in_care_have_data() -> None:
    text = words_of(opened("pack", strand="service-provider"))
    area = served().repository.catalogue.codes.service_areas["children"].label
    children = section(text, f"{area}: commitments with data", f"{area}: commitments without")
    assert "Fewer children looked after Children starting to be looked after Direct measure 2024/25:" in children
    by_group = section(
        children, "Children looked after, by ethnic group Stand-in measure", "% of children looked after"
    )
    assert re.match(r" 31 March 2025: Asian [\d.]+, Black [\d.]+,", by_group)


def test_the_pack_answers_what_changed() -> None:
    text = words_of(opened("pack", strand="service-provider"))
    changed = section(text, "What changed", "Community Wealth Building 15 commitments")
    assert "No edition was sealed before this one" in changed
    assert "Leisure and parks reach those in poorest health" in changed
    assert "Date passed, no published result found" in changed


def test_each_part_of_the_pack_has_three_questions_that_name_their_rule_and_owner() -> None:
    html = opened("pack")
    parts = re.findall(r'<ol class="ci-questions">(.*?)</ol>', html)
    assert len(parts) == 8
    for part in parts:
        assert part.count("<li>") == 3
        assert part.count("Rule questions-1.") == part.count("For: ") == 3


def test_no_statement_is_invented_and_the_page_says_how_one_is_added() -> None:
    for page, address in (("commitments", {"commitment": "housing-target-01"}), ("indicator", {"indicator": "neet"})):
        text = words_of(opened(page, **address))
        assert "No statement has been received." in text
        assert "An answer is a new statement; none is edited." in text


def test_every_forum_is_shown_with_what_it_oversees() -> None:
    html = opened("stocktake")
    for forum in served().repository.catalogue.forums.values():
        assert forum.name in unescape(html)


def test_the_headline_counts_what_was_and_was_not_searched() -> None:
    text = words_of(opened(""))
    assert "The date has passed for 25 of them, and for 23 of those nobody has yet looked for a result." in text
