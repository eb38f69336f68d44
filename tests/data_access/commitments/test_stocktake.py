"""The stocktake of a small portal, and of two editions of it."""

from dataclasses import replace
from datetime import date

import pytest

from data_access.catalogue import load_catalogue
from data_access.commitments.bases import BaseNow
from data_access.commitments.evidence import load_evidence
from data_access.commitments.questions import PER_SECTION, questions
from data_access.commitments.records import Evidence, PopulationBase, Search, StrategyStatus
from data_access.commitments.series import borough_series
from data_access.commitments.stocktake import READING_ORDER, Snapshot, snapshot, stocktake, stocktake_day
from data_access.commitments.tables import (
    BASE_COLUMNS,
    CHANGE_COLUMNS,
    COUNT_COLUMNS,
    LEDGER_COLUMNS,
    NO_DATA_COLUMNS,
    QUESTION_COLUMNS,
    STATUS_COLUMNS,
    base_rows,
    change_rows,
    count_rows,
    csv_files,
    ledger_rows,
    no_data_rows,
    question_rows,
    status_rows,
)
from data_access.commitments.when import When
from data_access.export import json_rows
from data_access.files import Folders, config_texts
from data_access.records import Break, Catalogue, Observation
from tests.small_portal import write

DAY = date(2026, 11, 23)
WIDE = "Accounts of the whole strategy were looked for in November 2026"
TARGET = "children-target-01"
HEADER = (
    "id,commitment_id,on,published,reported,says,summary,source_title,url,read_in,confidence,"
    "checked_with_publisher,new_due,new_target,next_review\n"
)
DONE = (
    f"update-001,{TARGET},2022-03-01,2022-04-02,complete,The council,Done.,"
    "Minutes,https://example.org/,a copy,low,no,,,\n"
)


@pytest.fixture
def catalogue(folders: Folders) -> Catalogue:
    return load_catalogue(config_texts(folders))


@pytest.fixture
def done(folders: Folders, catalogue: Catalogue) -> Evidence:
    write(folders.data / "updates/updates.csv", HEADER + DONE)
    return load_evidence(folders, catalogue)


def taken(catalogue: Catalogue, evidence: Evidence | None = None, on: date = DAY) -> Snapshot:
    return snapshot("draft", catalogue, evidence or Evidence(), {}, on)


def a_search(*scope: str) -> Search:
    november = When(date(2026, 11, 1), date(2026, 11, 30))
    return Search("search-001", november, scope, "stored copies", "a yearly stocktake", found=False, note="")


@pytest.mark.parametrize(
    ("year", "day"), [(2021, date(2021, 12, 31)), (2025, date(2025, 12, 31)), (2026, DAY), (2027, DAY)]
)
def test_a_year_is_taken_at_its_end_or_today(year: int, day: date) -> None:
    assert stocktake_day(year, DAY) == day


def test_the_sentence_counts_three_things_apart(catalogue: Catalogue) -> None:
    assert stocktake(taken(catalogue)).sentence == (
        "Of 3 commitments, 0 are reported complete, 1 has passed their date, and 2 have no measure."
    )


def test_each_status_counts_every_promise_once_in_each_grouping(catalogue: Catalogue) -> None:
    counts = stocktake(taken(catalogue)).counts
    totals: dict[tuple[str, str], int] = {}
    for one in counts:
        key = (one.group_kind, one.status)
        totals[key] = totals.get(key, 0) + one.count
        assert one.count <= one.of
    assert totals == {
        (kind, status): 3 for kind in ("strand", "service_area") for status in ("reported", "shown", "clock")
    }


def test_the_ledger_accuses_nobody_of_what_nobody_searched(catalogue: Catalogue) -> None:
    (entry,) = stocktake(taken(catalogue)).ledger
    assert (entry.commitment.id, entry.days, entry.would_close) == (TARGET, 1910, "Nobody publishes it.")
    assert entry.reading == "“by summer 2021” is read as 31 August 2021: summer ends on 31 August"
    assert entry.looked == "Not yet searched. There may be a published result that nobody has looked for."


