"""One figure with its source, edition, interval and what became of it."""

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data_access.columns import PUBLISHED
from data_access.editions.correct import correct
from data_access.editions.folder import edition_folder
from data_access.editions.seal import seal
from data_access.editions.withdraw import withdraw
from data_access.figure_account import Figure, Latest, Replacement, document, figure, view_address
from data_access.figure_ids import FigureId, id_of
from data_access.files import Folders
from data_access.measured import measured_view, preferred_reference
from data_access.measures.results import Estimate
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.selection import parse_strictly
from data_access.views import indicator_view
from tests.data_access.editions.sealed_portal import (
    BLACK,
    DAY,
    LATER,
    NEW_ROW,
    OLD_ROW,
    PREPARED,
    WHITE,
    WRONG_COUNT,
    change_draft,
    correct_draft,
    correct_second,
    draft_figures,
    seal_first,
    write_portal,
)

REPOSITORY = served("2026-1").repository
ROWS = REPOSITORY.rows(Selection())
TAKEN_OUT = "d2024-03-31,E09000019,eth5-black,Black or Black British,all,80,200,40,,,,,,small-source\n"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PORTAL_EDITION", raising=False)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folders]:
    """Three editions: the second corrects one figure of the first and takes one out, the third changes nothing."""
    folders = write_portal(tmp_path_factory.mktemp("corrected"))
    seal_first(folders)
    change_draft(folders, TAKEN_OUT, "")
    correct_second(folders)
    seal(folders, "2027-1", note="The new year.", prepared_by=PREPARED, on=LATER)
    yield folders


def told(folders: Folders, edition: str, cell: object = BLACK) -> Figure:
    return figure(f"{edition}.{cell}", folders)


def test_a_corrected_figure_is_superseded_by_the_one_that_corrects_it(corrected: Folders) -> None:
    first = told(corrected, "2026-1")
    assert first.sentence.startswith("In Islington on 31 March 2025: 56 of 160 children")
    assert first.superseded_by == Replacement("2026-2", FigureId("2026-2", *BLACK), WRONG_COUNT, LATER)
    assert first.latest == Latest("2027-1", FigureId("2027-1", *BLACK), is_same=False)
    assert first.corrects is None
    assert (first.sealed_on, first.approved_by) == (DAY, "Head of strategy")
    written = document(first)["superseded_by"]
    assert (written["id"], written["reason"], written["on"]) == (f"2026-2.{BLACK}", WRONG_COUNT, "2026-12-24")
    assert written["address"].endswith(f"/figure/2026-2.{BLACK}")


def test_the_correcting_figure_tells_what_it_corrects_and_which_edition_carries_it_on(corrected: Folders) -> None:
    second = told(corrected, "2026-2")
    assert second.sentence.startswith("In Islington on 31 March 2025: 64 of 160 children")
    assert second.superseded_by is None
    assert second.corrects == Replacement("2026-1", FigureId("2026-1", *BLACK), WRONG_COUNT, LATER)
    assert second.latest == Latest("2027-1", FigureId("2027-1", *BLACK), is_same=True)
    assert second.flags == ("revised",)


def test_the_latest_figure_has_none_after_it_and_an_unchanged_one_says_which_is_latest(corrected: Folders) -> None:
    latest = told(corrected, "2027-1")
    assert (latest.superseded_by, latest.corrects, latest.latest) == (None, None, None)
    unchanged = told(corrected, "2026-1", WHITE)
    assert unchanged.superseded_by is None
    assert unchanged.latest == Latest("2027-1", FigureId("2027-1", *WHITE), is_same=True)


def test_a_figure_that_was_taken_out_is_superseded_by_none(corrected: Folders) -> None:
    gone = told(corrected, "2026-1", BLACK._replace(period="d2024-03-31"))
    assert gone.superseded_by == Replacement("2026-2", None, WRONG_COUNT, LATER)
    assert gone.latest == Latest("2027-1", None, is_same=False)
    assert document(gone)["superseded_by"]["address"] is None


