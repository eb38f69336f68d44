"""The repositories of this process: one for each edition that is asked for, shared by pages and files alike."""

import logging
import os
import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from data_access import clock
from data_access.commitments.evidence import read_evidence
from data_access.commitments.figures import DirectFigures, direct_figures
from data_access.commitments.records import Evidence
from data_access.commitments.stocktake import Snapshot, snapshot
from data_access.database import Opened, database_url, open_for_readers, read_database_url
from data_access.editions import folder, integrity
from data_access.editions.errors import EditionError
from data_access.editions.folder import DRAFT, folders_of
from data_access.editions.manifest import read_manifest
from data_access.errors import DatabaseFailure, NotReadyError, UnknownCodeError
from data_access.files import DEFAULT_FOLDERS, Folders, fingerprint
from data_access.nearest import nearest
from data_access.occurrences import note_failure
from data_access.repository import Repository

_NO_ANSWER = (
    "the database does not answer or cannot be read; "
    "see the log, and whether DATABASE_URL and READ_DATABASE_URL are right"
)
# The strategy promises a stocktake each year; a quarter more is time to gather, check and seal it.
OLD_AFTER = timedelta(days=365 + 92)
# While the primary stands in, the standby is tried again this often.
_SECONDS_UNTIL_ASKED_AGAIN = 10
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_served: dict[Folders, "Served"] = {}
_stand_ins: dict[Folders, "_StandIn"] = {}
_editions: dict[Folders, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Served:
    """The repository of one edition, what is wrong with its files if anything, and when it was sealed.

    ``sealed_on`` is None for the draft; ``is_latest`` tells the edition that is shown unless another is asked for.
    ``evidence`` and ``figures`` are what its statuses rest on.
    """

    repository: Repository
    problem: str
    sealed_on: date | None
    is_latest: bool
    evidence: Evidence
    figures: DirectFigures

    @property
    def today(self) -> date:
        """The day its clock stands at: an older edition's stopped when it was sealed."""
        return clock.today() if self.is_latest or self.sealed_on is None else self.sealed_on

    def snapshot(self, on: date | None = None) -> Snapshot:
        """Every commitment with its three statuses on one day, or today: what pages, files and pack are made from."""
        day = min(on, self.today) if on else self.today
        repository = self.repository
        return snapshot(repository.edition, repository.catalogue, self.evidence, self.figures.series(day), day)


@dataclass(frozen=True)
class _StandIn:
    """A primary that is read in place of a standby, until a time in seconds of ``time.monotonic``."""

    engine: Engine
    until: float


def editions(folders: Folders = DEFAULT_FOLDERS) -> tuple[str, ...]:
    """The editions that can be asked for, the one shown by default first, then from new to old.

    They are those that there are when this process first asks, so that all its readers see the same.

    Raises:
        NotReadyError: the chain cannot be read, or ``PORTAL_EDITION`` names an edition that is not there.
    """
    if folders not in _editions:
        _editions[folders] = editions_on_disk(folders)
    return _editions[folders]


def editions_on_disk(folders: Folders) -> tuple[str, ...]:
    """The same as a process that starts now would see them: first ``PORTAL_EDITION``, else the latest, else the draft.

    Raises:
        NotReadyError: as for ``editions``.
    """
    try:
        sealed = folder.editions(folders)
    except EditionError as error:
        raise NotReadyError(str(error)) from error
    asked = os.environ.get("PORTAL_EDITION", "")
    if asked and asked not in {*sealed, DRAFT}:
        raise NotReadyError(f"PORTAL_EDITION is “{asked}”; it may be draft or one of {', '.join(sealed) or 'none yet'}")
    default = asked or (sealed[-1] if sealed else DRAFT)
    return default, *(name for name in reversed(sealed) if name != default)


def default_edition(folders: Folders = DEFAULT_FOLDERS) -> str:
    """The edition that is shown unless another is asked for.

    Raises:
        NotReadyError: as for ``editions``.
    """
    return editions(folders)[0]


def served(edition: str = "", folders: Folders = DEFAULT_FOLDERS) -> Served:
    """The repository of an edition, or of the one shown by default, that every reader of this process shares.

    Raises:
        UnknownCodeError: there is no such edition.
        NotReadyError: there is no database of it and none can be built.
    """
    known = editions(folders)
    if edition and edition not in known:
        raise UnknownCodeError("edition", edition, nearest(edition, known) or known[0])
    name = edition or known[0]
    place = folders_of(folders, name)
    held = _served.get(place)
    if held and not _standby_is_due(place):
        # Without the lock, which another reader may hold for as long as it takes to open another edition.
        return held
    with _lock:
        if place not in _served or _standby_is_due(place):
            _served[place] = _open(place, is_latest=name == known[0])
        return _served[place]


def is_open(edition: str = "", folders: Folders = DEFAULT_FOLDERS) -> bool:
    """Whether ``served`` answers at once, because it has opened this edition before."""
    known = _editions.get(folders)
    if not known or (edition and edition not in known):
        return False
    place = folders_of(folders, edition or known[0])
    return place in _served and not _standby_is_due(place)


def open_versions() -> list[str]:
    """Edition and fingerprint of every repository that is open: what an answer kept in memory depends on."""
    return [f"{held.repository.edition} {held.repository.fingerprint}" for held in list(_served.values())]


def _standby_is_due(folders: Folders) -> bool:
    """Whether the primary stands in for a standby that may by now have caught up."""
    stand_in = _stand_ins.get(folders)
    return stand_in is not None and time.monotonic() >= stand_in.until


def _open(folders: Folders, *, is_latest: bool) -> Served:
    try:
        opened = open_for_readers(folders, database_url(), read_database_url())
        repository = Repository(opened.engine)
        figures = direct_figures(repository)
        _remember(folders, opened)
    except DatabaseFailure as error:
        note_failure(_log, "The database could not be opened", error)
        raise NotReadyError(_NO_ANSWER) from error
    # Where the files are wrong the last good database is served, and of the evidence the rows that are sound.
    evidence = read_evidence(folders, repository.catalogue, [])
    return Served(repository, opened.problem, _sealed_on(folders), is_latest, evidence, figures)


def _remember(folders: Folders, opened: Opened) -> None:
    """Let the primary go that stood in until now, and note the one that does from now on."""
    before = _stand_ins.pop(folders, None)
    if before:
        before.engine.dispose()
    if opened.stands_in:
        _stand_ins[folders] = _StandIn(opened.engine, time.monotonic() + _SECONDS_UNTIL_ASKED_AGAIN)


def _sealed_on(folders: Folders) -> date | None:
    if not folders.edition:
        return None
    try:
        return read_manifest(folders, folders.edition).sealed_on
    except EditionError as error:
        raise NotReadyError(str(error)) from error


def readiness(folders: Folders = DEFAULT_FOLDERS) -> tuple[bool, dict[str, str]]:
    """Whether figures can be read, and which: for /readyz."""
    try:
        current = served(folders=folders)
        current.repository.is_alive()
        newest = editions_on_disk(folders)
    except NotReadyError as error:
        return False, {"status": "not ready", "problem": str(error)}
    except DatabaseFailure as error:
        note_failure(_log, "The database does not answer", error)
        return False, {"status": "not ready", "problem": _NO_ANSWER}
    problem = current.problem
    if newest != editions(folders):
        problem = problem or "another edition has been sealed since this process started; start it again to show it"
    elif not problem and fingerprint(folders_of(folders, newest[0])) != current.repository.fingerprint:
        problem = "the files have changed since this database was built; build it and start again"
    problem = "; ".join(part for part in (problem, *integrity.problems(folders)) if part)
    state = {
        "status": "ready",
        "edition": current.repository.edition,
        "fingerprint": current.repository.fingerprint,
        "observations": str(current.repository.size),
        **_age(current),
    }
    return True, {**state, "problem": problem} if problem else state


def _age(current: Served) -> dict[str, str]:
    """The day an edition was sealed, and where that is too long ago, that it is; nothing for the draft."""
    day = current.sealed_on
    if day is None:
        return {}
    state = {"sealed_on": day.isoformat()}
    if clock.today() - day <= OLD_AFTER:
        return state
    stale = f"the edition was sealed on {day.day} {day:%B %Y}, more than {OLD_AFTER.days} days ago; seal a new one"
    return {**state, "stale": stale}
