"""The one repository of this process: opened on first use, shared by pages and files alike."""

import logging
import threading
from dataclasses import dataclass

from data_access.database import database_url, open_current
from data_access.errors import DatabaseFailure, NotReadyError
from data_access.files import DEFAULT_FOLDERS, Folders, fingerprint
from data_access.repository import Repository

_NO_ANSWER = "the database does not answer or cannot be read; see the log, and whether DATABASE_URL is right"
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_served: "Served | None" = None


@dataclass(frozen=True)
class Served:
    """The repository in use and what is wrong with the files behind it, if anything."""

    repository: Repository
    problem: str


def served(folders: Folders = DEFAULT_FOLDERS) -> Served:
    """The repository that every reader of this process shares.

    Raises:
        NotReadyError: there is no database and none can be built.
    """
    global _served  # one engine for the process: a second would double its memory and connections
    with _lock:
        if _served is None:
            try:
                opened = open_current(folders, database_url())
                _served = Served(Repository(opened.engine), opened.problem)
            except DatabaseFailure as error:
                _log.error("The database could not be opened", exc_info=error)
                raise NotReadyError(_NO_ANSWER) from error
        return _served


def readiness(folders: Folders = DEFAULT_FOLDERS) -> tuple[bool, dict[str, str]]:
    """Whether figures can be read, and which: for /readyz."""
    try:
        current = served(folders)
        current.repository.is_alive()
    except NotReadyError as error:
        return False, {"status": "not ready", "problem": str(error)}
    except DatabaseFailure as error:
        _log.error("The database does not answer", exc_info=error)
        return False, {"status": "not ready", "problem": _NO_ANSWER}
    problem = current.problem
    if not problem and fingerprint(folders) != current.repository.fingerprint:
        problem = "the files have changed since this database was built; build it and start again"
    state = {
        "status": "ready",
        "edition": current.repository.edition,
        "fingerprint": current.repository.fingerprint,
        "observations": str(current.repository.size),
    }
    return True, {**state, "problem": problem} if problem else state