def test_a_withdrawn_figure_is_hidden_under_its_id_and_its_number_is_nowhere(tmp_path: Path) -> None:
    folders = write_portal(tmp_path)
    seal_first(folders)
    change_draft(folders, OLD_ROW, NEW_ROW)
    correct(folders, "2026-2", reason="It was 56 and is 64.", note="One.", prepared_by=PREPARED, on=LATER)
    withdraw(folders, BLACK, reason="It told too much.", prepared_by=PREPARED, on=LATER)
    for edition in ("2026-1", "2026-2"):
        hidden = told(folders, edition)
        assert (hidden.row.marker, hidden.text, hidden.interval) == ("c", "", None)
        written = document(hidden)
        assert (written["value"], written["base"]["numerator"]) == (None, None)
        assert written["hidden"] == "hidden to protect people"
        assert written["superseded_by" if edition == "2026-1" else "corrects"]["reason"] == ""
        assert not re.search(r"\b(56|64|35|40)(\.0)?\b", json.dumps(written))


def test_the_draft_is_told_as_a_draft_and_nothing_is_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = write_portal(tmp_path)
    seal_first(folders)
    monkeypatch.setenv("PORTAL_EDITION", "draft")
    draft = told(folders, "draft")
    assert (draft.sealed_on, draft.latest, draft.superseded_by, draft.corrects) == (None, None, None, None)
    assert "Working draft" in draft.citation.long
    assert document(draft)["source"]["read_by"] is None


def test_two_corrections_in_turn_lead_to_the_newest(tmp_path: Path) -> None:
    folders = write_portal(tmp_path)
    seal_first(folders)
    correct_second(folders)
    change_draft(folders, "64,160,40", "72,160,45")
    correct_draft(folders, "2026-3")
    first, second = told(folders, "2026-1"), told(folders, "2026-2")
    assert first.superseded_by is not None
    assert second.superseded_by is not None
    assert first.superseded_by.edition == second.superseded_by.edition == "2026-3"
    assert edition_folder(folders, "2026-3").is_dir()
    assert "72,160,45" in draft_figures(folders).read_text()


def test_every_figure_has_its_source_licence_edition_and_day_and_a_hidden_one_no_number() -> None:
    for row in random.Random(7).sample(ROWS, 300):
        found = figure(str(id_of(row)))
        written = document(found)
        assert found.row == row
        assert written["value"] == row.value
        assert written["source"]["licence"]
        assert written["source"]["publisher"]
        assert date.fromisoformat(written["source"]["read_by"]) == found.sealed_on
        assert written["edition"] == {"id": "2026-1", "sealed_on": "2026-11-25", "approved_by": None}
        assert (row.marker == PUBLISHED) == bool(found.text) == (written["hidden"] is None)
        if found.interval:
            assert row.value is not None
            assert found.interval.lower <= row.value <= found.interval.upper


@pytest.mark.parametrize("indicator_id", ["free-school-meals", "children-looked-after", "stop-and-search"])
def test_the_interval_is_the_one_on_the_page_of_the_outcome(indicator_id: str) -> None:
    view = indicator_view(REPOSITORY, indicator_id, Selection())
    measures = measured_view(REPOSITORY, view, preferred_reference(view)).groups
    shown = {id_of(entry.row): entry.value for entry in measures}
    assert any(isinstance(value, Estimate) and value.interval for value in shown.values())
    for figure_id, value in shown.items():
        interval = value.interval if isinstance(value, Estimate) else None
        assert figure(str(figure_id)).interval == interval


def test_everybody_as_a_share_of_everybody_has_no_interval() -> None:
    whole = next(row for row in ROWS if row.measure_type == "composition" and row.ethnicity_code == ALL)
    assert figure(str(id_of(whole))).interval is None


def test_the_page_that_a_figure_leads_to_shows_it() -> None:
    for row in random.Random(11).sample(ROWS, 80):
        asked = parse_qs(urlsplit(view_address(row, REPOSITORY.catalogue)).query)
        assert asked.pop("edition") == [row.edition]
        view = indicator_view(REPOSITORY, asked["indicator"][0], parse_strictly(asked, REPOSITORY.catalogue))
        assert row in view.series
        assert row.category_code == view.choice.category_code