@pytest.mark.parametrize(
    ("scope", "looked"),
    [
        ("strategy", f"Not yet searched by itself. {WIDE}, and none was found."),
        (TARGET, "Searched in November 2026, nothing found. November 2026: a yearly stocktake."),
    ],
)
def test_the_ledger_says_where_a_result_was_looked_for(catalogue: Catalogue, scope: str, looked: str) -> None:
    (entry,) = stocktake(taken(catalogue, Evidence(searches=(a_search(scope),)))).ledger
    assert entry.looked == looked


def test_what_is_reported_done_leaves_the_ledger(catalogue: Catalogue, done: Evidence) -> None:
    assert stocktake(taken(catalogue, done)).ledger == ()
    assert [entry.days for entry in stocktake(taken(catalogue, done, date(2022, 4, 1))).ledger] == [213]


def test_the_changes_are_those_of_state_and_not_of_days(catalogue: Catalogue, done: Evidence) -> None:
    before = taken(catalogue, on=date(2026, 1, 1))
    assert stocktake(taken(catalogue), before).changes == ()
    assert change_rows(stocktake(taken(catalogue, done), before)) == [
        (TARGET, "A promise", "reported", "No published result that we hold", "Complete"),
        (TARGET, "A promise", "clock", "Date passed, not yet searched", "Done late, as reported"),
    ]


def test_a_promise_that_came_or_went_is_a_change(catalogue: Catalogue) -> None:
    fewer = replace(catalogue, commitments={k: v for k, v in catalogue.commitments.items() if k != TARGET})
    assert [one.after for one in stocktake(taken(catalogue), taken(fewer)).changes] == ["added"]
    assert [one.after for one in stocktake(taken(fewer), taken(catalogue)).changes] == ["removed"]


def test_what_has_no_data_says_why_and_who_could_publish_it(catalogue: Catalogue) -> None:
    assert {entry.commitment.id: (entry.reason, entry.missing) for entry in stocktake(taken(catalogue)).no_data} == {
        "children-action-01": ("Cannot tell: no measure", "Nobody publishes it."),
        "children-target-01": ("Cannot tell: no measure", "Nobody publishes it."),
        "children-outcome-01": ("Cannot tell: only a stand-in measure", "Nobody publishes it."),
    }


def test_a_promised_share_stands_beside_the_base_in_force(catalogue: Catalogue) -> None:
    promised = PopulationBase(TARGET, 30, "a group", "a base", None, "")
    account = stocktake(
        taken(catalogue, Evidence(bases=(promised,))), base=BaseNow("d2021-03-21", "census", 81836, 216590)
    )
    (row,) = json_rows(base_rows(account), tuple(BASE_COLUMNS))
    assert (row["promised_share"], row["base_share"], row["base_now_share"]) == (30, None, 37.8)


def test_the_strategy_has_the_status_of_its_newest_source(catalogue: Catalogue, done: Evidence) -> None:
    origin = done.updates[0].origin
    entries = tuple(
        StrategyStatus(When(date(year, 1, 1), date(year, 12, 31)), status, "The council", "", origin)
        for year, status in ((2021, "in-force"), (2023, "unknown"))
    )
    evidence = Evidence(strategy=entries)
    found = [stocktake(taken(catalogue, evidence, date(year, 6, 1))).strategy for year in (2020, 2022, 2024)]
    assert [entry.status if entry else None for entry in found] == [None, "in-force", "unknown"]


def test_a_section_gets_three_questions_each_with_its_rule_and_owner(catalogue: Catalogue) -> None:
    asked = questions(taken(catalogue))
    assert [question.rule for question in asked] == [
        "questions-1.date-passed",
        "questions-1.stand-in",
        "questions-1.no-measure",
    ]
    assert len({question.commitment_id for question in asked}) == PER_SECTION
    assert {question.owner for question in asked} == {"Not named."}
    assert asked[0].text == (
        "“A promise” was promised by 31 August 2021. What came of it, and where can the public read that?"
    )


def test_a_source_of_low_trust_is_asked_about(catalogue: Catalogue, done: Evidence) -> None:
    asked = questions(taken(catalogue, done))
    assert asked[0].rule == "questions-1.low-trust"
    assert "Can the council confirm or correct this?" in asked[0].text


