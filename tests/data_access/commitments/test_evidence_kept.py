"""The evidence as it is kept: sound, in our own words, and no more than its sources say."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_access.catalogue import load_catalogue
from data_access.check import read_all_observations
from data_access.commitments.bases import BASE_INDICATOR, base_now
from data_access.commitments.evidence import load_evidence
from data_access.commitments.questions import PER_SECTION, questions, sections
from data_access.commitments.series import borough_series
from data_access.commitments.statuses import date_reading, three_statuses
from data_access.commitments.stocktake import READING_ORDER, snapshot, stocktake
from data_access.commitments.tables import STATUS_COLUMNS, status_rows
from data_access.export import json_rows
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.records import Commitment
from data_access.wording import RUN_LENGTH, run_hashes, tokens

CATALOGUE = load_catalogue(config_texts(DEFAULT_FOLDERS))
EVIDENCE = load_evidence(DEFAULT_FOLDERS, CATALOGUE)
DAY = date(2026, 11, 23)
DIRECT = sorted({name for links in CATALOGUE.links_of.values() for name, link in links if link.fit == "direct"})
OBSERVATIONS = list(read_all_observations(DEFAULT_FOLDERS, CATALOGUE, [], [*DIRECT, BASE_INDICATOR]))
SERIES = {name: borough_series(OBSERVATIONS, CATALOGUE.indicators[name], CATALOGUE) for name in DIRECT}
NOW = snapshot("draft", CATALOGUE, EVIDENCE, SERIES, DAY)
ACCOUNT = stocktake(NOW, None, base_now(OBSERVATIONS, CATALOGUE))
DATED_2021 = [entry for entry in CATALOGUE.commitments.values() if entry.due and entry.due.year == 2021]
STRATEGY_RUNS = frozenset((DEFAULT_FOLDERS.root / "tests/config/strategy_8_word_runs.txt").read_text("ascii").split())
TITLE_WORDS = CATALOGUE.settings.strategy_title
KEPT = sorted(
    path
    for folder in ("updates", "searches", "statements")
    for path in (DEFAULT_FOLDERS.data / folder).iterdir()
    if path.suffix in {".csv", ".md", ".toml"}
)


def copied_runs(text: str) -> list[str]:
    words = tokens(text)
    runs = (" ".join(words[start : start + RUN_LENGTH]) for start in range(len(words) - RUN_LENGTH + 1))
    title = run_hashes(TITLE_WORDS)
    return [run for run in runs if run_hashes(run) & STRATEGY_RUNS - title]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_of_evidence_copies_no_run_of_8_words_from_the_strategy(path: Path) -> None:
    text = path.read_text("utf-8")
    cells = [cell for row in csv.reader(text.splitlines()) for cell in row] if path.suffix == ".csv" else [text]
    assert [run for cell in cells for run in copied_runs(cell)] == []


@pytest.mark.parametrize("entry", DATED_2021, ids=lambda entry: entry.id)
def test_on_23_november_2026_a_date_of_2021_has_passed_with_its_days_and_its_search_log(entry: Commitment) -> None:
    assert entry.due is not None
    statuses = NOW.statuses[entry.id]
    assert statuses.clock.label.startswith(f"Date passed {(DAY - entry.due).days:,} days ago")
    assert statuses.clock.days == (DAY - entry.due).days
    assert statuses.searched.own or statuses.searched.wide
    assert entry.due_words in date_reading(entry)


@pytest.mark.parametrize("shift", [-2200, -1800, -1, 1, 366])
def test_whatever_the_clock_says_page_row_and_ledger_agree(shift: int) -> None:
    on = DAY + timedelta(days=shift)
    moved = snapshot("draft", CATALOGUE, EVIDENCE, SERIES, on)
    rows = {row["commitment_id"]: row for row in json_rows(status_rows(moved), tuple(STATUS_COLUMNS))}
    ledger = {entry.commitment.id: entry.days for entry in stocktake(moved).ledger}
    for entry in CATALOGUE.commitments.values():
        days = (on - entry.due).days if entry.due else 0
        assert rows[entry.id]["days_overdue"] == ledger.get(entry.id) == (days if days > 0 else None)
        assert three_statuses(entry, CATALOGUE, EVIDENCE, SERIES, on) == moved.statuses[entry.id]


def test_no_source_that_we_hold_says_that_a_promise_is_done_so_none_is_told_as_done() -> None:
    assert {entry.reported for entry in EVIDENCE.updates} == {"fact"}
    assert {statuses.reported.code for statuses in NOW.statuses.values()} == {"none"}


def test_a_machine_written_source_is_of_low_trust_and_called_a_lead() -> None:
    machine = [entry for entry in EVIDENCE.updates if "machine-written" in entry.says]
    assert machine
    assert {entry.origin.confidence for entry in machine} == {"low"}
    assert all("lead to check" in entry.summary for entry in machine)


def test_nothing_is_said_to_be_checked_with_a_publisher() -> None:
    assert not any(entry.origin.checked_with_publisher for entry in (*EVIDENCE.updates, *EVIDENCE.strategy))


def test_updates_are_in_sentences_and_none_is_of_a_day_to_come() -> None:
    for entry in EVIDENCE.updates:
        assert entry.summary.endswith((".", "”")), entry.id
        assert entry.on.first <= DAY


def test_a_search_of_the_whole_strategy_counts_for_no_single_promise() -> None:
    wide = [entry for entry in EVIDENCE.searches if entry.is_wide]
    assert wide
    assert not any(entry.covers(one) for entry in wide for one in CATALOGUE.commitments.values())


def test_two_of_the_25_promises_past_their_date_were_searched_for() -> None:
    passed = [name for name, one in NOW.statuses.items() if one.clock.is_passed and not name.startswith("governance")]
    own = [name for name in passed if NOW.statuses[name].searched.own]
    assert (len(passed), own) == (25, ["environment-regeneration-outcome-02", "environment-regeneration-outcome-03"])


def test_every_search_says_that_it_was_made_in_copies() -> None:
    assert all("cop" in entry.where for entry in EVIDENCE.searches)


def test_no_statement_is_invented() -> None:
    assert EVIDENCE.statements == ()


def test_the_wording_of_every_promise_is_frozen() -> None:
    assert {entry.commitment_id for entry in EVIDENCE.wording} == set(CATALOGUE.commitments)


def test_the_strategy_is_in_force_until_2023_and_of_unknown_status_since() -> None:
    assert [(entry.on.code, entry.status) for entry in EVIDENCE.strategy] == [("2021", "in-force"), ("2023", "unknown")]


def test_the_promised_shares_stand_beside_the_census() -> None:
    assert {line.commitment.id: line.promised.share for line in ACCOUNT.bases} == {
        "environment-regeneration-outcome-03": 30,
        "community-wealth-building-outcome-01": 50,
    }
    assert {round(line.now.share, 1) for line in ACCOUNT.bases if line.now} == {37.8}


def test_no_figure_is_tested_yet_so_none_gives_a_verdict() -> None:
    assert {statuses.shown.code for statuses in NOW.statuses.values()} == {"cannot-tell"}


def test_every_section_has_three_questions() -> None:
    asked = questions(NOW)
    for strand, area in sections(NOW):
        found = [one for one in asked if (one.strand_code, one.service_area_code) == (strand, area)]
        assert len(found) == PER_SECTION
        assert len({one.commitment_id for one in found}) == PER_SECTION
        assert all(one.owner and one.text.count("“") == one.text.count("”") for one in found)


def test_the_account_has_something_for_each_part_of_its_reading_order() -> None:
    parts = {"answer": "sentence", "no-data": "no_data"}
    missing = {"questions", "rules"}
    assert all(hasattr(ACCOUNT, parts.get(name, name)) for name in READING_ORDER if name not in missing)
