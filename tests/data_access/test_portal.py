"""Which editions a process serves: those that there were when it first asked, told apart by name."""

from datetime import date, timedelta

import pytest

from data_access import portal
from data_access.database import build
from data_access.editions.folder import folders_of
from data_access.editions.seal import seal
from data_access.errors import NotReadyError, UnknownCodeError
from data_access.files import Folders
from data_access.portal import OLD_AFTER, default_edition, editions, readiness, served


def seal_as(folders: Folders, edition: str) -> None:
    seal(folders, edition, note="One.", prepared_by="Officer", on=date(2026, 11, 25))


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("READ_DATABASE_URL", raising=False)
    monkeypatch.delenv("PORTAL_EDITION", raising=False)


def test_the_latest_edition_is_shown_and_the_others_can_be_asked_for(folders: Folders) -> None:
    seal_as(folders, "2026-1")
    seal_as(folders, "2026-2")
    assert editions(folders) == ("2026-2", "2026-1")
    assert served(folders=folders).repository.edition == "2026-2"
    older = served("2026-1", folders)
    assert (older.repository.edition, older.is_latest, older.today) == ("2026-1", False, date(2026, 11, 25))
    with pytest.raises(UnknownCodeError, match="2026-9"):
        served("2026-9", folders)


def test_an_edition_sealed_while_the_process_runs_is_told_and_changes_nothing(folders: Folders) -> None:
    seal_as(folders, "2026-1")
    assert served(folders=folders).is_latest
    seal_as(folders, "2026-2")
    assert default_edition(folders) == "2026-1"
    assert served(folders=folders).repository.edition == "2026-1"
    ready, state = readiness(folders)
    assert ready
    assert state["problem"] == "another edition has been sealed since this process started; start it again to show it"


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (OLD_AFTER.days, False), (OLD_AFTER.days + 1, True)])
def test_an_edition_that_outlives_the_yearly_promise_is_told_as_old_and_is_still_shown(
    days: int, is_old: bool, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_as(folders, "2026-1")
    monkeypatch.setattr("data_access.clock.today", lambda: date(2026, 11, 25) + timedelta(days=days))
    ready, state = readiness(folders)
    assert ready
    assert state["sealed_on"] == "2026-11-25"
    assert "problem" not in state
    assert ("stale" in state) is is_old
    if is_old:
        assert state["stale"] == "the edition was sealed on 25 November 2026, more than 457 days ago; seal a new one"


def test_the_draft_has_no_age(folders: Folders) -> None:
    ready, state = readiness(folders)
    assert ready
    assert {"sealed_on", "stale"}.isdisjoint(state)


def test_a_setting_that_names_no_edition_is_told(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_EDITION", "2020-1")
    with pytest.raises(NotReadyError, match="PORTAL_EDITION is “2020-1”"):
        served(folders=folders)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_primary_stands_in_until_the_standby_has_caught_up_and_no_restart_is_needed(
    folders: Folders, server_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_as(folders, "2026-1")
    sealed = folders_of(folders, "2026-1")
    build(sealed, server_url, quiet=True)
    monkeypatch.setenv("DATABASE_URL", server_url)
    monkeypatch.setenv("READ_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    ready, state = readiness(folders)
    assert ready
    assert state["problem"].startswith("the standby cannot serve edition 2026-1 yet")
    assert served(folders=folders) is served(folders=folders)
    # The standby comes back, and ten seconds later is asked again.
    monkeypatch.setenv("READ_DATABASE_URL", server_url)
    monkeypatch.setattr("data_access.portal.time.monotonic", lambda: float("inf"))
    ready, state = readiness(folders)
    assert ready
    assert "problem" not in state
    portal._served.pop(sealed).repository._engine.dispose()