def test_every_table_has_a_cell_for_each_of_its_columns(catalogue: Catalogue, done: Evidence) -> None:
    promised = PopulationBase(TARGET, 30, "a group", "a base", None, "")
    now = taken(catalogue, replace(done, bases=(promised,)), date(2022, 4, 1))
    account = stocktake(now, taken(catalogue, on=date(2021, 1, 1)))
    for columns, rows in (
        (STATUS_COLUMNS, status_rows(now)),
        (COUNT_COLUMNS, count_rows(account)),
        (LEDGER_COLUMNS, ledger_rows(account, now)),
        (NO_DATA_COLUMNS, no_data_rows(account, now)),
        (CHANGE_COLUMNS, change_rows(account)),
        (BASE_COLUMNS, base_rows(account)),
        (QUESTION_COLUMNS, question_rows(questions(now))),
    ):
        assert rows
        assert {len(row) for row in rows} == {len(columns)}
        assert all(columns.values())
    files = csv_files(account, now, questions(now))
    assert all(text.startswith(("edition,", "section,", "commitment_id,")) for text in files.values())
    assert len(files) == 7


def test_a_row_names_the_evidence_it_rests_on(catalogue: Catalogue, done: Evidence) -> None:
    evidence = replace(done, searches=(a_search(TARGET), replace(a_search("strategy"), id="search-002")))
    rows = {
        row["commitment_id"]: row for row in json_rows(status_rows(taken(catalogue, evidence)), tuple(STATUS_COLUMNS))
    }
    row = rows[TARGET]
    assert (row["reported"], row["clock"], row["days_overdue"]) == ("complete", "done-late", None)
    assert (row["searched"], row["searched_on"], row["evidence_ids"]) == (
        "nothing-found",
        "2026-11",
        "update-001 search-001",
    )
    assert {row[f"{name}_rule"] for name in ("reported", "shown", "clock", "searched")} == {
        "reported-1", "shown-1", "clock-2", "searched-1",
    }  # fmt: skip
    assert rows["children-outcome-01"]["indicator_ids"] == "looked-after offences"


def test_the_reading_order_begins_with_the_answer_and_ends_with_the_rules() -> None:
    assert (next(iter(READING_ORDER)), list(READING_ORDER)[-1]) == ("answer", "rules")


def figure(period: str, value: float | None, group: str = "all", category: str = "all") -> Observation:
    marker = "c" if value is None else ""
    return Observation(
        indicator_id="offences",
        period_code=period,
        area_code="E09000019",
        ethnicity_code=group,
        ethnicity_as_published="",
        category_code=category,
        numerator=None,
        denominator=None,
        value=value,
        lower=None,
        upper=None,
        marker=marker,
        flags="",
        note_id="",
        source_id="small-source",
    )


def test_a_series_holds_figures_of_one_kind_in_time_order(catalogue: Catalogue) -> None:
    indicator = replace(catalogue.indicators["offences"], breaks=(Break("d2025-03-31", "counted anew"),))
    rows = [
        figure("d2025-03-31", None),
        figure("d2024-03-31", 3),
        figure("fy2024-25", 9, category="part"),
        replace(figure("fy2024-25", 9), area_code="E12000007"),
    ]
    found = borough_series(rows, indicator, catalogue)
    assert [(point.period_code, point.value, point.is_break) for point in found.points] == [
        ("d2024-03-31", 3, False),
        ("d2025-03-31", None, True),
    ]
    assert (found.tested, found.counts_promise) == (None, False)


def test_a_series_of_another_length_of_time_or_group_is_left_out(catalogue: Catalogue) -> None:
    indicator = catalogue.indicators["offences"]
    rows = [
        figure("d2025-03-31", 4, "eth5-black"),
        figure("d2024-03-31", 3, "eth5-white"),
        figure("fy2024-25", 9, "eth5-white"),
    ]
    assert [point.value for point in borough_series(rows, indicator, catalogue).points] == [9]
    assert borough_series([], indicator, catalogue).points == ()
