"""What happened: every sealing, correction, report and passed date, told once and always alike."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data_access import clock
from data_access.commitments.evidence import UPDATE_COLUMNS
from data_access.commitments.stocktake import ledger
from data_access.edition_list import sealed
from data_access.events import Event, events
from data_access.files import Folders
from data_access.portal import served
from tests.data_access.editions.sealed_portal import (
    DAY,
    FIGURES,
    LATER,
    OLD_ROW,
    WRONG_COUNT,
    change_draft,
    correct_draft,
    seal_first,
    write_portal,
)

TODAY = date(2027, 3, 1)
WARD_ROW = "fy2024-25,E05013703,all,,all,,,12,"


@pytest.fixture(autouse=True)
def on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def working(tmp_path: Path) -> Folders:
    """A small portal with nothing sealed."""
    return write_portal(tmp_path)


def report(folders: Folders, **cells: str) -> None:
    """Write one update of the small portal's target, on top of those that are there."""
    row = {
        **dict.fromkeys(UPDATE_COLUMNS, ""),
        "commitment_id": "children-target-01",
        "says": "The council",
        "summary": "It says so.",
        "source_title": "A page",
        "url": "https://example.org/",
        "read_in": "the page itself",
        "confidence": "high",
        "checked_with_publisher": "no",
        "published": "not seen",
        **cells,
    }
    path = folders.data / "updates" / "updates.csv"
    path.parent.mkdir(exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, UPDATE_COLUMNS)
        if is_new:
            writer.writeheader()
        writer.writerow(row)


def of_kind(found: list[Event], kind: str) -> list[Event]:
    return [event for event in found if event.kind == kind]


def test_every_edition_and_every_row_of_a_correction_is_an_event(working: Folders) -> None:
    seal_first(working)
    change_draft(working, OLD_ROW, "all,64,160,40,,,,,")
    change_draft(working, "all,40,160,25,,,,p,", "all,48,160,30,,,,p,")
    offences = working.observations / "offences.csv"
    offences.write_text(offences.read_text(encoding="utf-8").replace(",,,12,", ",,,13,"), encoding="utf-8")
    manifest = correct_draft(working)
    found = events(folders=working)

    assert [event.title for event in of_kind(found, "edition")] == [
        "Edition 2026-2 was sealed",
        "Edition 2026-1 was sealed",
    ]
    told = of_kind(found, "correction")
    assert {event.key for event in told} == {
        "/".join(("correction", "2026-2", *one.cell)) for one in manifest.corrections
    }
    assert len(told) == 3
    black = next(event for event in told if "eth5-black" in event.key)
    assert "35.0 to 40.0" in black.sentence
    assert WRONG_COUNT in black.sentence
    assert (black.on, black.page, black.ward_codes) == (LATER, "indicator?indicator=looked-after", ())
    assert [event.ward_codes for event in told if event.page.endswith("offences")] == [("E05013703",)]


def test_a_correction_stays_when_its_outcome_is_gone_and_when_a_year_has_passed(
    working: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_first(working)
    (working.data / FIGURES).unlink()
    (working.config / "indicators" / "looked-after.toml").unlink()
    correct_draft(working)
    monkeypatch.setattr(clock, "today", lambda: date(2029, 1, 1))
    told = of_kind(events(folders=working), "correction")
    assert {event.page for event in told} == {"indicator?indicator=looked-after&edition=2026-1"}
    assert all("to no figure" in event.sentence for event in told)


def test_a_date_passes_on_the_day_after_and_not_before(working: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2021, 8, 31))
    assert of_kind(events(folders=working), "passed") == []
    monkeypatch.setattr(clock, "today", lambda: date(2021, 9, 1))
    (event,) = of_kind(events(folders=working), "passed")
    assert (event.on, event.page) == (date(2021, 9, 1), "commitments?commitment=children-target-01")
    assert "31 August 2021" in event.sentence
    assert event.at.isoformat() == "2021-09-01T00:00:00+01:00"


def test_a_report_is_told_on_the_day_it_could_be_known_and_only_where_it_changes_the_status(working: Folders) -> None:
    report(working, id="update-001", on="2021-07", published="2021-10-05", reported="in-progress")
    report(working, id="update-002", on="2022-03", reported="in-progress")
    report(working, id="update-003", on="2022-04-01", reported="fact")
    report(working, id="update-004", on="2022-05-01", reported="complete")
    told = of_kind(events(folders=working), "reported")
    assert [(event.on, event.title) for event in told] == [
        (date(2022, 5, 1), "Reported as complete: A promise"),
        (date(2021, 10, 5), "Reported as in progress: A promise"),
    ]
    assert "The council, July 2021" in told[1].sentence


def test_what_was_reported_done_in_time_has_no_passed_date(working: Folders) -> None:
    report(working, id="update-001", on="2021-07-01", reported="complete")
    assert of_kind(events(folders=working), "passed") == []


def test_a_date_that_moved_is_told_and_passes_again(working: Folders) -> None:
    report(working, id="update-001", on="2022-01-10", reported="changed", new_due="2022-06-30")
    found = events(folders=working)
    (moved,) = of_kind(found, "due")
    assert "31 August 2021. It is now 30 June 2022." in moved.sentence
    assert [event.on for event in of_kind(found, "passed")] == [date(2022, 7, 1), date(2021, 9, 1)]
    assert "An update set it to 30 June 2022" in of_kind(found, "passed")[0].sentence


def test_a_strand_has_its_own_events_and_those_of_all(working: Folders) -> None:
    seal_first(working)
    everything = events(folders=working)
    assert events("service-provider", working) == everything
    assert of_kind(events("employer", working), "edition") == of_kind(everything, "edition")
    assert of_kind(events("employer", working), "passed") == []


def test_ids_are_stable_and_belong_to_one_event_each() -> None:
    found = events()
    assert found == events()
    assert max(Counter(event.id for event in found).values()) == 1
    by_key = {event.key: event.id for event in found}
    # Readers' programs know an entry by this: it may never change.
    assert by_key["edition/2026-1"] == "urn:uuid:f16fe9e7-19db-5623-95a6-338717b6bba7"


def test_an_event_of_the_published_portal_stands_for_every_edition_and_every_overdue_commitment() -> None:
    found = events()
    assert [event.on for event in found] == sorted((event.on for event in found), reverse=True)
    assert {event.key for event in of_kind(found, "edition")} == {f"edition/{one.manifest.edition}" for one in sealed()}
    corrections = sum(len(one.manifest.corrections) for one in sealed())
    assert len(of_kind(found, "correction")) == corrections
    overdue = {entry.commitment.id for entry in ledger(served().snapshot())}
    assert overdue
    assert overdue <= {event.page.partition("=")[2] for event in of_kind(found, "passed")}


def test_nothing_is_told_that_has_not_happened(working: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    seal_first(working)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 24))
    assert clock.today() < DAY
    assert of_kind(events(folders=working), "edition") == []
